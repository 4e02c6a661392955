import { plus, type Timestamp } from "../../ids/Timestamp.ts"
import type { Attempt, Orphan } from "../Attempt.ts"
import type { Outcome } from "../Outcome.ts"
import { directionOf, type Step, type StepName } from "../Step.ts"
import { failedEndsAtMost, type Team } from "../Team.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import type { Timing } from "../Timing.ts"
import { alreadySo, type Decision, happens } from "./Decision.ts"
import { delay, retryLater, pauseFor, reasonOf, triesOf } from "./failure.ts"

const ownerTries = 5

/** How the platform took an archive or unarchive. */
export const started = (
  step: "Archive" | "Unarchive",
  outcome: Outcome,
  at: Timestamp,
  team: Team,
  timing: Timing
): Decision => {
  const attempt = team.attempts
  switch (outcome._tag) {
    case "Accepted":
      return happens({
        _tag: "OperationAccepted",
        attempt,
        ...(outcome.operation === undefined ? {} : { operation: outcome.operation }),
        pollAt: plus(at, timing.pollEvery),
        at
      })
    case "Done":
      return happens(endOf(step, attempt, at))
    case "Refused":
      return happens({ _tag: "OperationRefused", attempt, reason: outcome.reason, remedy: outcome.remedy, at })
    case "NoOwner":
      return noOwner(step, attempt, at, team, timing)
    case "NotYet":
    case "FailedForNow":
    case "Gone":
      return retryLater(step, outcome, at, team, timing)
    case "Unknown":
    case "GroupEnsured":
    case "GroupUnusable":
    case "TeamEnsured":
    case "OwnersEnsured":
    case "GroupExpanded":
    case "PeopleAnswered":
    case "TaskDone":
    case "Renamed":
    case "OperationRead":
    case "TeamRead":
    case "IncidentRead":
    case "Restored":
    case "GivenUp":
      // It may have been begun: the attempt stays in flight until its deadline.
      return alreadySo
  }
}

/** An archive or unarchive that is done. */
const endOf = (step: StepName, attempt: number, at: Timestamp): TeamEvent =>
  directionOf(step) === "archive" ? { _tag: "Archived", attempt, at } : { _tag: "Reopened", attempt, at }

const noOwner = (
  step: "Archive" | "Unarchive",
  attempt: number,
  at: Timestamp,
  team: Team,
  timing: Timing
): Decision => {
  const missed: TeamEvent = { _tag: "OwnerMissed", attempt, at }
  if (team.standbyOwners.length === 0) {
    return happens(missed, {
      _tag: "Blocked",
      step,
      reason: "The team has no owner, and Teams needs one for this.",
      remedy: "Name an owner in Teams, or configure a standby owner; then retry.",
      at
    })
  }
  return triesOf(team, step) + 1 >= ownerTries
    ? happens(missed, {
        _tag: "Blocked",
        step,
        reason: "Teams goes on saying that the team has no owner, although the standby owners were made owners.",
        remedy: "Look at the team's owners in Teams; then retry.",
        at
      })
    : happens(missed, delay(team, step, "The team has no owner.", at, pauseFor(team, step, timing)))
}

/** What an operation was found to be doing: ours in flight, or a orphan one that somebody left behind. */
export const awaited = (
  step: Extract<Step, { readonly _tag: "AwaitOperation" }>,
  outcome: Outcome,
  at: Timestamp,
  team: Team,
  timing: Timing
): Decision => {
  const orphan = team.orphans.find((other) => other.attempt === step.attempt && other.operation === step.operation)
  const { inFlight } = team
  const ours = inFlight?.attempt === step.attempt && inFlight.operation === step.operation ? inFlight : undefined
  if (ours === undefined && orphan === undefined) return alreadySo
  if (outcome._tag !== "OperationRead") {
    return happens(delay(team, "AwaitOperation", reasonOf(outcome), at, pauseFor(team, "AwaitOperation", timing)))
  }
  if (ours !== undefined) return operationRead(ours, outcome, at, team, timing)
  return orphan === undefined ? alreadySo : orphanRead(orphan, outcome, at, timing)
}

type OperationRead = Extract<Outcome, { readonly _tag: "OperationRead" }>

/**
 * The terminal status decides. What the team reads stands in only when the operation is not known any more or is past
 * its deadline, and only if it reads twice as this operation asked; never as the incident now wants.
 */
const operationRead = (attempt: Attempt, read: OperationRead, at: Timestamp, team: Team, timing: Timing): Decision => {
  const finished = endOf(attempt.step._tag, attempt.attempt, at)
  switch (read.status) {
    case "succeeded":
      return happens(finished)
    case "failed": {
      const reason = read.reason ?? "The platform named no reason."
      return happens(
        { _tag: "OperationFailed", attempt: attempt.attempt, reason, at },
        ...(team.failedEnds + 1 < failedEndsAtMost
          ? []
          : [
              {
                _tag: "Blocked",
                step: attempt.step._tag,
                reason: `The platform failed to do it ${failedEndsAtMost} times. Its last word: ${reason}`,
                remedy: "Look at the team in Teams; then retry.",
                at
              } satisfies TeamEvent
            ])
      )
    }
    case "running":
    case "vanished": {
      const asAsked =
        read.archived === (finished._tag === "Archived") && (read.status === "vanished" || at >= attempt.readFrom)
      if (asAsked && attempt.readAsAskedAt !== undefined && at - attempt.readAsAskedAt >= timing.confirmAfter) {
        return happens(finished)
      }
      if (read.status === "vanished" && !asAsked && at >= attempt.readFrom) {
        return happens(attemptGivenUp(attempt, at, timing))
      }
      const endless = at - attempt.startedAt >= timing.operationLimit
      const seen: TeamEvent = {
        _tag: "OperationSeen",
        attempt: attempt.attempt,
        readAsAsked: asAsked,
        nextAt: plus(at, endless && !asAsked ? timing.pollBlockedEvery : timing.pollEvery),
        at
      }
      return endless && team.blocked === undefined
        ? happens(seen, {
            _tag: "Blocked",
            step: attempt.step._tag,
            reason: "The operation does not end.",
            remedy: "Look at the team in Teams. Retry gives this operation up and asks again.",
            at
          })
        : happens(seen)
    }
  }
}

const orphanRead = (orphan: Orphan, read: OperationRead, at: Timestamp, timing: Timing): Decision =>
  read.status === "running" && at - orphan.closedAt < timing.operationLimit
    ? happens({ _tag: "OrphanSeen", attempt: orphan.attempt, nextAt: plus(at, timing.pollEvery), at })
    : happens({ _tag: "OrphanEnded", attempt: orphan.attempt, at })

/** The deadline of a call that left no operation to follow. */
export const givenUp = (attempt: number, at: Timestamp, team: Team, timing: Timing): Decision =>
  team.inFlight?.attempt === attempt ? happens(attemptGivenUp(team.inFlight, at, timing)) : alreadySo

/** The team is looked at: at once, and while its end may still come without our being told. */
export const attemptGivenUp = (attempt: Attempt, at: Timestamp, timing: Timing): TeamEvent => ({
  _tag: "AttemptGivenUp",
  attempt: attempt.attempt,
  explainsUntil: plus(at, timing.orphanMemory),
  checkAt: [at, ...(attempt.operation === undefined ? timing.orphanChecks.map((look) => plus(at, look)) : [])],
  pollAt: plus(at, timing.pollEvery),
  at
})
