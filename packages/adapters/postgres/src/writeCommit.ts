import { type Commit, commitsAreKept, type Stored } from "@incident-teams/application/ports/TeamStore"
import { toColumns } from "@incident-teams/application/records/jsonColumns"
import { chunkCodec, eventCodec, rosterCodec, teamCodec } from "@incident-teams/application/records/TeamCodec"
import { encodeOrigins } from "@incident-teams/application/records/teamColumns"
import { partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { isLive } from "@incident-teams/domain/team/served"
import { hasAccessToReport } from "@incident-teams/domain/team/Team"
import { bind, type Row, type Statement } from "./PostgresDatabase.ts"

/** Scope and key of an answer in one column. */
export const answerKey = (scope: string, key: string): string => JSON.stringify([scope, key])

type Bound = ReturnType<typeof bind>

/** The columns of `teams` that every commit writes, with the parameter of each. */
const written = ({ commitId, schedule, team }: Commit, { the }: Bound): ReadonlyArray<readonly [string, string]> => {
  const [schemaVersion, json] = toColumns(teamCodec, team)
  return [
    ["commit_id", the(commitId, "text")],
    ["fence", the(schedule.fence, "bigint")],
    ["due_at", the(schedule.dueAt ?? null, "bigint")],
    ["lease_holder", the(schedule.lease?.holder ?? null, "text")],
    ["lease_until", the(schedule.lease?.until ?? null, "bigint")],
    ["phase", the(team.phase, "text")],
    ["blocked", the(team.work.blocked !== undefined, "boolean")],
    ["gone", the(!isLive(team), "boolean")],
    ["access", the(hasAccessToReport(team), "boolean")],
    ["delayed", the(team.work.waits.length > 0, "boolean")],
    ["schema_version", the(schemaVersion, "integer")],
    ["json", the(json, "text")],
    ["origins", the(schedule.origins === undefined ? null : encodeOrigins(schedule.origins), "text")]
  ]
}

/**
 * Everything beside the team's own row, in the same statement: WITH queries see what was there before, and each stands on
 * `team`, which is empty where the commit is refused. `numbered` comes after it and waits for the one row of `feed`, the
 * last lock of every commit, which is held until the commit is visible.
 */
const beside = (commit: Commit, now: Timestamp, channel: string, { the }: Bound): string => {
  const count = the(commit.events.length, "bigint")
  const events = commit.events.map((event) => toColumns(eventCodec, event))
  const chunks = commit.chunks.map((chunk) => [chunk.chunk, ...toColumns(chunkCodec, chunk)] as const)
  const at = the(now, "bigint")
  const parts = [
    `event AS (
      INSERT INTO $schema.events (team, position, schema_version, json)
      SELECT team.id, team.events - ${count} + e.place, e.version, e.json
      FROM team, unnest(${the(
        events.map(([version]) => version),
        "integer[]"
      )}, ${the(
        events.map(([, json]) => json),
        "text[]"
      )}) WITH ORDINALITY AS e (version, json, place))`,
    `old AS (
      DELETE FROM $schema.changes WHERE EXISTS (SELECT FROM team) AND number IN (
        SELECT number FROM $schema.changes WHERE team IS NOT NULL AND at <= ${the(now - commitsAreKept, "bigint")}
        ORDER BY number LIMIT 20 FOR UPDATE SKIP LOCKED)
      RETURNING number)`,
    `numbered AS (
      UPDATE $schema.feed SET last = last + 1, forgotten = greatest(forgotten, (SELECT max(number) FROM old))
      FROM team RETURNING last)`,
    `change AS (
      INSERT INTO $schema.changes (number, team, first_event, last_event, at)
      SELECT numbered.last, team.id, team.events - ${count} + 1, team.events, ${at} FROM numbered, team)`
  ]
  if (chunks.length > 0) {
    parts.push(`chunk AS (
      INSERT INTO $schema.chunks (team, chunk, schema_version, json)
      SELECT team.id, c.chunk, c.version, c.json
      FROM team, unnest(${the(
        chunks.map(([chunk]) => chunk),
        "integer[]"
      )}, ${the(
        chunks.map(([, version]) => version),
        "integer[]"
      )}, ${the(
        chunks.map(([, , json]) => json),
        "text[]"
      )}) AS c (chunk, version, json)
      ON CONFLICT (team, chunk) DO UPDATE SET schema_version = excluded.schema_version, json = excluded.json)`)
  }
  if (commit.roster !== undefined) {
    const [version, json] = toColumns(rosterCodec, commit.roster)
    parts.push(`roster AS (
      INSERT INTO $schema.rosters (team, schema_version, json)
      SELECT id, ${the(version, "integer")}, ${the(json, "text")} FROM team
      ON CONFLICT (team) DO UPDATE SET schema_version = excluded.schema_version, json = excluded.json)`)
  }
  if (commit.idempotency !== undefined) {
    const { answer, bodyHash, expiresAt, key, scope } = commit.idempotency
    const own = the(answerKey(scope, key), "text")
    parts.push(
      // Expired answers go when others come, some at a time: no timer, and no commit that takes long.
      `expired AS (
        DELETE FROM $schema.answers USING team WHERE (answers.team, answers.key) IN (
          SELECT a.team, a.key FROM $schema.answers a
          WHERE a.expires_at <= ${at} AND (a.team, a.key) <> (${the(commit.team.id, "text")}, ${own})
          LIMIT 20 FOR UPDATE SKIP LOCKED))`,
      `answer AS (
        INSERT INTO $schema.answers (team, key, json, expires_at)
        SELECT id, ${own}, ${the(JSON.stringify({ bodyHash, answer }), "text")}, ${the(expiresAt, "bigint")} FROM team
        ON CONFLICT (team, key) DO UPDATE SET json = excluded.json, expires_at = excluded.expires_at)`
    )
  }
  return `${parts.join(",\n")}\nSELECT revision, pg_notify(${the(channel, "text")}, '') FROM team`
}

/** Gives one row with the revision; none where the id is taken. */
export const firstCommit = (commit: Commit, now: Timestamp, channel: string): Statement => {
  const bound = bind()
  const { the, values } = bound
  const { createdAt, id, incident } = commit.team
  const columns = [
    ["id", "id"],
    ["revision", "1"],
    ["events", the(commit.events.length, "bigint")],
    ["created_at", the(createdAt, "bigint")],
    ["workspace", the(partsOfIncidentId(incident.id).workspace, "text")],
    ...written(commit, bound)
  ] as const
  return {
    text: `WITH place AS (INSERT INTO $schema.places (id) VALUES (${the(id, "text")}) ON CONFLICT DO NOTHING RETURNING id),
      team AS (
        INSERT INTO $schema.teams (${columns.map(([name]) => name).join(", ")})
        SELECT ${columns.map(([, value]) => value).join(", ")} FROM place
        RETURNING id, revision, events),
      ${beside(commit, now, channel, bound)}`,
    values
  }
}

/** Gives one row with the revision; none where the stored revision is another one than `expected`. */
export const nextCommit = (expected: string, commit: Commit, now: Timestamp, channel: string): Statement => {
  const bound = bind()
  const { the, values } = bound
  const columns = written(commit, bound).map(([name, value]) => `${name} = ${value}`)
  return {
    text: `WITH team AS (
        UPDATE $schema.teams SET revision = revision + 1, events = events + ${the(commit.events.length, "bigint")},
          ${columns.join(", ")}
        WHERE id = ${the(commit.team.id, "text")} AND revision = ${the(expected, "bigint")}
        RETURNING id, revision, events),
      ${beside(commit, now, channel, bound)}`,
    values
  }
}

/** What is stored after one of the statements above, by its row. */
export const storedAfter = ({ commitId, schedule, team }: Commit, row: Row): Stored => ({
  id: team.id,
  version: String(row["revision"]),
  team,
  schedule,
  commitId
})
