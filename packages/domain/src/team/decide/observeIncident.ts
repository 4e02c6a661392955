import { plus, type Timestamp } from "../../ids/Timestamp.ts"
import type { IncidentObservation } from "../../incident/IncidentObservation.ts"
import { isClosed } from "../../incident/IncidentStatus.ts"
import { supersedes } from "../../incident/IncidentVersion.ts"
import type { Team, DesiredState } from "../Team.ts"
import type { TeamEvent } from "../TeamEvent.ts"
import type { Timing } from "../Timing.ts"
import { alreadySo, type Decision, happens } from "./Decision.ts"

/**
 * Follows the incident's state, never its history: what was in between two reads is of no interest. An incident that
 * was not there on two reads stays gone, whatever is read later.
 */
export const observeIncident = (
  observation: IncidentObservation,
  at: Timestamp,
  team: Team,
  timing: Timing
): Decision => {
  if (team.incident.gone) return alreadySo
  switch (observation._tag) {
    case "Gone":
      return missed(at, team, timing)
    case "Found": {
      const { incident } = observation
      const order = supersedes(team.incident, incident)
      if (order === "older") return alreadySo
      if (order === "same" && team.incident.checkAt === undefined) return alreadySo
      return happens(
        {
          _tag: "IncidentObserved",
          incident,
          ...(order === "newerAskAgain" ? { checkAt: plus(at, timing.confirmAfter) } : {}),
          at
        },
        ...wants(team, isClosed(incident.status) ? "archived" : "open", at)
      )
    }
  }
}

const missed = (at: Timestamp, team: Team, timing: Timing): Decision => {
  const { missedAt } = team.incident
  if (missedAt === undefined)
    return happens({ _tag: "IncidentMissed", checkAt: plus(at, timing.confirmMissingAfter), at })
  return at - missedAt < timing.confirmMissingAfter
    ? alreadySo
    : happens({ _tag: "IncidentGone", at }, ...wants(team, "archived", at))
}

const wants = (team: Team, desiredState: DesiredState, at: Timestamp): ReadonlyArray<TeamEvent> =>
  desiredState === team.desiredState
    ? []
    : [{ _tag: "DesiredStateChanged", desiredState, generation: team.generation + 1, at }]
