import { WatermarkStore } from "@incident-teams/application/ports/WatermarkStore"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { Clock, Effect, Layer, Option } from "effect"
import { layer as databaseLayer, PostgresDatabase } from "./PostgresDatabase.ts"

const make = Effect.gen(function* () {
  const database = yield* PostgresDatabase

  return WatermarkStore.of({
    load: (workspace) =>
      Effect.map(
        database.run("repeatable", {
          text: "SELECT at FROM $schema.watermarks WHERE workspace = $1",
          values: [workspace]
        }),
        ([row]) => Option.map(Option.fromUndefinedOr(row), ({ at }) => timestampOf(Number(at)))
      ),
    advance: (workspace, to) =>
      Effect.asVoid(
        database.run("repeatable", {
          text: `INSERT INTO $schema.watermarks AS mark VALUES ($1, $2)
            ON CONFLICT (workspace) DO UPDATE SET at = greatest(mark.at, excluded.at)`,
          values: [workspace, to]
        })
      ),
    acquireLock: (name, everyMillis) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        Effect.map(
          // Once: a second try would find it taken, by the first.
          database.run("once", {
            text: `INSERT INTO $schema.locks AS held VALUES ($1, $2)
              ON CONFLICT (name) DO UPDATE SET until = excluded.until WHERE held.until <= $3 RETURNING name`,
            values: [name, now + everyMillis, now]
          }),
          (taken) => taken.length === 1
        )
      )
  })
})

/** On a database that is provided; with the other stores on the same one, they share its connections. */
export const layerOn = Layer.effect(WatermarkStore, make)

/** On the configured database. */
export const layer = Layer.provide(layerOn, databaseLayer)
