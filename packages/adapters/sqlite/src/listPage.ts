import { type ListFilter, type PageRequest, UnknownContinuation } from "@incident-teams/application/ports/TeamStore"
import { Result } from "effect"
import type { Row, Statements } from "./SqliteDatabase.ts"
import { storedTeams } from "./storedTeams.ts"

/** Where a page ended: neither value of a team ever changes, so no team moves from one page to another. */
const continuation = /^(-?\d{1,15})-([a-z2-7]{26})$/u

/** The rows of a page, newest first, and among equally old ones by id. */
export const listPage = (
  sql: Statements,
  filter: ListFilter,
  { limit, next }: PageRequest
): Result.Result<{ readonly rows: ReadonlyArray<Row>; readonly next?: string }, UnknownContinuation> => {
  const place = next === undefined ? undefined : continuation.exec(next)
  if (next !== undefined && place === null) return Result.fail(new UnknownContinuation({ next }))
  // Null: not asked for. One statement for every filter, so one plan: along the index on creation.
  const rows = sql.all(
    `${storedTeams}
     WHERE (?1 IS NULL OR created_at < ?1 OR (created_at = ?1 AND id > ?2))
       AND (?3 IS NULL OR workspace = ?3)
       AND (?4 IS NULL OR phase IN (SELECT value FROM json_each(?4)))
       AND (?5 IS NULL OR blocked = ?5)
       AND (?6 IS NULL OR gone <> ?6)
       AND (?7 IS NULL OR access = ?7)
       AND (?8 IS NULL OR delayed = ?8)
     ORDER BY created_at DESC, id LIMIT ?9`,
    place?.[1] === undefined ? null : Number(place[1]),
    place?.[2] ?? null,
    filter.workspace ?? null,
    filter.phases === undefined ? null : JSON.stringify(filter.phases),
    flag(filter.blocked),
    flag(filter.live),
    flag(filter.access),
    flag(filter.delayed),
    limit + 1
  )
  const last = rows.length > limit ? rows[limit - 1] : undefined
  return Result.succeed({
    rows: rows.slice(0, limit),
    ...(last === undefined ? {} : { next: `${Number(last["created_at"])}-${String(last["id"])}` })
  })
}

const flag = (value: boolean | undefined): number | null => (value === undefined ? null : value ? 1 : 0)
