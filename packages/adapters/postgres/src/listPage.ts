import type { ListFilter } from "@incident-teams/application/ports/TeamStore"
import { teamColumns } from "@incident-teams/application/records/teamColumns"
import { bind, type Row, type Statement } from "./PostgresDatabase.ts"

/** Where a page ended: neither value of a team ever changes, so no team moves from one page to another. */
export interface Place {
  readonly createdAt: string
  readonly id: string
}

const continuation = /^(-?\d{1,15})-([a-z2-7]{26})$/u

/** Undefined for a continuation that this store didn't make. */
export const placeOf = (next: string): Place | undefined => {
  const [, createdAt, id] = continuation.exec(next) ?? []
  return createdAt === undefined || id === undefined ? undefined : { createdAt, id }
}

export const continuationAt = (row: Row): string => `${String(row["created_at"])}-${String(row["id"])}`

/** Up to `limit` rows, newest first, and among equally old ones by id. */
export const listPage = (filter: ListFilter, limit: number, after: Place | undefined): Statement => {
  const { the, values } = bind()
  const conditions = [
    ...(after === undefined
      ? []
      : [
          // The first half is what the index on creation is searched by.
          `created_at <= ${the(after.createdAt, "bigint")} AND (created_at < ${the(after.createdAt, "bigint")} OR id > ${the(after.id, "text")})`
        ]),
    ...(filter.workspace === undefined ? [] : [`workspace = ${the(filter.workspace, "text")}`]),
    ...(filter.phases === undefined ? [] : [`phase = ANY (${the([...filter.phases], "text[]")})`]),
    ...(filter.blocked === undefined ? [] : [`blocked = ${the(filter.blocked, "boolean")}`]),
    ...(filter.live === undefined ? [] : [`gone = ${the(!filter.live, "boolean")}`]),
    ...(filter.access === undefined ? [] : [`access = ${the(filter.access, "boolean")}`]),
    ...(filter.delayed === undefined ? [] : [`delayed = ${the(filter.delayed, "boolean")}`])
  ]
  return {
    text: `SELECT ${teamColumns} FROM $schema.teams ${conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`}
      ORDER BY created_at DESC, id LIMIT ${the(limit, "bigint")}`,
    values
  }
}
