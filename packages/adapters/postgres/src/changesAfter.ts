import { UnknownContinuation } from "@incident-teams/application/ports/TeamStore"
import { changeIn } from "@incident-teams/application/records/changeColumns"
import { readable } from "@incident-teams/application/records/teamColumns"
import { Effect, Option } from "effect"
import { bind, type PostgresDatabase } from "./PostgresDatabase.ts"

/** `<id of the feed>-<number of the last change that was told>`. */
const cursorShape = /^([0-9a-f]{12})-(\d{1,15})$/u

/** Exactly once and in the order of commits, which is more than the port asks for; see the table `changes`. */
export const changesAfter = Effect.fnUntraced(function* (
  database: PostgresDatabase["Service"],
  cursor: Option.Option<string>,
  limit: number
) {
  if (Option.isNone(cursor)) {
    const [feed] = yield* database.run("repeatable", { text: "SELECT id, last FROM $schema.feed", values: [] })
    return { changes: [], cursor: `${String(feed?.["id"])}-${String(feed?.["last"])}` }
  }
  const unknown = new UnknownContinuation({ next: cursor.value })
  const [, told, number] = cursorShape.exec(cursor.value) ?? []
  if (told === undefined || number === undefined) return yield* unknown
  const { the, values } = bind()
  const after = the(number, "bigint")
  // One row without a change where there is none: the feed's own columns are needed anyway.
  const rows = yield* database.run("repeatable", {
    text: `SELECT feed.id AS feed, feed.last, feed.forgotten, c.*
      FROM $schema.feed LEFT JOIN LATERAL (
        SELECT * FROM $schema.changes WHERE number > ${after} ORDER BY number LIMIT ${the(limit, "bigint")}
      ) c ON true ORDER BY c.number`,
    values
  })
  const [feed] = rows
  if (feed?.["feed"] !== told || Number(number) > Number(feed["last"]) || Number(number) < Number(feed["forgotten"])) {
    return yield* unknown
  }
  const found = rows.filter((row) => row["number"] !== null)
  const last = found.at(-1)
  return {
    changes: yield* readable(found.map((row) => changeIn(row, told))),
    cursor: last === undefined ? cursor.value : `${told}-${String(last["number"])}`
  }
})
