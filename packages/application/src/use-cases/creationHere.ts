import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { Effect } from "effect"
import type { Visitor } from "../ports/Session.ts"
import { creationRules, mayCreateTeam, ownerToCome } from "./allowedCreation.ts"
import { workspaceFacts } from "./standing.ts"

/** Whether a person may create the incident's team; undefined while that can't be found out. */
export const creationHere = Effect.fn("creationHere")(function* (visitor: Visitor, id: IncidentId) {
  return yield* Effect.all([workspaceFacts(visitor, id), creationRules(visitor)]).pipe(
    Effect.map(([facts, rules]) => mayCreateTeam(facts, rules, ownerToCome)),
    Effect.orElseSucceed(() => undefined)
  )
})
