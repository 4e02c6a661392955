import { canonicalIncidentId, type FullIncidentId } from "@incident-teams/domain/ids/FullIncidentId"
import { type IncidentArmId, incidentNameOf } from "@incident-teams/domain/ids/IncidentArmId"
import { incidentIdOf } from "@incident-teams/domain/ids/IncidentId"
import { canReceiveHook } from "@incident-teams/domain/permissions/Permissions"
import { Effect, Schema } from "effect"
import { HookInbox } from "../feed/HookInbox.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import type { Session } from "../ports/Session.ts"

/** Refused: the incident is of a workspace that isn't configured here. */
export class WorkspaceNotServed extends Schema.TaggedError<WorkspaceNotServed>()("WorkspaceNotServed", {
  /** The incident's full ARM id, as it was given. */
  incident: Schema.String
}) {}

/**
 * A hook says that an incident changed. What it says about it isn't believed: the incident is read, in our own name and
 * soon, together with other reports about it until then. Answers with the incident's id.
 */
export const lookAgain = Effect.fn("lookAgain")(function* (session: Session, incident: IncidentArmId) {
  yield* Effect.fromResult(canReceiveHook(session.caller))
  const id = yield* servedIncident(incident)
  yield* (yield* HookInbox).offer(id)
  return id
})

/** The id of an incident here, by its full ARM id. */
const servedIncident = Effect.fnUntraced(function* (incident: IncidentArmId) {
  const { workspaces } = yield* IncidentSource
  const name = incidentNameOf(incident)
  const meant = compared(incident)
  const workspace = workspaces.find(({ fullIdOf }) => compared(fullIdOf(name)) === meant)
  return workspace === undefined ? yield* new WorkspaceNotServed({ incident }) : incidentIdOf(workspace.alias, name)
})

/** Without the workspace's provider, which Microsoft's own examples misspell (Microsoft.OperationalIinsights). */
const compared = (id: FullIncidentId): string =>
  canonicalIncidentId(id).replace(/\/providers\/[^/]+\/workspaces\//u, "/workspaces/")
