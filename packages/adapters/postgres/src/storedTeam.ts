import type { Schedule, Stored } from "@incident-teams/application/ports/TeamStore"
import { fromColumns } from "@incident-teams/application/records/jsonColumns"
import type { UnreadableRecord } from "@incident-teams/application/records/RecordCodec"
import { teamCodec } from "@incident-teams/application/records/TeamCodec"
import { Origins } from "@incident-teams/application/tracing/Origins"
import { defined } from "@incident-teams/domain/defined"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { type Timestamp, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { Effect, Option, Result, Schema } from "effect"
import type { Row } from "./PostgresDatabase.ts"

/** The columns of `teams` that `storedTeam` reads. */
export const teamColumns =
  "id, revision, commit_id, fence, due_at, lease_holder, lease_until, created_at, origins, schema_version, json"

export const idIn = (row: Row): TeamId => TeamId.make(String(row["id"]))

/** Undefined where the column is null. pg gives a bigint as text. */
export const timestampIn = (row: Row, column: string): Timestamp | undefined => {
  const value = row[column]
  return value === null || value === undefined ? undefined : timestampOf(Number(value))
}

const JsonOrigins = Schema.fromJsonString(Origins)
export const encodeOrigins = Schema.encodeSync(JsonOrigins)
const decodeOrigins = Schema.decodeUnknownOption(JsonOrigins)

const scheduleIn = (row: Row): Schedule => {
  const dueAt = timestampIn(row, "due_at")
  const until = timestampIn(row, "lease_until")
  // Nothing is decided by them: origins that can't be read are none, and no reason to stop the work.
  const origins = Option.getOrUndefined(decodeOrigins(row["origins"]))
  return {
    fence: Number(row["fence"]),
    ...defined({ dueAt }),
    ...(until === undefined ? {} : { lease: { holder: String(row["lease_holder"]), until } }),
    ...defined({ origins })
  }
}

/** The team in a row of `teams`. */
export const storedTeam = (row: Row): Result.Result<Stored, UnreadableRecord> => {
  const id = idIn(row)
  return Result.map(fromColumns(teamCodec, id, row), (team) => ({
    id,
    version: String(row["revision"]),
    team,
    schedule: scheduleIn(row),
    commitId: String(row["commit_id"])
  }))
}

/** As above; dies of UnreadableRecord. */
export const readStoredTeam = (row: Row): Stored => Result.getOrThrow(storedTeam(row))

/** The teams in many rows, each with its row; one that can't be read is logged and doesn't hide the others. */
export const storedTeamsIn = Effect.fnUntraced(function* (rows: ReadonlyArray<Row>) {
  const teams: Array<{ readonly row: Row; readonly stored: Stored }> = []
  for (const row of rows) {
    const team = storedTeam(row)
    if (Result.isSuccess(team)) teams.push({ row, stored: team.success })
    else yield* Effect.logError(team.failure.message)
  }
  return teams
})
