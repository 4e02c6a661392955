import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { canEditIncident } from "@incident-teams/domain/permissions/Permissions"
import { Effect } from "effect"
import { IncidentSource } from "../ports/IncidentSource.ts"
import { asCaller, type Session } from "../ports/Session.ts"
import { workspaceFacts } from "./standing.ts"

/** The incident, if the caller may change it. */
export const editableIncident = Effect.fnUntraced(function* (session: Session, id: IncidentId) {
  yield* Effect.fromResult(canEditIncident(yield* workspaceFacts(session, id)))
  return yield* (yield* IncidentSource).get(id, asCaller(session))
})
