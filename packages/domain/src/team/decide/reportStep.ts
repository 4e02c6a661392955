import { Result } from "effect"
import { plus, type Timestamp } from "../../ids/Timestamp.ts"
import { evolve } from "../evolve.ts"
import { directionOf, type StepName } from "../Step.ts"
import type { Team, TeamState } from "../Team.ts"
import type { CommandOf } from "../TeamCommand.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import type { Timing } from "../Timing.ts"
import { alreadySo, type Decision, happens } from "./Decision.ts"
import { expanded } from "./expanded.ts"
import { delay, retryLater, pauseFor } from "./failure.ts"
import { observeIncident } from "./observeIncident.ts"
import { awaited, givenUp } from "./operation.ts"
import { teamRead } from "./teamRead.ts"
import { written } from "./written.ts"

/**
 * Takes the result of a step. A write's result is matched by its attempt to the one in flight and then moves what is
 * so, whichever generation asked for it; a result of any other attempt only makes a look due.
 */
export const reportStep = (command: CommandOf<"ReportStep">, team: Team, timing: Timing): Decision => {
  const { step, outcome, at } = command
  switch (step._tag) {
    case "ExpandGroup":
      return withProvisioned(expanded(step.group, outcome, at, team, timing), at, team)
    case "AwaitOperation":
      return awaited(step, outcome, at, team, timing)
    case "GiveUp":
      return givenUp(step.attempt, at, team, timing)
    case "Verify":
      return outcome._tag === "TeamRead"
        ? teamRead(outcome, at, team, timing)
        : retryLater("Verify", outcome, at, team, timing)
    case "Observe":
      return outcome._tag === "IncidentRead"
        ? stillLooking(observeIncident(outcome.observation, at, team, timing), at, team, timing)
        : retryLater("Observe", outcome, at, team, timing)
    case "EnsureGroup":
    case "EnsureTeam":
    case "EnsureOwner":
    case "AddMembers":
    case "RemoveMembers":
    case "InstallApp":
    case "PinPage":
    case "Rename":
    case "Announce":
    case "Archive":
    case "Unarchive":
    case "Restore":
      return team.inFlight === undefined || team.inFlight.attempt !== command.attempt
        ? late(step._tag, command.attempt, outcome._tag === "Accepted" ? outcome.operation : undefined, at, timing)
        : withProvisioned(written(team.inFlight.step, outcome, at, team, timing), at, team)
  }
}

/** All that a result can still tell once its worker's lease is lost: what it began, and that a look is due. */
export const handOver = (command: CommandOf<"HandOver">, team: Team, timing: Timing): Decision => {
  const { step, attempt, operation, at } = command
  if (attempt === undefined) return team.link === undefined ? alreadySo : happens({ _tag: "CheckDue", at })
  if (team.inFlight?.attempt !== attempt) return late(step, attempt, operation, at, timing)
  return team.inFlight.operation === undefined && operation !== undefined
    ? happens(
        { _tag: "OperationAccepted", attempt, operation, pollAt: plus(at, timing.pollEvery), at },
        { _tag: "CheckDue", at }
      )
    : happens({ _tag: "CheckDue", at })
}

const late = (
  step: StepName,
  attempt: number | undefined,
  operation: string | undefined,
  at: Timestamp,
  timing: Timing
): Decision => {
  const direction = directionOf(step)
  return happens({
    _tag: "LateResult",
    attempt: attempt ?? 0,
    ...(direction === undefined ? {} : { direction }),
    ...(operation === undefined ? {} : { operation }),
    explainsUntil: plus(at, timing.orphanMemory),
    pollAt: plus(at, timing.pollEvery),
    at
  })
}

/** A look at the incident that told nothing new, though one more was due, is repeated after a pause. */
const stillLooking = (decision: Decision, at: Timestamp, team: Team, timing: Timing): Decision =>
  Result.map(decision, (events) =>
    events.length > 0 || team.incident.checkAt === undefined
      ? events
      : [
          delay(
            team,
            "Observe",
            "Sentinel answered with an older state of the incident.",
            at,
            pauseFor(team, "Observe", timing)
          )
        ]
  )

/** Whatever settled last, provisioning ends when nothing is left of it. */
const withProvisioned = (decision: Decision, at: Timestamp, team: Team): Decision =>
  Result.map(decision, (events) =>
    isProvisioned(events.reduce<TeamState>(evolve, team))
      ? [...events, { _tag: "Provisioned", at } satisfies TeamEvent]
      : events
  )

const isProvisioned = (state: TeamState): boolean =>
  state._tag === "Team" &&
  state.phase === "provisioning" &&
  state.link !== undefined &&
  state.openChunks.length === 0 &&
  state.groups.every((group) => group.expansion._tag !== "Pending") &&
  state.app._tag !== "Pending" &&
  state.page._tag !== "Pending"
