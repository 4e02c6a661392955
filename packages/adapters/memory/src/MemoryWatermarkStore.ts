import { WatermarkStore } from "@incident-teams/application/ports/WatermarkStore"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Clock, Effect, Layer, Option } from "effect"

/** What a store remembers. Outlives the store where a test wants to see a restart. */
export interface WatermarkData {
  readonly marks: Map<WorkspaceAlias, Timestamp>
  /** By matter, until when it is somebody's turn: milliseconds since the epoch. */
  readonly turns: Map<string, number>
}

export const noWatermarkData = (): WatermarkData => ({ marks: new Map(), turns: new Map() })

const storeOn = ({ marks, turns }: WatermarkData): WatermarkStore["Service"] => ({
  load: (workspace) => Effect.sync(() => Option.fromUndefinedOr(marks.get(workspace))),
  advance: (workspace, to) =>
    Effect.sync(() => {
      const before = marks.get(workspace)
      if (before === undefined || before < to) marks.set(workspace, to)
    }),
  acquireLock: (matter, everyMillis) =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      if ((turns.get(matter) ?? now) > now) return false
      turns.set(matter, now + everyMillis)
      return true
    })
})

/** A store on data that somebody else keeps. */
export const layerOn = (data: WatermarkData) => Layer.sync(WatermarkStore, () => storeOn(data))

/** A store that begins empty and is forgotten with its layer. */
export const layer = Layer.sync(WatermarkStore, () => storeOn(noWatermarkData()))
