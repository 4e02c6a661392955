import type { Pointed, Pointer, StoreUnavailable } from "@incident-teams/application/ports/TeamStore"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect } from "effect"
import type { PostgresDatabase, Row } from "./PostgresDatabase.ts"

type Database = PostgresDatabase["Service"]

/** What stands at a place: nulls stand for a team. */
const pointedIn = (row: Row): Pointed =>
  typeof row["team"] === "string"
    ? { _tag: "Pointer", pointer: { team: TeamId.make(row["team"]), link: Number(row["link"]) } }
    : { _tag: "Team" }

const placesAt = (
  database: Database,
  ids: ReadonlyArray<TeamId>
): Effect.Effect<ReadonlyMap<TeamId, Pointed>, StoreUnavailable> =>
  Effect.map(
    database.run("repeatable", {
      text: "SELECT id, team, link FROM $schema.places WHERE id = ANY ($1::text[])",
      values: [ids]
    }),
    (rows) => new Map(rows.map((row) => [TeamId.make(String(row["id"])), pointedIn(row)]))
  )

export const pointersAt = (
  database: Database,
  ids: ReadonlyArray<TeamId>
): Effect.Effect<ReadonlyMap<TeamId, Pointer>, StoreUnavailable> =>
  Effect.map(
    placesAt(database, ids),
    (places) =>
      new Map([...places].flatMap(([id, there]) => (there._tag === "Pointer" ? [[id, there.pointer] as const] : [])))
  )

export const point = (database: Database, id: TeamId, pointer: Pointer): Effect.Effect<Pointed, StoreUnavailable> =>
  Effect.gen(function* () {
    yield* database.run("repeatable", {
      text: `INSERT INTO $schema.places AS place (id, team, link) VALUES ($1, $2, $3)
        ON CONFLICT (id) DO UPDATE SET link = excluded.link
        WHERE place.team = excluded.team AND place.link < excluded.link`,
      values: [id, pointer.team, pointer.link]
    })
    const found = yield* placesAt(database, [id])
    // Removed in between: it was there, as it was named.
    return found.get(id) ?? ({ _tag: "Pointer", pointer } satisfies Pointed)
  })

export const unpoint = (database: Database, id: TeamId, { link, team }: Pointer) =>
  Effect.asVoid(
    database.run("repeatable", {
      text: "DELETE FROM $schema.places WHERE id = $1 AND team = $2 AND link = $3",
      values: [id, team, link]
    })
  )
