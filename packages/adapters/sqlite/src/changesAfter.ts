import { type Change, UnknownContinuation } from "@incident-teams/application/ports/TeamStore"
import { changeIn } from "@incident-teams/application/records/changeColumns"
import type { UnreadableRecord } from "@incident-teams/application/records/RecordCodec"
import { Option, Result } from "effect"
import type { Statements } from "./SqliteDatabase.ts"

/** `<id of the file>-<number of the last change that was told>`. */
const cursorShape = /^([0-9a-f]{12})-(\d{1,15})$/u

/**
 * Exactly once and in the order of commits, which is more than the port asks for. A number is drawn under the writer's
 * lock, so none becomes visible after a higher one.
 */
export const changesAfter = (
  sql: Statements,
  cursor: Option.Option<string>,
  limit: number
): Result.Result<
  { readonly found: ReadonlyArray<Result.Result<Change, UnreadableRecord>>; readonly cursor: string },
  UnknownContinuation
> => {
  const at = sql.one("SELECT id AS file, forgotten, (SELECT ifnull(max(number), 0) FROM changes) AS latest FROM file")
  const file = String(at?.["file"])
  const latest = Number(at?.["latest"])
  if (Option.isNone(cursor)) return Result.succeed({ found: [], cursor: `${file}-${latest}` })
  const [, told, number] = cursorShape.exec(cursor.value) ?? []
  if (told !== file || Number(number) > latest || Number(number) < Number(at?.["forgotten"])) {
    return Result.fail(new UnknownContinuation({ next: cursor.value }))
  }
  const rows = sql.all(
    `SELECT changes.number AS number, id AS team, first_event, last_event, incident, changes.schema_version, json
     FROM changes LEFT JOIN teams ON teams.number = team
     WHERE changes.number > ? ORDER BY changes.number LIMIT ?`,
    Number(number),
    limit
  )
  const last = rows.at(-1)
  return Result.succeed({
    found: rows.map((row) => changeIn(row, file)),
    cursor: last === undefined ? cursor.value : `${file}-${Number(last["number"])}`
  })
}
