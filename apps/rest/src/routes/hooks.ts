import { lookAgain } from "@incident-teams/application/use-cases/lookAgain"
import { Effect } from "effect"
import type { HandlersOf } from "../contract/Handlers.ts"

export const hooks: HandlersOf<"hooks"> = {
  sentinel: ({ session, payload }) =>
    Effect.map(lookAgain(session, payload.object.id), (incidentId) => ({ incidentId }))
}
