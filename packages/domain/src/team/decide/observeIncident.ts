import { Result } from "effect"
import { defined } from "../../defined.ts"
import { plus } from "../../ids/Timestamp.ts"
import type { IncidentObservation } from "../../incident/IncidentObservation.ts"
import { supersedes } from "../../incident/IncidentVersion.ts"
import { incidentIn } from "../served.ts"
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
  Result.map(follow(observation, situation), (events) => [
    // Recorded even if a newer state was read by now: that doesn't undo that someone did it.
    ...(done === undefined ? [] : [record(done, observation, situation.team)]),
    ...events
  ])

const record = (
  { act, by }: NonNullable<CommandOf<"ObserveIncident">["done"]>,
  observation: IncidentObservation,
  team: Team
): Happening => {
  const id = observation._tag === "Gone" ? observation.id : observation.incident.id
  const { number } = incidentIn(team, id) ?? team.incident
  return act._tag === "Deleted"
    ? { _tag: "IncidentDeleted", number, by }
    : { _tag: "IncidentChanged", number, etag: act.etag, changes: act.changes, by }
}

const follow = (observation: IncidentObservation, situation: Situation): Decision => {
  const { team, at, timing } = situation
  const known = incidentIn(team, observation._tag === "Gone" ? observation.id : observation.incident.id)
  // Unlinked meanwhile.
  if (known === undefined || known.gone) return nothingHappens
  if (observation._tag === "Gone") return missIncident(known, situation)
  const { incident } = observation
  const order = supersedes(known, incident)
  if (order === "older") return nothingHappens
  if (order === "same" && known.checkAt === undefined) return nothingHappens
  const checkAt = order === "newerAskAgain" ? plus(at, timing.confirmAfter) : undefined
  return happens({ _tag: "IncidentObserved", ...defined({ incident, checkAt }) })
}

const missIncident = ({ id, missedAt }: TeamIncident, { team, at, timing }: Situation): Decision => {
  const incident = id === team.incident.id ? undefined : id
  if (missedAt === undefined) {
    return happens({ _tag: "IncidentMissed", ...defined({ incident, checkAt: plus(at, timing.confirmMissingAfter) }) })
  }
  return at - missedAt < timing.confirmMissingAfter
    ? nothingHappens
    : happens({ _tag: "IncidentGone", ...defined({ incident }) })
}
