import { Result } from "effect"
import { defined } from "../../defined.ts"
import type { IncidentId } from "../../ids/IncidentId.ts"
import { plus, type Timestamp } from "../../ids/Timestamp.ts"
import type { IncidentObservation, IncidentSnapshot } from "../../incident/IncidentObservation.ts"
import { isClosed } from "../../incident/IncidentStatus.ts"
import { supersedes } from "../../incident/IncidentVersion.ts"
import { incidentIn, isOpen } from "../served.ts"
import type { Team } from "../Team.ts"
import type { CommandOf } from "../TeamCommand.ts"
import type { TeamIncident } from "../TeamIncident.ts"
import { type Decision, type Happening, happens, nothingHappens, type Situation } from "./Decision.ts"

/**
 * Follows the incident's state, never its history: what happened between two reads is ignored. An incident that was
 * missing on two reads stays gone, even if it is read again later.
 */
export const observeIncident = (
  observation: IncidentObservation,
  situation: Situation,
  done?: CommandOf<"ObserveIncident">["done"]
): Decision =>
  done === undefined
    ? follow(observation, situation, false)
    : // Recorded even if a newer state was read by now: that doesn't undo that someone did it.
      Result.map(follow(observation, situation, closes(done)), (events) => [
        record(done, observation, situation.team),
        ...events
      ])

type Done = NonNullable<CommandOf<"ObserveIncident">["done"]>

const closes = ({ act }: Done): boolean =>
  act._tag === "Changed" && act.changes.status !== undefined && isClosed(act.changes.status.to)

const idOf = (observation: IncidentObservation): IncidentId =>
  observation._tag === "Gone" ? observation.id : observation.incident.id

const record = ({ act, by }: Done, observation: IncidentObservation, team: Team): Happening => {
  const { number } = incidentIn(team, idOf(observation)) ?? team.incident
  return act._tag === "Deleted"
    ? { _tag: "IncidentDeleted", number, by }
    : { _tag: "IncidentChanged", number, etag: act.etag, changes: act.changes, by }
}

/** `closedHere`: it was closed through Incident Teams just before, which needs no grace. */
const follow = (observation: IncidentObservation, situation: Situation, closedHere: boolean): Decision => {
  const { team, at, timing } = situation
  const known = incidentIn(team, idOf(observation))
  // Unlinked meanwhile.
  if (known === undefined || known.gone) return nothingHappens
  if (observation._tag === "Gone") return missIncident(known, situation)
  const { incident } = observation
  const order = supersedes(known, incident)
  if (order === "older" || (order === "same" && known.checkAt === undefined)) {
    return closedHere ? happens(...graceEnded(known)) : nothingHappens
  }
  const checkAt = order === "newerAskAgain" ? plus(at, timing.confirmAfter) : undefined
  const graceUntil = closedHere ? undefined : graceFor(known, incident, situation)
  return happens({ _tag: "IncidentObserved", ...defined({ incident, checkAt, graceUntil }) })
}

/**
 * Until when an incident that was only seen closed counts as open. It has one grace, and none where it counted as closed
 * before or the team is archived anyway; one that is marked as merged is searched for instead.
 */
const graceFor = (
  known: TeamIncident,
  { status, merged }: IncidentSnapshot,
  { team, at, timing }: Situation
): Timestamp | undefined => {
  if (!isClosed(status) || merged !== undefined || !isOpen(known) || team.phase === "archived") return undefined
  const until = known.graceUntil ?? plus(at, timing.closeGrace)
  return until > at ? until : undefined
}

const graceEnded = ({ id, graceUntil }: TeamIncident): ReadonlyArray<Happening> =>
  graceUntil === undefined ? [] : [{ _tag: "GraceEnded", incident: id }]

/** What follows from a read at the end of a grace: if it didn't show the incident's state, what was last seen counts. */
export const endGrace = (id: IncidentId, { team, at }: Situation, decision: Decision): Decision =>
  Result.map(decision, (events) => {
    const known = incidentIn(team, id)
    return known?.graceUntil === undefined ||
      known.graceUntil > at ||
      events.some(({ _tag }) => _tag === "IncidentObserved")
      ? events
      : [...events, ...graceEnded(known)]
  })

const missIncident = ({ id, missedAt }: TeamIncident, { team, at, timing }: Situation): Decision => {
  const incident = id === team.incident.id ? undefined : id
  if (missedAt === undefined) {
    return happens({ _tag: "IncidentMissed", ...defined({ incident, checkAt: plus(at, timing.confirmMissingAfter) }) })
  }
  return at - missedAt < timing.confirmMissingAfter
    ? nothingHappens
    : happens({ _tag: "IncidentGone", ...defined({ incident }) })
}
