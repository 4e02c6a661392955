import type { AzureRightsSource } from "@incident-teams/application/ports/AzureRightsSource"
import type { IncidentDocuments } from "@incident-teams/application/ports/IncidentDocuments"
import type { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import { type ConflictingWorkspaces, sideBySide } from "@incident-teams/application/ports/sideBySide"
import { FullIncidentId } from "@incident-teams/domain/ids/FullIncidentId"
import { type IncidentId, partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Context, Effect, Layer } from "effect"
import { IncidentHand } from "./IncidentHand.ts"
import * as MemoryAzureRights from "./MemoryAzureRights.ts"
import * as MemoryIncidentSource from "./MemoryIncidentSource.ts"

interface Hands {
  readonly incidents: IncidentHand["Service"]
  readonly rights: MemoryAzureRights.RightsHand["Service"]
}

/**
 * A source of its own for each workspace, side by side, and one pair of hands for all of them. The first source has ARM
 * ids as Sentinel has; the others have ids of their own.
 */
export const layer = (
  workspaces: ReadonlyArray<WorkspaceAlias>
): Layer.Layer<
  IncidentSource | AzureRightsSource | IncidentDocuments | IncidentHand | MemoryAzureRights.RightsHand,
  ConflictingWorkspaces
> =>
  Layer.suspend(() => {
    const hands = new Map<WorkspaceAlias, Hands>()
    const sourceOf = (alias: WorkspaceAlias, index: number) =>
      Layer.effectDiscard(
        Effect.gen(function* () {
          hands.set(alias, { incidents: yield* IncidentHand, rights: yield* MemoryAzureRights.RightsHand })
        })
      ).pipe(
        Layer.provideMerge(
          MemoryIncidentSource.layer([
            index === 0 ? { alias } : { alias, fullIdOf: (name) => FullIncidentId.make(`memory/${alias}/${name}`) }
          ])
        ),
        Layer.provideMerge(MemoryAzureRights.layer([alias]))
      )
    return Layer.merge(
      sideBySide(Object.fromEntries(workspaces.map((alias, index) => [`Memory ${index + 1}`, sourceOf(alias, index)]))),
      handsOn(hands)
    )
  })

/** Each act is that of the workspace's own source. */
const handsOn = (hands: ReadonlyMap<WorkspaceAlias, Hands>) => {
  const at = (workspace: WorkspaceAlias): Hands => {
    const found = hands.get(workspace)
    if (found === undefined) throw new Error(`There is no workspace ${workspace}.`)
    return found
  }
  const about = (id: IncidentId) => at(partsOfIncidentId(id).workspace).incidents
  return Layer.succeedContext(
    Context.make(IncidentHand, {
      add: (workspace, incident) => at(workspace).incidents.add(workspace, incident),
      change: (id, change) => about(id).change(id, change),
      close: (id) => about(id).close(id),
      reopen: (id) => about(id).reopen(id),
      delete: (id) => about(id).delete(id),
      put: (id, belongings) => about(id).put(id, belongings),
      read: (id) => about(id).read(id),
      commentsOf: (id) => about(id).commentsOf(id)
    }).pipe(
      Context.add(MemoryAzureRights.RightsHand, {
        set: (caller, workspace, rights) => at(workspace).rights.set(caller, workspace, rights),
        assign: (caller, workspace, role) => at(workspace).rights.assign(caller, workspace, role),
        rightsOf: (caller, workspace) => at(workspace).rights.rightsOf(caller, workspace)
      })
    )
  )
}
