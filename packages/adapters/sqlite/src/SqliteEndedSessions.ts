import { EndedSessions } from "@incident-teams/application/ports/EndedSessions"
import { Clock, Effect, Layer } from "effect"
import { layer as databaseLayer, SqliteDatabase } from "./SqliteDatabase.ts"

const make = Effect.gen(function* () {
  const database = yield* SqliteDatabase

  return EndedSessions.of({
    end: (id, expiresAt) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        Effect.asVoid(
          database.write((sql) => {
            // Expired ones go when others come, some at a time: no timer, and no write that takes long.
            sql.run(
              "DELETE FROM ended_sessions WHERE id IN (SELECT id FROM ended_sessions WHERE expires_at <= ? LIMIT 20)",
              now
            )
            return sql.run("INSERT OR REPLACE INTO ended_sessions VALUES (?, ?)", id, expiresAt)
          })
        )
      ),
    isEnded: (id) =>
      database.read((sql) => sql.one("SELECT 1 AS found FROM ended_sessions WHERE id = ?", id) !== undefined)
  })
})

/** On a database that is provided; with the other stores on the same one, they share its connection. */
export const layerOn = Layer.effect(EndedSessions, make)

/** On the configured file. */
export const layer = Layer.provide(layerOn, databaseLayer)
