import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Context, type Effect } from "effect"
import type { Session } from "../ports/Session.ts"

/** Somewhere with people and applications in known roles, and an administrator's hand behind the port's back. */
export class RightsStage extends Context.Service<
  RightsStage,
  {
    readonly workspace: WorkspaceAlias
    /** People with Microsoft Sentinel Reader and Responder on `workspace`, and one without any role. */
    readonly reader: Session
    readonly responder: Session
    readonly stranger: Session
    /** Applications with Microsoft Sentinel Responder on `workspace`, and without any role. */
    readonly application: Session
    readonly strangeApplication: Session
    /** An application with Microsoft Sentinel Responder, to which a deny assignment denies incidents/write. */
    readonly deniedApplication: Session
    /** Assigns Microsoft Sentinel Reader. */
    readonly makeReader: (session: Session) => Effect.Effect<void>
  }
>()("@incident-teams/application/testing/RightsStage") {}
