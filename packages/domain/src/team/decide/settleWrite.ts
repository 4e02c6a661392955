import { defined } from "../../defined.ts"
import { plus } from "../../ids/Timestamp.ts"
import type { WriteOutcome } from "../Outcome.ts"
import type { StepName, Write } from "../Step.ts"
import { requiredMove, triesAfter, triesPerChunk } from "../Team.ts"
import { pause } from "../Timing.ts"
import { type Decision, type Happening, happens, type Situation } from "./Decision.ts"
import {
  afterMillis,
  delay,
  delayAfter,
  pauseFor,
  reasonOf,
  retryLater,
  triesOf,
  unreadySince,
  waitOf
} from "./failure.ts"
import { startOperation } from "./operation.ts"

/** What came of the write in flight. Only creating the group or the team, archiving and unarchiving can block. */
export const settleWrite = (step: Write, outcome: WriteOutcome, situation: Situation): Decision => {
  switch (step._tag) {
    case "EnsureGroup":
      return settleGroup(outcome, situation)
    case "EnsureTeam":
      return settleTeam(outcome, situation)
    case "EnsureOwner":
      return settleOwner(outcome, situation)
    case "AddMembers":
    case "RemoveMembers":
      return settlePeople(step, outcome, situation)
    case "Do":
      return settleChore(step, outcome, situation)
    case "Rename":
      if (outcome._tag === "Renamed") {
        return happens({ _tag: "Renamed", name: outcome.name, description: outcome.description })
      }
      return outcome._tag === "Refused"
        ? happens({ _tag: "RenameRefused", reason: outcome.reason })
        : retryLater("Rename", outcome, situation)
    case "Archive":
    case "Unarchive":
      return startOperation(step._tag, outcome, situation)
    case "Restore":
      if (outcome._tag === "Restored") return happens({ _tag: "Restored" })
      return outcome._tag === "Refused" || outcome._tag === "Gone"
        ? happens({ _tag: "RestoreRefused", reason: reasonOf(outcome) })
        : retryLater("Restore", outcome, situation)
    case "Renew":
      if (outcome._tag === "GroupRenewed") return happens({ _tag: "GroupRenewed" })
      return outcome._tag === "Refused"
        ? happens({ _tag: "RenewalRefused", reason: outcome.reason, remedy: outcome.remedy })
        : retryLater("Renew", outcome, situation)
  }
}

const settleChore = (
  { chore, incident }: Extract<Write, { readonly _tag: "Do" }>,
  outcome: WriteOutcome,
  situation: Situation
): Decision => {
  const of = { chore, ...defined({ incident }) }
  if (outcome._tag === "Done") return happens({ _tag: "ChoreDone", ...of })
  return outcome._tag === "Refused"
    ? happens({ _tag: "ChoreRefused", ...of, reason: outcome.reason })
    : retryLater(chore, outcome, situation)
}

const block = (
  step: StepName,
  { reason, remedy }: { readonly reason: string; readonly remedy: string }
): Happening => ({
  _tag: "Blocked",
  step,
  reason,
  remedy
})

const settleGroup = (outcome: WriteOutcome, situation: Situation): Decision => {
  const { at, timing } = situation
  if (outcome._tag === "GroupEnsured") {
    const { platformTeamId, found, standIn } = outcome
    const readyAt = found ? at : plus(at, timing.teamFirstAfter)
    return happens({ _tag: "GroupEnsured", ...defined({ platformTeamId, found, standIn, readyAt }) })
  }
  if (outcome._tag === "GroupUnusable" || outcome._tag === "Refused") return happens(block("EnsureGroup", outcome))
  if (outcome._tag !== "NotYet") return retryLater("EnsureGroup", outcome, situation)
  const since = unreadySince(situation, "EnsureGroup")
  if (at - since < timing.teamDeadline) {
    const millis = pauseFor(situation, "EnsureGroup", afterMillis(outcome))
    return happens({ ...delayAfter("EnsureGroup", outcome, situation, millis), unreadySince: since })
  }
  return happens(
    block("EnsureGroup", {
      reason: outcome.reason,
      remedy: "Retry. If it happens again, check the groups and deleted groups in Entra ID."
    })
  )
}

/**
 * It takes a while until a team can be put on a new group. Until then Teams also refuses it, as owners and licenses
 * reach it late: a refusal counts once it was given for that long, and so does a group that isn't ready. What isn't about the
 * group, such as a busy or silent platform, passes by itself, however late. A group that is missing on two tries is lost.
 */
const settleTeam = (outcome: WriteOutcome, situation: Situation): Decision => {
  const { team, at, timing } = situation
  if (outcome._tag === "TeamEnsured") {
    return happens({ _tag: "TeamEnsured", link: outcome.link, checkAt: plus(at, timing.verifyEvery) })
  }
  if (outcome._tag === "Gone") {
    const { suspicion } = team.checks
    const missingSince = suspicion?.reading === "missing" ? suspicion.at : undefined
    return missingSince !== undefined && at - missingSince >= timing.confirmMissingAfter
      ? happens({ _tag: "Lost" })
      : happens(delayAfter("EnsureTeam", outcome, situation, timing.confirmMissingAfter), {
          _tag: "Suspected",
          suspicion: { reading: "missing", at: missingSince ?? at },
          began: at,
          checkAgainAt: plus(at, timing.confirmMissingAfter)
        })
  }
  if (outcome._tag === "InstallationTrouble") return retryLater("EnsureTeam", outcome, situation)
  const isUnready = outcome._tag === "Refused" || outcome._tag === "NotYet"
  const since = isUnready ? unreadySince(situation, "EnsureTeam") : (waitOf(team, "EnsureTeam")?.since ?? at)
  if (at - since >= timing.teamDeadline) {
    if (outcome._tag === "Refused") return happens(block("EnsureTeam", outcome))
    if (outcome._tag !== "NotYet") return retryLater("EnsureTeam", outcome, situation)
    return happens(
      block("EnsureTeam", {
        reason: `The platform could not put a team on the group within 20 minutes. Its last answer: ${reasonOf(outcome)}`,
        remedy: "Retry. If it happens again, check the service health of Microsoft Teams."
      })
    )
  }
  const tries = triesOf(team, "EnsureTeam") + 1
  const millis =
    tries <= timing.teamQuickTries
      ? Math.max(timing.teamRetryEvery, afterMillis(outcome))
      : pause(tries - timing.teamQuickTries, afterMillis(outcome), 2 * timing.teamRetryEvery, timing.teamRetryAtMost)
  return happens({
    ...delayAfter("EnsureTeam", outcome, situation, millis),
    ...(isUnready ? { unreadySince: since } : {})
  })
}

/** Blocks only when an archive or unarchive waits for the owner. */
const settleOwner = (outcome: WriteOutcome, situation: Situation): Decision => {
  if (outcome._tag === "OwnersEnsured") return happens({ _tag: "OwnersEnsured", owners: outcome.owners })
  if (outcome._tag !== "Refused") return retryLater("EnsureOwner", outcome, situation)
  const waiting = requiredMove(situation.team)
  const millis = waiting === undefined ? situation.timing.verifyEvery : pauseFor(situation, "EnsureOwner")
  return happens(
    delayAfter("EnsureOwner", outcome, situation, millis),
    ...(waiting === undefined ? [] : [block(waiting, outcome)])
  )
}

/** Person by person: a refusal is recorded and never holds up the others. */
const settlePeople = (
  step: Extract<Write, { readonly _tag: "AddMembers" | "RemoveMembers" }>,
  outcome: WriteOutcome,
  situation: Situation
): Decision => {
  if (outcome._tag !== "PeopleAnswered") return retryLater(step._tag, outcome, situation)
  const { team, timing } = situation
  const answers = outcome.chunks.map((answer) => ({
    ...answer,
    tries: triesAfter(
      team.people.openChunks.find((chunk) => chunk.chunk === answer.chunk) ?? { tries: 0 },
      answer.done.length + answer.refused.length
    )
  }))
  const settled = answers.map(({ chunk, done, refused, unanswered, tries }): Happening => {
    const isLastTry = tries >= triesPerChunk
    return {
      _tag: "PeopleSettled",
      chunk,
      kind: step._tag === "AddMembers" ? "add" : "remove",
      done,
      refused: isLastTry ? [...refused, ...unanswered] : refused,
      left: isLastTry ? 0 : unanswered.length
    }
  })
  const [waiting] = answers.flatMap(({ unanswered, tries }) =>
    tries < triesPerChunk ? unanswered.map(({ reason }) => ({ reason, tries })) : []
  )
  return waiting === undefined
    ? happens(...settled)
    : happens(
        ...settled,
        delay(
          step._tag,
          waiting.reason,
          situation,
          pause(Math.max(waiting.tries, 1), 0, timing.retryFirst, timing.retryAtMost)
        )
      )
}
