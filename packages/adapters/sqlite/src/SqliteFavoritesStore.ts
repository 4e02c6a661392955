import { FavoritesStore, StaleFavorites, type StoredFavorites } from "@incident-teams/application/ports/FavoritesStore"
import { favoritesCodec } from "@incident-teams/application/records/FavoritesCodec"
import { readColumns, toColumns } from "@incident-teams/application/records/jsonColumns"
import { noFavorites } from "@incident-teams/domain/favorites/Favorites"
import type { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { Effect, Layer, Result } from "effect"
import { layer as databaseLayer, SqliteDatabase, type Statements } from "./SqliteDatabase.ts"

/** Revision 0 stands for what isn't stored yet. */
const revisionOf = (sql: Statements, owner: PersonId): number =>
  Number(sql.one("SELECT revision FROM favorites WHERE owner = ?", owner)?.["revision"] ?? 0)

const make = Effect.gen(function* () {
  const database = yield* SqliteDatabase

  return FavoritesStore.of({
    load: (owner) =>
      database.read((sql): StoredFavorites => {
        const row = sql.one("SELECT revision, schema_version, json FROM favorites WHERE owner = ?", owner)
        return row === undefined
          ? { version: "0", favorites: noFavorites }
          : { version: String(row["revision"]), favorites: readColumns(favoritesCodec, owner, row) }
      }),

    save: Effect.fnUntraced(function* (owner, expected, favorites) {
      const columns = toColumns(favoritesCodec, favorites)
      const result = yield* database.write((sql): Result.Result<StoredFavorites, StaleFavorites> => {
        const before = revisionOf(sql, owner)
        if (String(before) !== expected) return Result.fail(new StaleFavorites({ owner }))
        const revision = before + 1
        sql.run("INSERT OR REPLACE INTO favorites VALUES (?, ?, ?, ?)", owner, revision, ...columns)
        return Result.succeed({ version: String(revision), favorites })
      })
      return yield* Effect.fromResult(result)
    })
  })
})

/** On a database that is provided; with the other stores on the same one, they share its connection. */
export const layerOn = Layer.effect(FavoritesStore, make)

/** On the configured file. */
export const layer = Layer.provide(layerOn, databaseLayer)
