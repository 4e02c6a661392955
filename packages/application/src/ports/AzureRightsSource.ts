import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import type { AzureRights } from "@incident-teams/domain/permissions/AzureActions"
import { Context, type Effect, Schema } from "effect"
import type { NotAuthorized, UnknownWorkspace } from "./IncidentSource.ts"
import { InstallationTrouble } from "./InstallationTrouble.ts"
import type { Visitor } from "./Session.ts"

/** Azure can't be asked right now. May pass; `trouble`: only once the installation was mended. Nothing is allowed meanwhile. */
export class RightsUnavailable extends Schema.TaggedError<RightsUnavailable>()("RightsUnavailable", {
  reason: Schema.String,
  trouble: Schema.optionalKey(InstallationTrouble),
  afterMillis: Schema.optionalKey(Schema.Int),
  cause: Schema.Defect()
}) {}

/** What Azure lets a caller do on a workspace. */
export class AzureRightsSource extends Context.Service<
  AzureRightsSource,
  {
    /**
     * For a person with a token: what Azure says to it. For anybody else (an application, a person who signed in at
     * the page): what follows from their role and deny assignments, groups included. A right that was taken away may count
     * for seconds (`recent/RecentRights.ts`); one that was given to a caller without any counts at once. Fails with
     * NotAuthorized where the caller can't act at all, such as with a disabled account.
     */
    rightsOf(
      visitor: Visitor,
      workspace: WorkspaceAlias
    ): Effect.Effect<AzureRights, UnknownWorkspace | NotAuthorized | RightsUnavailable>
  }
>()("@incident-teams/application/ports/AzureRightsSource") {}
