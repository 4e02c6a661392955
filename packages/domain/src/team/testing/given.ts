import { Result } from "effect"
import { replay } from "../../Decider.ts"
import { IncidentId } from "../../ids/IncidentId.ts"
import { PlatformTeamId } from "../../ids/PlatformTeamId.ts"
import { TeamId } from "../../ids/TeamId.ts"
import { plus, type Timestamp, timestampOf } from "../../ids/Timestamp.ts"
import type { IncidentSnapshot } from "../../incident/IncidentObservation.ts"
import { agenda, dueAt, nextStep } from "../agenda.ts"
import type { Outcome, ReadOutcome, WriteOutcome } from "../Outcome.ts"
import { isWrite, type Step, type StepName, stepName, type Write } from "../Step.ts"
import type { Team } from "../Team.ts"
import type { TeamCommand } from "../TeamCommand.ts"
import { teamDecider } from "../teamDecider.ts"
import type { EventOf, TeamEvent } from "../TeamEvent.ts"
import { timing } from "../Timing.ts"
import { ImaginedWorld, personCalled, somebody, teamId } from "./ImaginedWorld.ts"

const decider = teamDecider(timing)

export const second = 1_000
export const minute = 60 * second
export const hour = 60 * minute
export const day = 24 * hour

const start = timestampOf(Date.UTC(2026, 10, 1))

/** So many milliseconds after the examples begin. */
export const after = (millis: number): Timestamp => plus(start, millis)

/** What happened so far, and what a command leads to then. */
export const given = (...history: ReadonlyArray<TeamEvent>) => {
  const state = replay(decider, history, decider.initialState)
  /** The events that follow, less the numbers of operations (operationState.test.ts), or the refusal. */
  const when = (command: TeamCommand): ReadonlyArray<TeamEvent> | { readonly _tag: string } =>
    Result.merge(Result.map(decider.decide(command, state), (events) => events.map(withoutNumber)))
  return {
    when,
    /** What follows from a result of the write in flight, or of a read. */
    answered: (step: Step, outcome: Outcome, at: Timestamp): ReadonlyArray<TeamEvent> => {
      const events = when(
        isWrite(step)
          ? reportOfWrite(state._tag === "Team" ? (state.work.inFlight?.attempt ?? 0) : 0, step, outcome, at)
          : { _tag: "ReportRead", step, outcome: outcome as ReadOutcome, at }
      )
      if ("_tag" in events) throw new Error(`The report of ${step._tag} was refused: ${events._tag}.`)
      return events
    },
    get team(): Team {
      if (state._tag === "NoTeam") throw new Error("There is no team in this example.")
      return state
    },
    next: (at: Timestamp): Step | undefined => nextStep(state, at),
    due: (): Timestamp | undefined => dueAt(state),
    /** When a step may be made; undefined while it isn't to be made. */
    dueOf: (step: StepName): Timestamp | undefined => agenda(state).find((due) => stepName(due.step) === step)?.at
  }
}

const withoutNumber = (event: TeamEvent): TeamEvent => {
  if (!("operationNumber" in event)) return event
  const { operationNumber: _, ...rest } = event
  return rest
}

/** Everything that happened when a command was carried out after `history`. */
export const led = (history: ReadonlyArray<TeamEvent>, command: TeamCommand): ReadonlyArray<TeamEvent> => {
  const events = given(...history).when(command)
  if ("_tag" in events) throw new Error(`It was refused: ${events._tag}.`)
  return [...history, ...events]
}

/** What happens next, event by event, when a step answers the same again and again as soon as it is due. */
export const answeredAgain = (
  history: ReadonlyArray<TeamEvent>,
  step: Write,
  outcome: WriteOutcome,
  times: number
): ReadonlyArray<TeamEvent> => {
  const events: Array<TeamEvent> = []
  for (let time = 0; time < times; time++) {
    const so = given(...history, ...events)
    const due = so.dueOf(stepName(step))
    if (due === undefined) break
    const at = due > so.team.updatedAt ? due : so.team.updatedAt
    const begins = begun(so.team.work.attempts + 1, step, at)
    events.push(begins, ...given(...history, ...events, begins).answered(step, outcome, at))
  }
  return events
}

export const begun = (attempt: number, step: Write, at: Timestamp): EventOf<"StepBegun"> => ({
  _tag: "StepBegun",
  attempt,
  step,
  giveUpAt: plus(at, timing.callDeadline),
  readFrom: plus(at, timing.operationDeadline),
  at
})

export const incident = new ImaginedWorld().incident
export const owner = personCalled(1)
export const standby = personCalled(2)
export const platformTeamId = PlatformTeamId.make("00000000-0000-4000-a000-000000000001")
export const by = somebody

/** A team was asked for: one owner, one standby owner, nobody else. */
export const teamRequested: EventOf<"TeamRequested"> = {
  _tag: "TeamRequested",
  id: teamId,
  incident,
  name: "INC-1042 Phishing",
  description: "Mail from nowhere",
  owners: [owner],
  standbyOwners: [standby],
  standIns: [],
  chores: ["page"],
  by,
  at: after(0)
}

export const requested: ReadonlyArray<TeamEvent> = [teamRequested]

/** The group was made in the first second. */
export const grouped: ReadonlyArray<TeamEvent> = [
  ...requested,
  begun(1, { _tag: "EnsureGroup", recover: false }, after(0)),
  { _tag: "GroupEnsured", platformTeamId, found: false, readyAt: after(6 * second), at: after(second) }
]

/** The team was put on the group after 6 seconds; the page isn't pinned yet. */
export const linked: ReadonlyArray<TeamEvent> = [
  ...grouped,
  begun(2, { _tag: "EnsureTeam" }, after(6 * second)),
  { _tag: "TeamEnsured", link: "https://teams.example/l/team", checkAt: after(day), at: after(7 * second) }
]

/** Open after 10 seconds, looked at after 11; the next look is due a day later. */
export const open: ReadonlyArray<TeamEvent> = [
  ...linked,
  begun(3, { _tag: "Do", chore: "page" }, after(8 * second)),
  { _tag: "ChoreDone", chore: "page", at: after(9 * second) },
  { _tag: "Provisioned", at: after(10 * second) },
  {
    _tag: "Verified",
    began: after(11 * second),
    owners: [owner.id],
    members: 1,
    nextAt: after(11 * second + day),
    expiration: { readAgainAt: after(11 * second + day) },
    at: after(11 * second)
  }
]

/** The incident was closed after an hour, and the archive call was begun. */
export const archiving: ReadonlyArray<TeamEvent> = [
  ...open,
  { _tag: "DesiredStateChanged", desiredState: "archived", generation: 2, at: after(hour) },
  begun(4, { _tag: "Archive" }, after(hour))
]

/** The platform named the operation. */
export const accepted: ReadonlyArray<TeamEvent> = [
  ...archiving,
  {
    _tag: "OperationAccepted",
    attempt: 4,
    operation: "operation-1",
    pollAt: after(hour + timing.pollEvery),
    at: after(hour)
  }
]

/** Archived after an hour and a minute, and looked at. */
export const archived: ReadonlyArray<TeamEvent> = [
  ...accepted,
  { _tag: "Archived", attempt: 4, at: after(hour + minute) },
  {
    _tag: "Verified",
    began: after(hour + minute),
    owners: [owner.id],
    members: 1,
    nextAt: after(hour + minute + day),
    expiration: { readAgainAt: after(hour + minute + day) },
    at: after(hour + minute)
  }
]

/** Open, then deleted in Teams; noticed after an hour. */
export const lost: ReadonlyArray<TeamEvent> = [...open, { _tag: "Lost", at: after(hour) }]

/** Another incident, and the team that it has or would have. */
export const otherIncident: IncidentSnapshot = {
  ...incident,
  id: IncidentId.make("soc~00000000-0000-4000-9000-000000002001"),
  number: 2_001,
  title: "Malware",
  etag: '"other"'
}
export const otherTeam = { id: TeamId.make("b".repeat(26)), name: "INC-2001 Malware" }

/** The other incident was to be linked after an hour. */
export const joining: ReadonlyArray<TeamEvent> = [
  ...open,
  {
    _tag: "LinkRequested",
    link: 1,
    target: otherTeam.id,
    incident: otherIncident,
    merge: true,
    lead: false,
    by,
    at: after(hour)
  }
]

/** Linked a second later. */
export const joined: ReadonlyArray<TeamEvent> = [
  ...joining,
  { _tag: "IncidentsLinked", link: 1, at: after(hour + second) }
]

/** After an hour, the incident was marked as merged into another one. */
export const marked: ReadonlyArray<TeamEvent> = [
  ...open,
  {
    _tag: "IncidentObserved",
    incident: { ...incident, status: "Closed", merged: {}, etag: '"merged"', lastModified: after(hour) },
    at: after(hour)
  }
]

/** After an hour, the other team took over everything by its link 7. */
export const mergedAway: ReadonlyArray<TeamEvent> = [
  ...open,
  { _tag: "TeamMerged", into: otherTeam, link: 7, confirmAt: after(hour + timing.mergeGrace), by, at: after(hour) }
]

/** A report of the write in flight, or of attempt 0, which never is. */
const reportOfWrite = (attempt: number, step: Write, outcome: Outcome, at: Timestamp): TeamCommand => ({
  _tag: "ReportWrite",
  attempt,
  step,
  outcome: outcome as WriteOutcome,
  at
})
