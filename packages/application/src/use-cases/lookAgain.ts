import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { canReceiveHook } from "@incident-teams/domain/permissions/Permissions"
import { Effect } from "effect"
import type { Session } from "../ports/Session.ts"
import { observeIncident } from "./observeIncident.ts"

/** A hook says that an incident changed. What it says about it isn't believed: the incident is read, in our own name. */
export const lookAgain = Effect.fn("lookAgain")(function* (session: Session, id: IncidentId) {
  yield* Effect.fromResult(canReceiveHook(session.caller))
  yield* observeIncident(id)
})
