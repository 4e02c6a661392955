import { favouritesCodec } from "@incident-teams/application/FavouritesCodec"
import {
  FavouritesStore,
  StaleFavourites,
  type StoredFavourites
} from "@incident-teams/application/ports/FavouritesStore"
import { noFavourites } from "@incident-teams/domain/favourites/Favourites"
import type { PersonId } from "@incident-teams/domain/ids/PersonId"
import { Effect, Layer, Result } from "effect"
import { layer as databaseLayer, SqliteDatabase, type Statements } from "./SqliteDatabase.ts"
import { readColumns, toColumns } from "./storedJson.ts"

/** Revision 0 stands for what isn't stored yet. */
const revisionOf = (sql: Statements, owner: PersonId): number =>
  Number(sql.one("SELECT revision FROM favourites WHERE owner = ?", owner)?.["revision"] ?? 0)

const make = Effect.gen(function* () {
  const database = yield* SqliteDatabase

  return FavouritesStore.of({
    load: (owner) =>
      database.read((sql): StoredFavourites => {
        const row = sql.one("SELECT revision, schema_version, json FROM favourites WHERE owner = ?", owner)
        return row === undefined
          ? { version: "0", favourites: noFavourites }
          : { version: String(row["revision"]), favourites: readColumns(favouritesCodec, owner, row) }
      }),

    save: Effect.fnUntraced(function* (owner, expected, favourites) {
      const columns = toColumns(favouritesCodec, favourites)
      const result = yield* database.write((sql): Result.Result<StoredFavourites, StaleFavourites> => {
        const before = revisionOf(sql, owner)
        if (String(before) !== expected) return Result.fail(new StaleFavourites({ owner }))
        const revision = before + 1
        sql.run("INSERT OR REPLACE INTO favourites VALUES (?, ?, ?, ?)", owner, revision, ...columns)
        return Result.succeed({ version: String(revision), favourites })
      })
      return yield* Effect.fromResult(result)
    })
  })
})

/** On a database that is provided; with the other stores on the same one, they share its connection. */
export const layerOn = Layer.effect(FavouritesStore, make)

/** On the configured file. */
export const layer = Layer.provide(layerOn, databaseLayer)
