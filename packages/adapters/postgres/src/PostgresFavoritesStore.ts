import { FavoritesStore, StaleFavorites, type StoredFavorites } from "@incident-teams/application/ports/FavoritesStore"
import { favoritesCodec } from "@incident-teams/application/records/FavoritesCodec"
import { readColumns, toColumns } from "@incident-teams/application/records/jsonColumns"
import { freshId } from "@incident-teams/application/tracing/freshId"
import { noFavorites } from "@incident-teams/domain/favorites/Favorites"
import { Effect, Layer } from "effect"
import { layer as databaseLayer, PostgresDatabase } from "./PostgresDatabase.ts"

/** Revision 0 stands for what isn't stored yet. */
const none = "0"
const versionShape = /^\d{1,15}$/u

const insert = `INSERT INTO $schema.favorites (owner, revision, write, schema_version, json)
  VALUES ($1, $2::bigint + 1, $3, $4, $5) ON CONFLICT DO NOTHING RETURNING revision`
const update = `UPDATE $schema.favorites SET revision = revision + 1, write = $3, schema_version = $4, json = $5
  WHERE owner = $1 AND revision = $2 RETURNING revision`

const make = Effect.gen(function* () {
  const database = yield* PostgresDatabase

  return FavoritesStore.of({
    load: (owner) =>
      Effect.map(
        database.run("repeatable", {
          text: "SELECT revision, schema_version, json FROM $schema.favorites WHERE owner = $1",
          values: [owner]
        }),
        ([row]): StoredFavorites =>
          row === undefined
            ? { version: none, favorites: noFavorites }
            : { version: String(row["revision"]), favorites: readColumns(favoritesCodec, owner, row) }
      ),

    save: Effect.fnUntraced(function* (owner, expected, favorites) {
      if (!versionShape.test(expected)) return yield* new StaleFavorites({ owner })
      const write = yield* freshId
      const values = [owner, expected, write, ...toColumns(favoritesCodec, favorites)]
      const [saved] = yield* database.run("repeatable", { text: expected === none ? insert : update, values })
      if (saved !== undefined) return { version: String(saved["revision"]), favorites }
      // Refused, unless an earlier try has written it and its answer was lost.
      const [own] = yield* database.run("repeatable", {
        text: "SELECT revision FROM $schema.favorites WHERE owner = $1 AND write = $2",
        values: [owner, write]
      })
      return own === undefined ? yield* new StaleFavorites({ owner }) : { version: String(own["revision"]), favorites }
    })
  })
})

/** On a database that is provided; with the other stores on the same one, they share its connections. */
export const layerOn = Layer.effect(FavoritesStore, make)

/** On the configured database. */
export const layer = Layer.provide(layerOn, databaseLayer)
