import { defined } from "../../defined.ts"
import { plus } from "../../ids/Timestamp.ts"
import type { IncidentObservation } from "../../incident/IncidentObservation.ts"
import { isClosed } from "../../incident/IncidentStatus.ts"
import { supersedes } from "../../incident/IncidentVersion.ts"
import type { DesiredState, Team } from "../Team.ts"
import { type Decision, type Happening, happens, nothingHappens, type Situation } from "./Decision.ts"

/**
 * Follows the incident's state, never its history: what happened between two reads is ignored. An incident that was
 * missing on two reads stays gone, even if it is read again later.
 */
export const observeIncident = (observation: IncidentObservation, situation: Situation): Decision => {
  const { team, at, timing } = situation
  if (team.incident.gone) return nothingHappens
  if (observation._tag === "Gone") return missIncident(situation)
  const { incident } = observation
  const order = supersedes(team.incident, incident)
  if (order === "older") return nothingHappens
  if (order === "same" && team.incident.checkAt === undefined) return nothingHappens
  const checkAt = order === "newerAskAgain" ? plus(at, timing.confirmAfter) : undefined
  return happens(
    { _tag: "IncidentObserved", ...defined({ incident, checkAt }) },
    ...changeDesiredState(team, isClosed(incident.status) ? "archived" : "open")
  )
}

const missIncident = ({ team, at, timing }: Situation): Decision => {
  const { missedAt } = team.incident
  if (missedAt === undefined) return happens({ _tag: "IncidentMissed", checkAt: plus(at, timing.confirmMissingAfter) })
  return at - missedAt < timing.confirmMissingAfter
    ? nothingHappens
    : happens({ _tag: "IncidentGone" }, ...changeDesiredState(team, "archived"))
}

const changeDesiredState = (team: Team, desiredState: DesiredState): ReadonlyArray<Happening> =>
  desiredState === team.desiredState
    ? []
    : [{ _tag: "DesiredStateChanged", desiredState, generation: team.generation + 1 }]
