import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { IncidentObservation } from "@incident-teams/domain/incident/IncidentObservation"
import { Effect, Option } from "effect"
import { changeTeam } from "../changes/decideAndCommit.ts"
import { teamOfIncident } from "../deployment/teamOfIncident.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import { TeamStore } from "../ports/TeamStore.ts"

/** Reads an incident in our own name and lets its team follow. Nothing happens for an incident without a team. */
export const observeIncident = Effect.fn("observeIncident")(function* (id: IncidentId) {
  const team = yield* teamOfIncident(id)
  if (Option.isNone(yield* (yield* TeamStore).load(team))) return
  yield* followIncident(id, yield* (yield* IncidentSource).observe(id))
})

/** Lets an incident's team follow what was just read. */
export const followIncident = Effect.fnUntraced(function* (id: IncidentId, observation: IncidentObservation) {
  const team = yield* teamOfIncident(id)
  yield* changeTeam(team, (_, at) => ({ _tag: "ObserveIncident", observation, at })).pipe(
    Effect.catchTag("TeamNotStored", () => Effect.void)
  )
})
