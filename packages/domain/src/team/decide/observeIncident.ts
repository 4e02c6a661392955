import { Result } from "effect"
import { defined } from "../../defined.ts"
import { plus } from "../../ids/Timestamp.ts"
import type { IncidentObservation } from "../../incident/IncidentObservation.ts"
import { isClosed } from "../../incident/IncidentStatus.ts"
import { supersedes } from "../../incident/IncidentVersion.ts"
import type { DesiredState, Team } from "../Team.ts"
import type { CommandOf } from "../TeamCommand.ts"
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
    ...(done === undefined ? [] : [record(done, situation.team)]),
    ...events
  ])

const record = (
  { act, by }: NonNullable<CommandOf<"ObserveIncident">["done"]>,
  { incident: { number } }: Team
): Happening => {
  return act._tag === "Deleted"
    ? { _tag: "IncidentDeleted", number, by }
    : { _tag: "IncidentChanged", number, etag: act.etag, changes: act.changes, by }
}

const follow = (observation: IncidentObservation, situation: Situation): Decision => {
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
