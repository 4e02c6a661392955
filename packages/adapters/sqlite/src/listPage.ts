import {
  type ListFilter,
  type Page,
  type PageRequest,
  type Stored,
  UnknownContinuation
} from "@incident-teams/application/ports/TeamStore"
import { Result } from "effect"
import type { Statements } from "./SqliteDatabase.ts"
import { readStoredTeam, storedTeams } from "./storedTeam.ts"

/** Where a page ended: neither value of a team ever changes, so no team moves from one page to another. */
const continuation = /^(-?\d{1,15})-([a-z2-7]{26})$/u

/** Newest first, and among equally old ones by id. */
export const listPage = (
  sql: Statements,
  filter: ListFilter,
  { limit, next }: PageRequest
): Result.Result<Page<Stored>, UnknownContinuation> => {
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
     ORDER BY created_at DESC, id LIMIT ?8`,
    place?.[1] === undefined ? null : Number(place[1]),
    place?.[2] ?? null,
    filter.workspace ?? null,
    filter.phases === undefined ? null : JSON.stringify(filter.phases),
    flag(filter.blocked),
    flag(filter.live),
    flag(filter.access),
    limit + 1
  )
  const items = rows.slice(0, limit).map(readStoredTeam)
  const last = items.at(-1)
  return Result.succeed({
    items,
    ...(last !== undefined && rows.length > limit ? { next: `${last.team.createdAt}-${last.id}` } : {})
  })
}

const flag = (value: boolean | undefined): number | null => (value === undefined ? null : value ? 1 : 0)
