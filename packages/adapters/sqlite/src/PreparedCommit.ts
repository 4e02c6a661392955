import { type Commit, commitsAreKept, type Stored } from "@incident-teams/application/ports/TeamStore"
import { toColumns } from "@incident-teams/application/records/jsonColumns"
import { chunkCodec, eventCodec, rosterCodec, teamCodec } from "@incident-teams/application/records/TeamCodec"
import { encodeOrigins } from "@incident-teams/application/records/teamColumns"
import { partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { isLive } from "@incident-teams/domain/team/served"
import { hasAccessToReport } from "@incident-teams/domain/team/Team"
import type { Row, Statements } from "./SqliteDatabase.ts"

/** A commit with everything encoded, so that the writer's lock is held for the writing alone. */
export type PreparedCommit = ReturnType<typeof prepared>

export const prepared = (commit: Commit) => ({
  ...commit,
  state: toColumns(teamCodec, commit.team),
  origins: commit.schedule.origins === undefined ? null : encodeOrigins(commit.schedule.origins),
  eventColumns: commit.events.map((event) => toColumns(eventCodec, event)),
  chunkColumns: commit.chunks.map((chunk) => [chunk.chunk, ...toColumns(chunkCodec, chunk)] as const),
  rosterColumns: commit.roster === undefined ? undefined : toColumns(rosterCodec, commit.roster)
})

const insert = `
  INSERT INTO teams (revision, commit_id, events, fence, due_at, lease_holder, lease_until, phase, blocked, gone, access,
    delayed, schema_version, id, created_at, workspace)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  RETURNING number`

const update = `
  UPDATE teams SET revision = ?, commit_id = ?, events = ?, fence = ?, due_at = ?, lease_holder = ?, lease_until = ?,
    phase = ?, blocked = ?, gone = ?, access = ?, delayed = ?, schema_version = ?
  WHERE number = ?`

/** Everything about a team that lists and claims look at. `created_at` and `workspace` never change. */
const columns = (
  { team, schedule, commitId, state: [schemaVersion] }: PreparedCommit,
  revision: number,
  events: number
) =>
  [
    revision,
    commitId,
    events,
    schedule.fence,
    schedule.dueAt ?? null,
    schedule.lease?.holder ?? null,
    schedule.lease?.until ?? null,
    team.phase,
    team.work.blocked === undefined ? 0 : 1,
    isLive(team) ? 0 : 1,
    hasAccessToReport(team) ? 1 : 0,
    team.work.waits.length > 0 ? 1 : 0,
    schemaVersion
  ] as const

const stored = ({ team, schedule, commitId }: PreparedCommit, revision: number): Stored => ({
  id: team.id,
  version: String(revision),
  team,
  schedule,
  commitId
})

/** Within a transaction, after making sure that the team isn't stored. */
export const writeFirst = (sql: Statements, commit: PreparedCommit, now: Timestamp): Stored => {
  const { id, createdAt, incident } = commit.team
  const events = commit.events.length
  const row = sql.one(insert, ...columns(commit, 1, events), id, createdAt, partsOfIncidentId(incident.id).workspace)
  const number = Number(row?.["number"])
  sql.run("INSERT INTO states (team, json, origins) VALUES (?, ?, ?)", number, commit.state[1], commit.origins)
  writeBeside(sql, commit, number, 0, now)
  return stored(commit, 1)
}

/** Within a transaction, on top of the row as it was read there. */
export const writeNext = (sql: Statements, commit: PreparedCommit, before: Row, now: Timestamp): Stored => {
  const number = Number(before["number"])
  const revision = Number(before["revision"]) + 1
  const events = Number(before["events"])
  sql.run(update, ...columns(commit, revision, events + commit.events.length), number)
  sql.run("UPDATE states SET json = ?, origins = ? WHERE team = ?", commit.state[1], commit.origins, number)
  writeBeside(sql, commit, number, events, now)
  return stored(commit, revision)
}

/** Some of the commits that are too old, and that they were there. */
const forget = (sql: Statements, now: Timestamp): void => {
  const old = sql.all(
    `DELETE FROM changes WHERE number IN (
       SELECT number FROM changes WHERE team IS NOT NULL AND at <= ? ORDER BY at LIMIT 20
     ) RETURNING number`,
    now - commitsAreKept
  )
  if (old.length === 0) return
  sql.run("UPDATE file SET forgotten = max(forgotten, ?)", Math.max(...old.map(({ number }) => Number(number))))
}

/** Events, people, answer, and the change itself. */
const writeBeside = (sql: Statements, commit: PreparedCommit, number: number, events: number, now: Timestamp): void => {
  for (const [index, event] of commit.eventColumns.entries()) {
    sql.run("INSERT INTO events VALUES (?, ?, ?, ?)", number, events + index + 1, ...event)
  }
  for (const chunk of commit.chunkColumns)
    sql.run("INSERT OR REPLACE INTO chunks VALUES (?, ?, ?, ?)", number, ...chunk)
  if (commit.rosterColumns !== undefined) {
    sql.run("INSERT OR REPLACE INTO rosters VALUES (?, ?, ?)", number, ...commit.rosterColumns)
  }
  if (commit.idempotency !== undefined) {
    const { scope, key, bodyHash, answer, expiresAt } = commit.idempotency
    // Expired answers go when others come, some at a time: no timer, and no commit that takes long.
    sql.run("DELETE FROM answers WHERE rowid IN (SELECT rowid FROM answers WHERE expires_at <= ? LIMIT 20)", now)
    sql.run("INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?)", number, scope, key, bodyHash, answer, expiresAt)
  }
  forget(sql, now)
  sql.run(
    "INSERT INTO changes (team, first_event, last_event, at) VALUES (?, ?, ?, ?)",
    number,
    events + 1,
    events + commit.events.length,
    now
  )
}
