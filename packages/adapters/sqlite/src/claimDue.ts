import type { Lease, Stored } from "@incident-teams/application/ports/TeamStore"
import type { UnreadableRecord } from "@incident-teams/application/records/RecordCodec"
import { teamCodec } from "@incident-teams/application/records/TeamCodec"
import { storedTeam } from "@incident-teams/application/records/teamColumns"
import { plus, type Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { Result } from "effect"
import type { Statements } from "./SqliteDatabase.ts"
import { storedTeams } from "./storedTeams.ts"

export interface Claimed {
  readonly claims: ReadonlyArray<{ readonly stored: Stored; readonly takenOver: boolean }>
  /** Leased as well, so that they don't stand in everybody's way at each claim; nobody can work on them. */
  readonly unreadable: ReadonlyArray<UnreadableRecord>
}

/** Whether it is worth taking the writer's lock. */
export const isAnyDue = (sql: Statements, now: Timestamp): boolean =>
  sql.one("SELECT 1 FROM teams WHERE claimable_at <= ? LIMIT 1", now) !== undefined

/** Within a transaction. Teams that a newer program wrote are left to it. */
export const claimDue = (
  sql: Statements,
  worker: string,
  limit: number,
  leaseMillis: number,
  now: Timestamp
): Claimed => {
  const lease: Lease = { holder: worker, until: plus(now, leaseMillis) }
  const claims: Array<Claimed["claims"][number]> = []
  const unreadable: Array<UnreadableRecord> = []
  const due = sql.all(
    `${storedTeams} WHERE claimable_at <= ? AND schema_version <= ? ORDER BY claimable_at LIMIT ?`,
    now,
    teamCodec.schemaVersion,
    limit
  )
  for (const row of due) {
    sql.run(
      "UPDATE teams SET revision = revision + 1, fence = fence + 1, lease_holder = ?, lease_until = ? WHERE number = ?",
      lease.holder,
      lease.until,
      Number(row["number"])
    )
    Result.match(storedTeam(row), {
      onFailure: (error) => unreadable.push(error),
      onSuccess: (before) =>
        claims.push({
          stored: {
            ...before,
            version: String(Number(row["revision"]) + 1),
            schedule: { ...before.schedule, fence: before.schedule.fence + 1, lease }
          },
          takenOver: before.schedule.lease !== undefined
        })
    })
  }
  return { claims, unreadable }
}
