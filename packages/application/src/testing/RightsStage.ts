import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Context, type Effect } from "effect"
import type { Session } from "../ports/Session.ts"

/** Somewhere with people and applications in known roles, and an administrator's hand behind the port's back. */
export class RightsStage extends Context.Service<
  RightsStage,
  {
    /** The workspace that the rights are on. */
    readonly workspace: WorkspaceAlias
    /** A person with Microsoft Sentinel Reader on `workspace`. */
    readonly reader: Session
    /** A person with Microsoft Sentinel Responder on `workspace`. */
    readonly responder: Session
    /** A person without any role. */
    readonly stranger: Session
    /** An application with Microsoft Sentinel Responder on `workspace`. */
    readonly application: Session
    /** An application without any role. */
    readonly strangeApplication: Session
    /** An application with Microsoft Sentinel Responder, to which a deny assignment denies incidents/write. */
    readonly deniedApplication: Session
    /** Assigns Microsoft Sentinel Reader. */
    readonly makeReader: (session: Session) => Effect.Effect<void>
  }
>()("@incident-teams/application/testing/RightsStage") {}
