import { defined } from "../../defined.ts"
import { plus } from "../../ids/Timestamp.ts"
import type { Attempt, Orphan } from "../Attempt.ts"
import type { ReadOutcome, WriteOutcome } from "../Outcome.ts"
import { directionOf, type Read, stepName } from "../Step.ts"
import { failedEndsAtMost, type Refusal } from "../Team.ts"
import { type Decision, type Happening, happens, nothingHappens, type Situation } from "./Decision.ts"
import { delay, delayAfter, pauseFor, reasonOf, retryLater } from "./failure.ts"

const ownerTries = 5
const noOwner = "The team has no owner."
/** Said of a call that may have taken effect. */
const checkedFirst = "The team is checked in Teams first."
const ownerFirst = "A standby owner is made an owner first."

/** The platform's answer to an archive or unarchive. */
export const startOperation = (
  step: "Archive" | "Unarchive",
  outcome: WriteOutcome,
  situation: Situation
): Decision => {
  const { team, at, timing } = situation
  const attempt = team.work.attempts
  if (outcome._tag === "Accepted") {
    const { operation } = outcome
    return happens({
      _tag: "OperationAccepted",
      ...defined({ attempt, operation, pollAt: plus(at, timing.pollEvery) })
    })
  }
  if (outcome._tag === "Done") return happens(endOf(step, attempt))
  if (outcome._tag === "Refused") {
    return happens({ _tag: "OperationRefused", attempt, reason: outcome.reason, remedy: outcome.remedy })
  }
  if (outcome._tag === "NoOwner") return missOwner(step, attempt, situation)
  if (["NotYet", "FailedForNow", "InstallationTrouble", "Gone"].includes(outcome._tag)) {
    return retryLater(step, outcome, situation)
  }
  // Anything else is no answer: it may have begun, so the attempt stays in flight until its deadline.
  return happens(delayInDoubt(step, reasonOf(outcome), situation))
}

/** Tried again when the attempt in flight was given up, unless the team then shows that it took effect. */
const delayInDoubt = (step: "Archive" | "Unarchive", reason: string, situation: Situation): Happening => {
  const { team, at } = situation
  const giveUpAt = team.work.inFlight?.giveUpAt ?? at
  return {
    ...delay(step, reason, situation, pauseFor(situation, step, Math.max(giveUpAt - at, 0))),
    remedy: checkedFirst,
    inDoubt: true
  }
}

/** An archive or unarchive that is done. */
const endOf = (step: Attempt["step"]["_tag"], attempt: number): Happening =>
  directionOf(step) === "archive" ? { _tag: "Archived", attempt } : { _tag: "Reopened", attempt }

const missOwner = (step: "Archive" | "Unarchive", attempt: number, situation: Situation): Decision => {
  const { team } = situation
  const missed: Happening = { _tag: "OwnerMissed", attempt }
  if (team.people.standbyOwners.length === 0) {
    return happens(missed, {
      _tag: "Blocked",
      step,
      reason: "The team has no owner, and Teams needs one for this.",
      remedy: "Name an owner in Teams, or configure a standby owner; then retry."
    })
  }
  // Other failures of the step don't count.
  const wait = team.work.waits.find((one) => one.step === step && one.reason === noOwner)
  const tries = (wait?.tries ?? 0) + 1
  return tries >= ownerTries
    ? happens(missed, {
        _tag: "Blocked",
        step,
        reason: "Teams keeps answering that the team has no owner, although a standby owner was made one.",
        remedy: "Check the team's owners in Teams; then retry."
      })
    : happens(missed, { ...delay(step, noOwner, situation, pauseFor(situation, step)), tries, remedy: ownerFirst })
}

/** The status of an operation: of the attempt in flight, or of an orphan. */
export const followOperation = (
  { attempt, operation }: Extract<Read, { readonly _tag: "AwaitOperation" }>,
  outcome: ReadOutcome,
  situation: Situation
): Decision => {
  const { inFlight, orphans } = situation.team.work
  const isOurs = (one: Attempt | Orphan): boolean => one.attempt === attempt && one.operation === operation
  const ours = inFlight !== undefined && isOurs(inFlight) ? inFlight : undefined
  const orphan = orphans.find(isOurs)
  if (ours === undefined && orphan === undefined) return nothingHappens
  if (outcome._tag !== "OperationRead") {
    return happens(delayAfter("AwaitOperation", outcome, situation, pauseFor(situation, "AwaitOperation")))
  }
  if (ours !== undefined) return settleOperation(ours, outcome, situation)
  return orphan === undefined ? nothingHappens : settleOrphan(orphan, outcome, situation)
}

/** Said of an operation that runs for longer than work may be left without an explanation. */
const overdue: Refusal = {
  reason: "Teams still reports the operation as running.",
  remedy: "No action needed unless it runs for more than an hour."
}

type OperationRead = Extract<ReadOutcome, { readonly _tag: "OperationRead" }>

/**
 * The terminal status decides. The team's state stands in for it only when the operation is not known any more or is
 * past its deadline, and only if two reads show what this operation asked for; never what the incident requires now.
 */
const settleOperation = (attempt: Attempt, read: OperationRead, situation: Situation): Decision => {
  const { team, at, timing } = situation
  const finished = endOf(attempt.step._tag, attempt.attempt)
  const block = (reason: string, remedy: string): Happening => ({
    _tag: "Blocked",
    step: stepName(attempt.step),
    reason,
    remedy
  })
  switch (read.status) {
    case "succeeded":
      return happens(finished)
    case "failed": {
      const reason = read.reason ?? "The platform named no reason."
      return happens(
        { _tag: "OperationFailed", attempt: attempt.attempt, reason },
        ...(team.work.failedEnds + 1 < failedEndsAtMost
          ? []
          : [
              block(
                `The platform failed to do it ${failedEndsAtMost} times. Its last answer: ${reason}`,
                "Check the team in Teams; then retry."
              )
            ])
      )
    }
    case "running":
    case "vanished": {
      const isAsAsked =
        read.archived === (finished._tag === "Archived") && (read.status === "vanished" || at >= attempt.readFrom)
      if (isAsAsked && attempt.readAsAskedAt !== undefined && at - attempt.readAsAskedAt >= timing.confirmAfter) {
        return happens(finished)
      }
      if (read.status === "vanished" && !isAsAsked && at >= attempt.readFrom) {
        return happens(giveUp(attempt, situation), ...delayUntold(attempt, situation))
      }
      const isEndless = at - attempt.startedAt >= timing.operationLimit
      const nextAt = plus(at, isEndless && !isAsAsked ? timing.pollBlockedEvery : timing.pollEvery)
      const seen: Happening = {
        _tag: "OperationSeen",
        attempt: attempt.attempt,
        readAsAsked: isAsAsked,
        // From an hour on the team is blocked, which says more.
        ...(nextAt - attempt.startedAt >= timing.stalledAfter && !isEndless ? { overdue } : {}),
        nextAt
      }
      return isEndless && team.work.blocked === undefined
        ? happens(
            seen,
            block(
              "The operation does not end.",
              "Check the team in Teams. Retry gives this operation up; another one starts once it has ended, or after an hour."
            )
          )
        : happens(seen)
    }
  }
}

const settleOrphan = (orphan: Orphan, read: OperationRead, { at, timing }: Situation): Decision =>
  read.status === "running" && at - orphan.closedAt < timing.operationLimit
    ? happens({ _tag: "OrphanSeen", attempt: orphan.attempt, nextAt: plus(at, timing.pollEvery) })
    : happens({ _tag: "OrphanEnded", attempt: orphan.attempt })

/** The deadline of a call that left no operation to follow. */
export const giveUpAttempt = (attempt: number, situation: Situation): Decision => {
  const { inFlight } = situation.team.work
  return inFlight?.attempt === attempt
    ? happens(giveUp(inFlight, situation), ...delayUntold(inFlight, situation))
    : nothingHappens
}

/** An attempt whose end nobody learned of counts as a failed try, unless it was counted while it was in flight. */
const delayUntold = ({ step: { _tag: step }, startedAt }: Attempt, situation: Situation): ReadonlyArray<Happening> => {
  if (step !== "Archive" && step !== "Unarchive") return []
  const wait = situation.team.work.waits.find((one) => one.step === step)
  return wait !== undefined && wait.until > startedAt
    ? []
    : [
        {
          ...delay(step, "Teams didn't report how it ended.", situation, pauseFor(situation, step)),
          remedy: checkedFirst
        }
      ]
}

/**
 * A person gave up an operation that doesn't end. It may still run, so another one waits for its end: the wait is shown
 * for as long.
 */
export const giveUpEndless = (attempt: Attempt, situation: Situation): ReadonlyArray<Happening> => {
  const { _tag: step } = attempt.step
  return step !== "Archive" && step !== "Unarchive"
    ? [giveUp(attempt, situation)]
    : [
        giveUp(attempt, situation),
        {
          ...delay(
            step,
            "Teams still reports the previous operation as running.",
            situation,
            situation.timing.pollEvery
          ),
          tries: 1
        }
      ]
}

/** The team is checked: at once, and while the operation may still end without our learning of it. */
export const giveUp = ({ attempt }: Attempt, { at, timing }: Situation): Happening => ({
  _tag: "AttemptGivenUp",
  attempt,
  explainsUntil: plus(at, timing.orphanMemory),
  checkAt: [at, ...timing.orphanChecks.map((check) => plus(at, check))],
  pollAt: plus(at, timing.pollEvery)
})
