import { WatermarkStore } from "@incident-teams/application/ports/WatermarkStore"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { Clock, Effect, Layer, Option } from "effect"
import { layer as databaseLayer, SqliteDatabase } from "./SqliteDatabase.ts"

const make = Effect.gen(function* () {
  const database = yield* SqliteDatabase

  return WatermarkStore.of({
    load: (workspace) =>
      database.read((sql) => {
        const row = sql.one("SELECT at FROM watermarks WHERE workspace = ?", workspace)
        return Option.map(Option.fromUndefinedOr(row), ({ at }) => timestampOf(Number(at)))
      }),
    advance: (workspace, to) =>
      Effect.asVoid(
        database.write((sql) =>
          sql.run(
            "INSERT INTO watermarks VALUES (?, ?) ON CONFLICT (workspace) DO UPDATE SET at = max(at, excluded.at)",
            workspace,
            to
          )
        )
      ),
    acquireLock: (matter, everyMillis) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        Effect.map(
          database.write((sql) =>
            sql.run(
              "INSERT INTO turns VALUES (?1, ?2) ON CONFLICT (matter) DO UPDATE SET until = ?2 WHERE until <= ?3",
              matter,
              now + everyMillis,
              now
            )
          ),
          (changed) => changed === 1
        )
      )
  })
})

/** On a database that is provided; with the other stores on the same one, they share its connection. */
export const layerOn = Layer.effect(WatermarkStore, make)

/** On the configured file. */
export const layer = Layer.provide(layerOn, databaseLayer)
