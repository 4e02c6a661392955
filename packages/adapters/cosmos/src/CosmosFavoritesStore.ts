import type { OperationInput } from "@azure/cosmos"
import { FavoritesStore, StaleFavorites, type StoredFavorites } from "@incident-teams/application/ports/FavoritesStore"
import { favoritesCodec } from "@incident-teams/application/records/FavoritesCodec"
import { freshId } from "@incident-teams/application/tracing/freshId"
import { noFavorites } from "@incident-teams/domain/favorites/Favorites"
import type { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { Effect, Layer, Option, Schema } from "effect"
import type { Read } from "./CosmosContainer.ts"
import { CosmosDatabase, layer as databaseLayer } from "./CosmosDatabase.ts"
import { itemAs, Recorded, recorded, valueOf } from "./storedRecord.ts"
import { persistently, persistentWrite } from "./wire/persistently.ts"

/** Spelled as it was first stored. */
const itemId = "favourites"

/** `write`: tells one write from another that holds the same, so that one whose answer was lost is recognized. */
const FavoritesItem = Schema.Struct({ write: Schema.String, record: Recorded })

/** The version of what isn't stored yet. */
const none = "none"
const etagShape = /^"[^"]+"$/u

const storedIn = (owner: PersonId, { item, etag }: Read): StoredFavorites => ({
  version: etag,
  favorites: valueOf(favoritesCodec, owner, itemAs("favorites", FavoritesItem, owner, item).record)
})

const make = Effect.gen(function* () {
  const { users } = yield* CosmosDatabase

  return FavoritesStore.of({
    load: (owner) =>
      Effect.map(
        persistently(users.read(owner, itemId)),
        Option.match({
          onNone: (): StoredFavorites => ({ version: none, favorites: noFavorites }),
          onSome: (read) => storedIn(owner, read)
        })
      ),

    save: Effect.fnUntraced(function* (owner, expected, favorites) {
      // Never an upsert: it would create what was to be replaced.
      if (expected !== none && !etagShape.test(expected)) return yield* new StaleFavorites({ owner })
      const write = yield* freshId
      const resourceBody = { id: itemId, owner, write, record: recorded(favoritesCodec, favorites) }
      const operation: OperationInput =
        expected === none
          ? { operationType: "Create", resourceBody }
          : { operationType: "Replace", id: itemId, resourceBody, ifMatch: expected }
      const version = yield* persistentWrite(
        Effect.map(users.batch(owner, [operation]), ([etag = ""]) => etag),
        Effect.map(users.read(owner, itemId), (found) =>
          Option.map(
            Option.filter(found, ({ item }) => itemAs("favorites", FavoritesItem, owner, item).write === write),
            ({ etag }) => etag
          )
        )
      ).pipe(
        Effect.mapError((failure) => (failure._tag === "StoreUnavailable" ? failure : new StaleFavorites({ owner })))
      )
      return { version, favorites }
    })
  })
})

/** On a database that is provided; with the other stores on the same one, they share its client and its session. */
export const layerOn = Layer.effect(FavoritesStore, make)

/** In the configured account. */
export const layer = Layer.provide(layerOn, databaseLayer)
