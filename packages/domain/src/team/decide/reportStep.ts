import { Result } from "effect"
import { defined } from "../../defined.ts"
import type { IncidentId } from "../../ids/IncidentId.ts"
import { plus } from "../../ids/Timestamp.ts"
import { incidentIn } from "../served.ts"
import { directionOf, type Write } from "../Step.ts"
import { linkOf, type Team } from "../Team.ts"
import type { CommandOf } from "../TeamCommand.ts"
import { type Decision, happens, nothingHappens, type Situation } from "./Decision.ts"
import { delay, pauseFor, retryLater } from "./failure.ts"
import { settleLink, settleUnlink } from "./links.ts"
import { settleConfirmation, settleMerge } from "./merges.ts"
import { endGrace, observeIncident } from "./observeIncident.ts"
import { followOperation, giveUpAttempt } from "./operation.ts"
import { settleExpansion } from "./settleExpansion.ts"
import { settleExpiration } from "./settleExpiration.ts"
import { settleTeamRead } from "./settleTeamRead.ts"
import { settleWrite } from "./settleWrite.ts"

/**
 * A write's result is matched by its attempt to the one in flight and then changes the actual state, independent of the
 * current generation; a result of any other attempt only makes a check due.
 */
export const reportWrite = ({ attempt, step, outcome }: CommandOf<"ReportWrite">, situation: Situation): Decision => {
  const { inFlight } = situation.team.work
  return inFlight?.attempt === attempt
    ? settleWrite(inFlight.step, outcome, situation)
    : reportLate(step, attempt, outcome._tag === "Accepted" ? outcome.operation : undefined, situation)
}

export const reportRead = ({ step, outcome }: CommandOf<"ReportRead">, situation: Situation): Decision => {
  switch (step._tag) {
    case "ExpandGroup":
      return settleExpansion(step.group, outcome, situation)
    case "AwaitOperation":
      return followOperation(step, outcome, situation)
    case "GiveUp":
      return giveUpAttempt(step.attempt, situation)
    case "Verify":
      return outcome._tag === "TeamRead" ? settleTeamRead(outcome, situation) : retryLater("Verify", outcome, situation)
    case "ReadExpiration":
      return settleExpiration(outcome, situation)
    case "Observe": {
      const { incident = situation.team.incident.id } = step
      return endGrace(
        incident,
        situation,
        outcome._tag === "IncidentRead"
          ? stillExpecting(observeIncident(outcome.observation, situation), incident, situation)
          : isExpected(incident, situation)
            ? retryLater("Observe", outcome, situation)
            : nothingHappens
      )
    }
    case "Link":
      return settleLink(step.link, outcome, situation)
    case "Unlink":
      return settleUnlink(step.link, outcome, situation)
    case "FollowMerge":
      return settleMerge(step.incident, outcome, situation)
    case "ConfirmMerge":
      return settleConfirmation(outcome, situation)
  }
}

/** All that a result can still change once its worker's lease is lost: the operation that it began, and a check. */
export const abandonWrite = (
  { attempt, step, operation }: CommandOf<"AbandonWrite">,
  situation: Situation
): Decision => {
  const { inFlight } = situation.team.work
  if (inFlight?.attempt !== attempt) return reportLate(step, attempt, operation, situation)
  return inFlight.operation === undefined && operation !== undefined
    ? happens({ _tag: "OperationAccepted", attempt, operation, pollAt: pollAt(situation) }, { _tag: "CheckDue" })
    : happens({ _tag: "CheckDue" })
}

export const abandonRead = (team: Team): Decision =>
  linkOf(team) === undefined ? nothingHappens : happens({ _tag: "CheckDue" })

const reportLate = (step: Write, attempt: number, operation: string | undefined, situation: Situation): Decision =>
  happens({
    _tag: "LateResult",
    ...defined({
      attempt,
      direction: directionOf(step._tag),
      operation,
      explainsUntil: plus(situation.at, situation.timing.orphanMemory),
      pollAt: pollAt(situation)
    })
  })

const pollAt = ({ at, timing }: Situation) => plus(at, timing.pollEvery)

/** Otherwise it was read by the feed meanwhile: what isn't to be read any more isn't waited for. */
const isExpected = (id: IncidentId, { team }: Situation): boolean => {
  const known = incidentIn(team, id)
  return known?.checkAt !== undefined || known?.graceUntil !== undefined
}

/** A read of the incident that showed nothing new, though one more was due, is repeated after a pause. */
const stillExpecting = (decision: Decision, id: IncidentId, situation: Situation): Decision =>
  Result.map(decision, (events) =>
    events.length > 0 || incidentIn(situation.team, id)?.checkAt === undefined
      ? events
      : [
          delay(
            "Observe",
            "Sentinel answered with an older state of the incident.",
            situation,
            pauseFor(situation, "Observe")
          )
        ]
  )
