import { EndedSessions } from "@incident-teams/application/ports/EndedSessions"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { Clock, Effect, Layer } from "effect"

/** When each would have ended by itself. Outlives the store where a test wants to see a restart. */
export type EndedSessionsData = Map<string, Timestamp>

const storeOn = (data: EndedSessionsData): EndedSessions["Service"] => ({
  end: (id, expiresAt) =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      for (const [other, until] of data) if (until <= now) data.delete(other)
      data.set(id, expiresAt)
    }),
  isEnded: (id) => Effect.sync(() => data.has(id))
})

/** A store on data that someone else keeps. */
export const layerOn = (data: EndedSessionsData) => Layer.sync(EndedSessions, () => storeOn(data))

/** A store that begins empty and is forgotten with its layer. */
export const layer = Layer.sync(EndedSessions, () => storeOn(new Map()))
