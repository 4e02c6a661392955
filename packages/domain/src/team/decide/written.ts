import { plus, type Timestamp } from "../../ids/Timestamp.ts"
import type { Outcome } from "../Outcome.ts"
import type { Step, StepName } from "../Step.ts"
import { type Team, triesPerChunk } from "../Team.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import { pause, type Timing } from "../Timing.ts"
import { alreadySo, type Decision, happens } from "./Decision.ts"
import { afterMillis, delay, retryLater, pauseFor, reasonOf, triesOf } from "./failure.ts"
import { started } from "./operation.ts"

/** What became of the write in flight. Only the group, the team and an archive or unarchive can block. */
export const written = (step: Step, outcome: Outcome, at: Timestamp, team: Team, timing: Timing): Decision => {
  switch (step._tag) {
    case "EnsureGroup":
      return groupAnswered(outcome, at, team, timing)
    case "EnsureTeam":
      return teamAnswered(outcome, at, team, timing)
    case "EnsureOwner":
      return ownerAnswered(outcome, at, team, timing)
    case "AddMembers":
    case "RemoveMembers":
      return peopleAnswered(step, outcome, at, team, timing)
    case "InstallApp":
      return task(step._tag, outcome, at, team, timing, { _tag: "AppInstalled", at }, (reason) => ({
        _tag: "AppRefused",
        reason,
        at
      }))
    case "PinPage":
      return task(step._tag, outcome, at, team, timing, { _tag: "PagePinned", at }, (reason) => ({
        _tag: "PageRefused",
        reason,
        at
      }))
    case "Announce":
      return task(step._tag, outcome, at, team, timing, { _tag: "Announced", at }, (reason) => ({
        _tag: "AnnouncementRefused",
        reason,
        at
      }))
    case "Rename":
      if (outcome._tag === "Renamed") {
        return happens({ _tag: "Renamed", name: outcome.name, description: outcome.description, at })
      }
      return outcome._tag === "Refused"
        ? happens({ _tag: "RenameRefused", reason: outcome.reason, at })
        : retryLater(step._tag, outcome, at, team, timing)
    case "Archive":
    case "Unarchive":
      return started(step._tag, outcome, at, team, timing)
    case "Restore":
      if (outcome._tag === "Restored") return happens({ _tag: "Restored", at })
      return outcome._tag === "Refused" || outcome._tag === "Gone"
        ? happens({ _tag: "RestoreRefused", reason: reasonOf(outcome), at })
        : retryLater(step._tag, outcome, at, team, timing)
    case "ExpandGroup":
    case "AwaitOperation":
    case "GiveUp":
    case "Verify":
    case "Observe":
      // Never in flight: these aren't recorded as attempts.
      return alreadySo
  }
}

const groupAnswered = (outcome: Outcome, at: Timestamp, team: Team, timing: Timing): Decision => {
  if (outcome._tag === "GroupEnsured") {
    return happens({
      _tag: "GroupEnsured",
      platformTeamId: outcome.platformTeamId,
      found: outcome.found,
      readyAt: outcome.found ? at : plus(at, timing.teamFirstAfter),
      at
    })
  }
  return outcome._tag === "GroupUnusable" || outcome._tag === "Refused"
    ? happens({ _tag: "Blocked", step: "EnsureGroup", reason: outcome.reason, remedy: outcome.remedy, at })
    : retryLater("EnsureGroup", outcome, at, team, timing)
}

/** A group takes a while until a team can be put on it; a group that is gone on two looks is lost. */
const teamAnswered = (outcome: Outcome, at: Timestamp, team: Team, timing: Timing): Decision => {
  if (outcome._tag === "TeamEnsured")
    return happens({
      _tag: "TeamEnsured",
      link: outcome.link,
      checkAt: plus(at, timing.verifyEvery),
      at
    })
  if (outcome._tag === "Refused") {
    return happens({ _tag: "Blocked", step: "EnsureTeam", reason: outcome.reason, remedy: outcome.remedy, at })
  }
  if (outcome._tag === "Gone") {
    const seenMissing = team.suspicion?.reading === "missing" ? team.suspicion.at : undefined
    return seenMissing !== undefined && at - seenMissing >= timing.confirmMissingAfter
      ? happens({ _tag: "Lost", at })
      : happens(delay(team, "EnsureTeam", reasonOf(outcome), at, timing.confirmMissingAfter), {
          _tag: "Suspected",
          suspicion: { reading: "missing", at: seenMissing ?? at },
          began: at,
          checkAgainAt: plus(at, timing.confirmMissingAfter),
          at
        })
  }
  if (team.teamAskedAt !== undefined && at - team.teamAskedAt >= timing.teamDeadline) {
    return happens({
      _tag: "Blocked",
      step: "EnsureTeam",
      reason: `The platform could not put a team on the group within 20 minutes. Its last word: ${reasonOf(outcome)}`,
      remedy: "Retry. If it happens again, look at the service health of Microsoft Teams.",
      at
    })
  }
  const tries = triesOf(team, "EnsureTeam") + 1
  const millis =
    tries <= timing.teamQuickTries
      ? Math.max(timing.teamRetryEvery, afterMillis(outcome))
      : pause(tries - timing.teamQuickTries, afterMillis(outcome), 2 * timing.teamRetryEvery, timing.teamRetryAtMost)
  return happens(delay(team, "EnsureTeam", reasonOf(outcome), at, millis))
}

/** Blocks only when an archive or unarchive waits for the owner. */
const ownerAnswered = (outcome: Outcome, at: Timestamp, team: Team, timing: Timing): Decision => {
  if (outcome._tag === "OwnersEnsured") return happens({ _tag: "OwnersEnsured", owners: outcome.owners, at })
  if (outcome._tag !== "Refused") return retryLater("EnsureOwner", outcome, at, team, timing)
  const waiting: StepName | undefined =
    team.phase === "open" && team.desiredState === "archived"
      ? "Archive"
      : team.phase === "archived" && team.desiredState === "open"
        ? "Unarchive"
        : undefined
  return waiting === undefined
    ? happens(delay(team, "EnsureOwner", outcome.reason, at, timing.verifyEvery))
    : happens(delay(team, "EnsureOwner", outcome.reason, at, pauseFor(team, "EnsureOwner", timing)), {
        _tag: "Blocked",
        step: waiting,
        reason: outcome.reason,
        remedy: outcome.remedy,
        at
      })
}

/** Person by person: who was refused is recorded and never holds up the others. */
const peopleAnswered = (
  step: Extract<Step, { readonly _tag: "AddMembers" | "RemoveMembers" }>,
  outcome: Outcome,
  at: Timestamp,
  team: Team,
  timing: Timing
): Decision => {
  if (outcome._tag !== "PeopleAnswered") return retryLater(step._tag, outcome, at, team, timing)
  const answers = outcome.chunks.map((answer) => ({
    ...answer,
    tries: (team.openChunks.find((chunk) => chunk.chunk === answer.chunk)?.tries ?? 0) + 1
  }))
  const settled = answers.map(({ chunk, done, refused, unanswered, tries }): TeamEvent => {
    const enough = tries >= triesPerChunk
    return {
      _tag: "PeopleSettled",
      chunk,
      kind: step._tag === "AddMembers" ? "add" : "remove",
      done,
      refused: enough ? [...refused, ...unanswered] : refused,
      left: enough ? 0 : unanswered.length,
      at
    }
  })
  const [waiting] = answers.flatMap(({ unanswered, tries }) =>
    tries < triesPerChunk ? unanswered.map(({ reason }) => ({ reason, tries })) : []
  )
  return waiting === undefined
    ? happens(...settled)
    : happens(
        ...settled,
        delay(team, step._tag, waiting.reason, at, pause(waiting.tries, 0, timing.retryFirst, timing.retryAtMost))
      )
}

const task = (
  step: StepName,
  outcome: Outcome,
  at: Timestamp,
  team: Team,
  timing: Timing,
  done: TeamEvent,
  refused: (reason: string) => TeamEvent
): Decision => {
  if (outcome._tag === "TaskDone") return happens(done)
  return outcome._tag === "Refused" ? happens(refused(outcome.reason)) : retryLater(step, outcome, at, team, timing)
}
