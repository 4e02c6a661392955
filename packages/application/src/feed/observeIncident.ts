import { defined } from "@incident-teams/domain/defined"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { IncidentObservation } from "@incident-teams/domain/incident/IncidentObservation"
import type { CommandOf } from "@incident-teams/domain/team/TeamCommand"
import { Effect, Option } from "effect"
import { changeTeam } from "../changes/decideAndCommit.ts"
import { Deployment } from "../deployment/Deployment.ts"
import { teamServing } from "../links/servingTeam.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"

type Done = NonNullable<CommandOf<"ObserveIncident">["done"]>

/** Reads an incident in our own name and lets its team follow. Nothing happens for an incident without a team. */
export const observeIncident = Effect.fn("observeIncident")(function* (id: IncidentId, done?: Done) {
  if (Option.isNone(yield* teamServing(id))) return
  yield* followIncident(id, yield* (yield* IncidentSource).observe(id), done)
})

/** Lets an incident's team follow what was just read, and record what a caller of ours did to the incident before. */
export const followIncident = Effect.fnUntraced(function* (
  id: IncidentId,
  observation: IncidentObservation,
  done?: Done
) {
  const serving = Option.getOrUndefined(yield* teamServing(id))
  if (serving === undefined) return
  const followed = yield* asFollowed(observation)
  yield* changeTeam(serving.id, (_, at) => ({
    _tag: "ObserveIncident",
    observation: followed,
    ...defined({ done }),
    at
  }))
})

/** With MERGE=off a closed incident is closed, also if it is marked as merged. */
export const asFollowed = (observation: IncidentObservation): Effect.Effect<IncidentObservation, never, Deployment> =>
  Effect.map(Deployment, ({ merges }) => {
    if (merges !== "off" || observation._tag === "Gone") return observation
    const { merged: _, ...incident } = observation.incident
    return { ...observation, incident }
  })
