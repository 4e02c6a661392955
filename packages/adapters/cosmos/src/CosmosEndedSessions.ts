import { EndedSessions } from "@incident-teams/application/ports/EndedSessions"
import { Clock, Effect, Layer, Option } from "effect"
import { CosmosDatabase, layer as databaseLayer } from "./CosmosDatabase.ts"
import { persistently, persistentWrite } from "./wire/persistently.ts"

const itemId = "ended"

/** A person's id is a GUID, so no person's partition is a session's. */
const partitionOf = (session: string): string => `session ${session}`

/** How long an end is still there after the session has expired, in seconds: nobody's clock is quite right. */
const grace = 3_600

const make = Effect.gen(function* () {
  const { users } = yield* CosmosDatabase
  const found = (session: string) => users.read(partitionOf(session), itemId)

  return EndedSessions.of({
    end: (session, expiresAt) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        const owner = partitionOf(session)
        // Cosmos DB removes it some time after it has expired: `ttl` counts from this write, in seconds.
        const ttl = Math.max(1, Math.ceil((expiresAt - now) / 1_000)) + grace
        const create = { operationType: "Create", resourceBody: { id: itemId, owner, ttl } } as const
        return persistentWrite(
          Effect.asVoid(users.batch(owner, [create])),
          Effect.map(found(session), Option.asVoid)
        ).pipe(
          // It was ended before.
          Effect.catchTags({ Conflict: () => Effect.void, Missing: Effect.die, Stale: Effect.die })
        )
      }),
    isEnded: (session) => Effect.map(persistently(found(session)), Option.isSome)
  })
})

/** On a database that is provided; with the other stores on the same one, they share its client and its session. */
export const layerOn = Layer.effect(EndedSessions, make)

/** In the configured account. */
export const layer = Layer.provide(layerOn, databaseLayer)
