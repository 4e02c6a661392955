import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Context, type Effect } from "effect"
import type { Session } from "../ports/Session.ts"

/** Somewhere with people and applications in known roles, and an administrator's hand behind the port's back. */
export class RightsStage extends Context.Service<
  RightsStage,
  {
    /** The workspace that the rights are on. */
    readonly workspace: WorkspaceAlias
    /** A person who may read incidents there, and change none (in Sentinel: Reader). */
    readonly reader: Session
    /** A person who may read and change them (in Sentinel: Responder). */
    readonly responder: Session
    /** A person who may do neither. */
    readonly stranger: Session
    /** An application that may read and change them. */
    readonly application: Session
    /** An application that may do neither. */
    readonly strangeApplication: Session
    /** An application that might change them, were it not denied that: in Azure by a deny assignment. */
    readonly deniedApplication: Session
    /** From now on may read them: in Azure by assigning Microsoft Sentinel Reader. */
    readonly makeReader: (session: Session) => Effect.Effect<void>
  }
>()("@incident-teams/application/testing/RightsStage") {}
