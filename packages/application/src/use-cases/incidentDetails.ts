import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import { canReadIncident } from "@incident-teams/domain/permissions/Permissions"
import { Effect, Option } from "effect"
import { now } from "../changes/decideAndCommit.ts"
import { teamServing } from "../links/servingTeam.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import { asSystem, type Visitor } from "../ports/Session.ts"
import type { Stored } from "../ports/TeamStore.ts"
import { IncidentParts, type Parts } from "../recent/IncidentParts.ts"
import { standingIn, workspaceFacts } from "./standing.ts"

/** Everything that Sentinel returns about an incident. */
export interface IncidentDetails {
  readonly incident: Incident
  readonly parts: Parts
  readonly team: Stored | undefined
  readonly asOf: Timestamp
}

/**
 * The incident's team, if it has one, for callers who may see the incident. Membership counts first: it is ours to know,
 * so that a member is let in while Azure can't be asked.
 */
export const readableIncident = Effect.fnUntraced(function* (visitor: Visitor, id: IncidentId) {
  const team = Option.getOrUndefined(yield* teamServing(id))
  const standing = team === undefined ? "none" : yield* standingIn(visitor, team)
  if (standing === "none") {
    yield* Effect.fromResult(canReadIncident({ ...(yield* workspaceFacts(visitor, id)), standing }))
  }
  return team
})

/**
 * The incident with everything that belongs to it. Read in our own name, as a member of its team may have no right in
 * Sentinel. Each part that can't be read says so by itself, and the others are returned.
 */
export const readIncidentDetails = Effect.fn("readIncidentDetails")(function* (visitor: Visitor, id: IncidentId) {
  const team = yield* readableIncident(visitor, id)
  const incident = yield* (yield* IncidentSource).get(id, asSystem)
  const parts = yield* (yield* IncidentParts).read(id, incident.etag)
  const details: IncidentDetails = { incident, parts, team, asOf: yield* now }
  return details
})
