import { AzureRightsSource } from "@incident-teams/application/ports/AzureRightsSource"
import { UnknownWorkspace } from "@incident-teams/application/ports/IncidentSource"
import type { ApplicationId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { type AzurePermission, type AzureRights, noAzureRights } from "@incident-teams/domain/permissions/AzureActions"
import { Context, Effect, Layer } from "effect"

/** Who has which Azure rights: the hand of an administrator, behind the port's back. */
export class RightsHand extends Context.Service<
  RightsHand,
  {
    /** Replaces what the caller has on the workspace. */
    readonly set: (caller: PersonId | ApplicationId, workspace: WorkspaceAlias, rights: AzureRights) => void
    /** Adds a role to what the caller has on the workspace. */
    readonly assign: (caller: PersonId | ApplicationId, workspace: WorkspaceAlias, role: AzurePermission) => void
    /** What the caller has, without asking the port: nothing unless it was given. */
    readonly rightsOf: (caller: PersonId | ApplicationId, workspace: WorkspaceAlias) => AzureRights
  }
>()("@incident-teams/adapter-memory/RightsHand") {}

/** Rights that are simply known. Nothing is remembered, so a change counts at once. */
export const layer = (workspaces: ReadonlyArray<WorkspaceAlias>): Layer.Layer<AzureRightsSource | RightsHand> =>
  Layer.effectContext(
    Effect.sync(() => {
      const rights = new Map<string, AzureRights>()

      const keyOf = (caller: string, workspace: WorkspaceAlias) => `${workspace}~${caller}`
      const rightsOf = (caller: PersonId | ApplicationId, workspace: WorkspaceAlias) =>
        rights.get(keyOf(caller, workspace)) ?? noAzureRights

      const hand = RightsHand.of({
        set: (caller, workspace, given) => {
          rights.set(keyOf(caller, workspace), given)
        },
        assign: (caller, workspace, role) => {
          const { granted, denied } = rightsOf(caller, workspace)
          rights.set(keyOf(caller, workspace), { granted: [...granted, role], denied })
        },
        rightsOf
      })

      const source = AzureRightsSource.of({
        rightsOf: (visitor, workspace) =>
          Effect.suspend(() =>
            workspaces.includes(workspace)
              ? Effect.succeed(rightsOf(visitor.caller.id, workspace))
              : Effect.fail(new UnknownWorkspace({ workspace }))
          )
      })

      return Context.make(AzureRightsSource, source).pipe(Context.add(RightsHand, hand))
    })
  )
