import { teamCodec } from "@incident-teams/application/records/TeamCodec"
import { teamColumns } from "@incident-teams/application/records/teamColumns"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { bind, type Statement } from "./PostgresDatabase.ts"

/**
 * The due teams as they are under their new leases, with `was_leased` and `was_claimable_at`. Teams that a newer program
 * wrote are left to it. Rows that somebody else has locked are skipped, and each row is checked again as it is once it is
 * locked, so that none is claimed twice.
 */
export const claimDue = (worker: string, limit: number, leaseMillis: number, now: Timestamp): Statement => {
  const { the, values } = bind()
  const columns = teamColumns.split(", ").map((column) => `teams.${column}`)
  return {
    text: `WITH due AS (
        SELECT id, claimable_at, lease_until FROM $schema.teams
        WHERE claimable_at <= ${the(now, "bigint")} AND schema_version <= ${the(teamCodec.schemaVersion, "integer")}
        ORDER BY claimable_at LIMIT ${the(limit, "bigint")} FOR UPDATE SKIP LOCKED)
      UPDATE $schema.teams SET revision = revision + 1, fence = fence + 1, lease_holder = ${the(worker, "text")},
        lease_until = ${the(now + leaseMillis, "bigint")}
      FROM due WHERE teams.id = due.id
      RETURNING ${columns.join(", ")}, due.claimable_at AS was_claimable_at, due.lease_until IS NOT NULL AS was_leased`,
    values
  }
}
