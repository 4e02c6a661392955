import { defined } from "@incident-teams/domain/defined"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { IncidentObservation } from "@incident-teams/domain/incident/IncidentObservation"
import type { CommandOf } from "@incident-teams/domain/team/TeamCommand"
import { Effect, Option } from "effect"
import { changeTeam } from "../changes/decideAndCommit.ts"
import { teamOfIncident } from "../deployment/teamOfIncident.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import { TeamStore } from "../ports/TeamStore.ts"

type Done = NonNullable<CommandOf<"ObserveIncident">["done"]>

/** Reads an incident in our own name and lets its team follow. Nothing happens for an incident without a team. */
export const observeIncident = Effect.fn("observeIncident")(function* (id: IncidentId, done?: Done) {
  const team = yield* teamOfIncident(id)
  if (Option.isNone(yield* (yield* TeamStore).load(team))) return
  yield* followIncident(id, yield* (yield* IncidentSource).observe(id), done)
})

/** Lets an incident's team follow what was just read, and record what a caller of ours did to the incident before. */
export const followIncident = Effect.fnUntraced(function* (
  id: IncidentId,
  observation: IncidentObservation,
  done?: Done
) {
  const team = yield* teamOfIncident(id)
  yield* changeTeam(team, (_, at) => ({ _tag: "ObserveIncident", observation, ...defined({ done }), at })).pipe(
    Effect.catchTag("TeamNotStored", () => Effect.void)
  )
})
