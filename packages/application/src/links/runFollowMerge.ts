import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { IncidentSnapshot } from "@incident-teams/domain/incident/IncidentObservation"
import { isClosed } from "@incident-teams/domain/incident/IncidentStatus"
import type { ReadOutcome } from "@incident-teams/domain/team/Outcome"
import { incidentIn, isServed } from "@incident-teams/domain/team/served"
import type { Team } from "@incident-teams/domain/team/Team"
import { Effect, Option } from "effect"
import { changeTeam } from "../changes/decideAndCommit.ts"
import { Deployment } from "../deployment/Deployment.ts"
import { teamOfIncident } from "../deployment/teamOfIncident.ts"
import { askPerson, findSurvivor } from "../merges/findSurvivor.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import { servingTeam } from "./servingTeam.ts"

/** Finds the incident that continues a merged one, and has the two served by one team. */
export const runFollowMerge = Effect.fnUntraced(function* (team: Team, id: IncidentId) {
  const { merges } = yield* Deployment
  const observation = yield* (yield* IncidentSource).observe(id)
  if (
    observation._tag === "Gone" ||
    !isClosed(observation.incident.status) ||
    observation.incident.merged === undefined
  ) {
    const outcome: ReadOutcome = { _tag: "IncidentRead", observation }
    return outcome
  }
  const { incident } = observation
  const chosen = incidentIn(team, id)?.merge?.chosen
  if (chosen !== undefined) return yield* meetChosen(team, incident, chosen.id)
  switch (merges) {
    case "off":
      return { _tag: "NotMerged" } satisfies ReadOutcome
    case "ask":
      return {
        _tag: "PersonDecides",
        reason: `Incident ${incident.number} was merged into another one, and merges are not followed (MERGE=ask).`,
        remedy: "Choose the incident that continues it, or say that there is none."
      } satisfies ReadOutcome
    case "follow":
      return yield* follow(team, incident)
  }
})

/** A person's decision overrides the setting and the marks. */
const meetChosen = Effect.fnUntraced(function* (team: Team, merged: IncidentSnapshot, id: IncidentId) {
  const survivor = yield* (yield* IncidentSource).observe(id)
  if (survivor._tag === "Found") return yield* meet(team, merged, survivor.incident)
  const outcome: ReadOutcome = {
    _tag: "PersonDecides",
    reason: "The incident that was chosen to continue the merged one doesn't exist any more.",
    remedy: "Choose another one, or say that there is none."
  }
  return outcome
})

const follow = Effect.fnUntraced(function* (team: Team, merged: IncidentSnapshot) {
  const found = yield* findSurvivor(merged)
  switch (found._tag) {
    case "NotMerged":
      return { _tag: "NotMerged" } satisfies ReadOutcome
    case "NotKnownYet":
      return {
        _tag: "SurvivorUnknown",
        reason: found.reason,
        remedy: askPerson,
        lags: true
      } satisfies ReadOutcome
    case "CantBeAsked":
      return { ...found, _tag: "SurvivorUnknown", lags: false } satisfies ReadOutcome
    case "NoEnd":
      return { ...found, _tag: "PersonDecides" } satisfies ReadOutcome
    case "Found":
      return yield* meet(team, merged, found.incident)
  }
})

/** By which team the survivor is served. Another one is asked to take over what this one serves. */
const meet = Effect.fnUntraced(function* (team: Team, merged: IncidentSnapshot, survivor: IncidentSnapshot) {
  const target = yield* teamOfIncident(survivor.id)
  const serving = Option.getOrUndefined(yield* servingTeam(target))
  const survives = (served: "here" | "nowhere" | "elsewhere"): ReadOutcome => ({
    _tag: "SurvivorFound",
    survivor,
    target,
    served
  })
  if (serving === undefined) return survives("nowhere")
  if (serving.id === team.id) {
    const here = incidentIn(team, survivor.id)
    return survives(here !== undefined && isServed(team, here) ? "here" : "elsewhere")
  }
  return yield* changeTeam(serving.id, (_, at) => ({
    _tag: "LinkIncident",
    incident: merged,
    target: team.id,
    merge: true,
    lead: false,
    by: { _tag: "System" },
    at
  })).pipe(
    Effect.as(survives("elsewhere")),
    Effect.catchTags({
      // Asked before, or not at its end yet.
      ServedAlready: () => Effect.succeed(survives("elsewhere")),
      TeamIsMerged: () => Effect.succeed(survives("elsewhere")),
      TooManyIncidents: () =>
        Effect.succeed<ReadOutcome>({
          _tag: "PersonDecides",
          reason: `The team "${serving.team.name}" of incident ${survivor.number} has as many incidents as a team can have.`,
          remedy: "Unlink some there; then retry."
        })
    })
  )
})
