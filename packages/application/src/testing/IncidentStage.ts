import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import type { KnownIncidentStatus } from "@incident-teams/domain/incident/IncidentStatus"
import type { KnownSeverity } from "@incident-teams/domain/incident/Severity"
import { Context, type Effect } from "effect"
import type { Session } from "../ports/Session.ts"

/** Where incidents are kept, as far as the suite needs it: who is known there, and a hand behind the port's back. */
export class IncidentStage extends Context.Service<
  IncidentStage,
  {
    /** One that is configured. */
    readonly workspace: WorkspaceAlias
    /** Another one that is configured too. */
    readonly otherWorkspace: WorkspaceAlias
    /** A person who may read incidents on both, and change none (in Sentinel: Reader). */
    readonly reader: Session
    /** A person who may read and change incidents on both (in Sentinel: Responder). */
    readonly responder: Session
    /** A person who may do neither on either. */
    readonly stranger: Session
    /** An application: reads and writes as Incident Teams itself. */
    readonly application: Session
    /** Adds a new incident, as a detection does. */
    readonly add: (
      workspace: WorkspaceAlias,
      incident: {
        readonly title: string
        readonly description?: string
        readonly severity?: KnownSeverity
        readonly labels?: ReadonlyArray<string>
        /** Made by Microsoft Defender, which has an id of its own for it. Default: false. Ignored by other sources. */
        readonly fromDefender?: boolean
      }
    ) => Effect.Effect<IncidentId>
    /** Closing classifies it as a true positive. */
    readonly change: (
      id: IncidentId,
      change: { readonly title?: string; readonly status?: KnownIncidentStatus; readonly severity?: KnownSeverity }
    ) => Effect.Effect<void>
    /** Deletes for good. */
    readonly delete: (id: IncidentId) => Effect.Effect<void>
    /**
     * An incident with an alert, an entity of the kind Account, a bookmark, a relation, a task to be done and one that
     * is done, at least; the same every time.
     */
    readonly investigated: Effect.Effect<IncidentId>
  }
>()("@incident-teams/application/testing/IncidentStage") {}
