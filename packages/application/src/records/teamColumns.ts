import { defined } from "@incident-teams/domain/defined"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { type Timestamp, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { Effect, Option, Result, Schema } from "effect"
import type { Schedule, Stored } from "../ports/TeamStore.ts"
import { Origins } from "../tracing/Origins.ts"
import { fromColumns, type Row } from "./jsonColumns.ts"
import type { UnreadableRecord } from "./RecordCodec.ts"
import { teamCodec } from "./TeamCodec.ts"

/** The columns of a relational store's table of teams that hold a team as it is stored, for a SELECT. */
export const teamColumns =
  "id, revision, commit_id, fence, due_at, lease_holder, lease_until, created_at, origins, schema_version, json"

export const teamIdIn = (row: Row): TeamId => TeamId.make(String(row["id"]))

/** Undefined where the column is null. Drivers return a 64-bit integer as a number, a bigint or text. */
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

/** The team in a row with `teamColumns`. */
export const storedTeam = (row: Row): Result.Result<Stored, UnreadableRecord> => {
  const id = teamIdIn(row)
  return Result.map(fromColumns(teamCodec, id, row), (team) => ({
    id,
    version: String(row["revision"]),
    team,
    schedule: scheduleIn(row),
    commitId: String(row["commit_id"])
  }))
}

/** As above, where the whole call is lost if it can't be read: dies of UnreadableRecord. */
export const readStoredTeam = (row: Row): Stored => Result.getOrThrow(storedTeam(row))

/** The teams in many rows, in their order. */
export const readStoredTeams = (rows: ReadonlyArray<Row>) => readable(rows.map(storedTeam))

/** One that can't be read is logged and doesn't hide the others. */
export const readable = Effect.fnUntraced(function* <A>(results: ReadonlyArray<Result.Result<A, UnreadableRecord>>) {
  yield* logUnreadable(results.filter(Result.isFailure).map(({ failure }) => failure))
  return results.filter(Result.isSuccess).map(({ success }) => success)
})

export const logUnreadable = (unreadable: ReadonlyArray<UnreadableRecord>): Effect.Effect<void> =>
  Effect.forEach(unreadable, (error) => Effect.logError(error.message), { discard: true })
