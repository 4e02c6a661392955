import { WatermarkStore } from "@incident-teams/application/ports/WatermarkStore"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Effect, Layer, Option } from "effect"

/** What a store remembers. Outlives the store where a test wants to see a restart. */
export type WatermarkData = Map<WorkspaceAlias, Timestamp>

const storeOn = (data: WatermarkData): WatermarkStore["Service"] => ({
  load: (workspace) => Effect.sync(() => Option.fromUndefinedOr(data.get(workspace))),
  advance: (workspace, to) =>
    Effect.sync(() => {
      const before = data.get(workspace)
      if (before === undefined || before < to) data.set(workspace, to)
    })
})

/** A store on data that somebody else keeps. */
export const layerOn = (data: WatermarkData) => Layer.sync(WatermarkStore, () => storeOn(data))

/** A store that begins empty and is forgotten with its layer. */
export const layer = Layer.sync(WatermarkStore, () => storeOn(new Map()))
