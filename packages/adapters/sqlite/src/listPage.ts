import {
  type ListFilter,
  type Page,
  type PageRequest,
  type Stored,
  UnknownContinuation
} from "@incident-teams/application/ports/TeamStore"
import type { UnreadableRecord } from "@incident-teams/application/records/RecordCodec"
import { Result } from "effect"
import type { Statements } from "./SqliteDatabase.ts"
import { storedTeams, storedTeamsIn } from "./storedTeam.ts"

/** Where a page ended: neither value of a team ever changes, so no team moves from one page to another. */
const continuation = /^(-?\d{1,15})-([a-z2-7]{26})$/u

/** Newest first, and among equally old ones by id. */
export const listPage = (
  sql: Statements,
  filter: ListFilter,
  { limit, next }: PageRequest
): Result.Result<
  { readonly page: Page<Stored>; readonly unreadable: ReadonlyArray<UnreadableRecord> },
  UnknownContinuation
> => {
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
  const { teams, unreadable } = storedTeamsIn(rows.slice(0, limit))
  const last = rows[limit - 1]
  const page = {
    items: teams,
    ...(last !== undefined && rows.length > limit
      ? { next: `${Number(last["created_at"])}-${String(last["id"])}` }
      : {})
  }
  return Result.succeed({ page, unreadable })
}

const flag = (value: boolean | undefined): number | null => (value === undefined ? null : value ? 1 : 0)
