import type { Schedule, Stored } from "@incident-teams/application/ports/TeamStore"
import { fromColumns } from "@incident-teams/application/records/jsonColumns"
import type { UnreadableRecord } from "@incident-teams/application/records/RecordCodec"
import { teamCodec } from "@incident-teams/application/records/TeamCodec"
import { Origins } from "@incident-teams/application/tracing/Origins"
import { defined } from "@incident-teams/domain/defined"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { type Timestamp, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { Effect, Option, Result, Schema } from "effect"
import type { Row } from "./SqliteDatabase.ts"

/** The rows that `storedTeam` reads; to be narrowed and ordered. */
export const storedTeams = `
  SELECT number, id, revision, commit_id, fence, due_at, lease_holder, lease_until, created_at, origins, schema_version, json
  FROM teams JOIN states ON team = number`

export const idIn = (row: Row): TeamId => TeamId.make(String(row["id"]))

/** Undefined where the column is null. */
export const timestampIn = (row: Row, column: string): Timestamp | undefined => {
  const value = row[column]
  return typeof value === "number" ? timestampOf(value) : undefined
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

/** The team in a row of `storedTeams`. */
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

export interface Readable {
  readonly teams: ReadonlyArray<Stored>
  readonly unreadable: ReadonlyArray<UnreadableRecord>
}

/** The teams in many rows; one that can't be read doesn't hide the others. */
export const storedTeamsIn = (rows: ReadonlyArray<Row>): Readable => {
  const results = rows.map(storedTeam)
  return {
    teams: results.filter(Result.isSuccess).map(({ success }) => success),
    unreadable: results.filter(Result.isFailure).map(({ failure }) => failure)
  }
}

/** As above for one; dies of UnreadableRecord. */
export const readStoredTeam = (row: Row): Stored => Result.getOrThrow(storedTeam(row))

export const logUnreadable = (unreadable: ReadonlyArray<UnreadableRecord>): Effect.Effect<void> =>
  Effect.forEach(unreadable, (error) => Effect.logError(error.message), { discard: true })
