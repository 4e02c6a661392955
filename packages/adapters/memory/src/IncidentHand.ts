import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import type { Alert } from "@incident-teams/domain/incident/Alert"
import type { Bookmark } from "@incident-teams/domain/incident/Bookmark"
import type { Entity } from "@incident-teams/domain/incident/Entity"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import type { IncidentComment } from "@incident-teams/domain/incident/IncidentComment"
import type { IncidentRelation } from "@incident-teams/domain/incident/IncidentRelation"
import type { IncidentTask } from "@incident-teams/domain/incident/IncidentTask"
import { Context, type Effect } from "effect"

/** What an incident is made of. What isn't named is made up: new, of medium severity, with the next number. */
export type NewIncident = Partial<Omit<Incident, "id" | "armId" | "etag" | "number" | "created" | "lastModified">> & {
  /** The resource name; default: a GUID made of the number. */
  readonly name?: string
}

/** A change made in the portal. What isn't named stays. */
export type PortalChange = Omit<NewIncident, "name">

/** What belongs to an incident, but for comments, which come over the port. */
export interface Belongings {
  readonly alerts: ReadonlyArray<Alert>
  readonly entities: ReadonlyArray<Entity>
  readonly bookmarks: ReadonlyArray<Bookmark>
  readonly tasks: ReadonlyArray<IncidentTask>
  readonly relations: ReadonlyArray<IncidentRelation>
}

/** What people and Sentinel itself do to incidents behind the port's back. */
export class IncidentHand extends Context.Service<
  IncidentHand,
  {
    readonly add: (workspace: WorkspaceAlias, incident?: NewIncident) => Effect.Effect<Incident>
    /** Also moves `etag` and `lastModified`. Dies when there is no such incident. */
    readonly change: (id: IncidentId, change: PortalChange) => Effect.Effect<Incident>
    /** Closes it as a true positive. */
    readonly close: (id: IncidentId) => Effect.Effect<Incident>
    /** Makes it Active again, without classification. */
    readonly reopen: (id: IncidentId) => Effect.Effect<Incident>
    readonly delete: (id: IncidentId) => Effect.Effect<void>
    /** What belongs to it from now on; kinds that aren't named stay as they are. Counts follow. */
    readonly put: (id: IncidentId, belongings: Partial<Belongings>) => Effect.Effect<void>
    /** As it is, without asking the port; undefined when there is none. */
    readonly read: (id: IncidentId) => Effect.Effect<Incident | undefined>
    readonly commentsOf: (id: IncidentId) => Effect.Effect<ReadonlyArray<IncidentComment>>
  }
>()("@incident-teams/adapter-memory/IncidentHand") {}
