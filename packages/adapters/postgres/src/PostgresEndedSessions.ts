import { EndedSessions } from "@incident-teams/application/ports/EndedSessions"
import { Clock, Effect, Layer } from "effect"
import { layer as databaseLayer, PostgresDatabase } from "./PostgresDatabase.ts"

const make = Effect.gen(function* () {
  const database = yield* PostgresDatabase

  return EndedSessions.of({
    end: (id, expiresAt) =>
      Effect.flatMap(Clock.currentTimeMillis, (now) =>
        Effect.asVoid(
          database.run("repeatable", {
            // Expired ones go when others come, some at a time: no timer, and no write that takes long.
            text: `WITH expired AS (DELETE FROM $schema.ended_sessions WHERE id <> $1 AND id IN (
                SELECT id FROM $schema.ended_sessions WHERE expires_at <= $3 LIMIT 20 FOR UPDATE SKIP LOCKED))
              INSERT INTO $schema.ended_sessions VALUES ($1, $2)
              ON CONFLICT (id) DO UPDATE SET expires_at = excluded.expires_at`,
            values: [id, expiresAt, now]
          })
        )
      ),
    isEnded: (id) =>
      Effect.map(
        database.run("repeatable", { text: "SELECT 1 FROM $schema.ended_sessions WHERE id = $1", values: [id] }),
        (found) => found.length > 0
      )
  })
})

/** On a database that is provided; with the other stores on the same one, they share its connections. */
export const layerOn = Layer.effect(EndedSessions, make)

/** On the configured database. */
export const layer = Layer.provide(layerOn, databaseLayer)
