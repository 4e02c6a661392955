import {
  type Pointed,
  type Pointer,
  type SeenRoster,
  StaleTeam,
  type Stored,
  TeamAlreadyStored,
  TeamStore,
  unchanged
} from "@incident-teams/application/ports/TeamStore"
import { readColumns } from "@incident-teams/application/records/jsonColumns"
import { chunkCodec, eventCodec, rosterCodec } from "@incident-teams/application/records/TeamCodec"
import {
  logUnreadable,
  readable,
  readStoredTeam,
  readStoredTeams,
  timestampIn
} from "@incident-teams/application/records/teamColumns"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { type Timestamp, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { Clock, Effect, Layer, Option, Result } from "effect"
import { changesAfter } from "./changesAfter.ts"
import { claimDue, isAnyDue } from "./claimDue.ts"
import { listPage } from "./listPage.ts"
import { prepared, writeFirst, writeNext } from "./PreparedCommit.ts"
import { isPublished, publish } from "./publish.ts"
import { layer as databaseLayer, type Row, SqliteDatabase, type Statements } from "./SqliteDatabase.ts"
import { storedTeams } from "./storedTeams.ts"

const now: Effect.Effect<Timestamp> = Effect.map(Clock.currentTimeMillis, timestampOf)

/** What a commit has to know of the team that it goes on top of. */
const head = (sql: Statements, id: TeamId): Row | undefined =>
  sql.one("SELECT number, revision, commit_id, events FROM teams WHERE id = ?", id)

/** Undefined when nothing is stored. */
const versionOf = (sql: Statements, id: TeamId): string | undefined => {
  const row = sql.one("SELECT revision FROM teams WHERE id = ?", id)
  return row === undefined ? undefined : String(row["revision"])
}

const load = (sql: Statements, id: TeamId): Option.Option<Stored> =>
  Option.map(Option.fromUndefinedOr(sql.one(`${storedTeams} WHERE id = ?`, id)), readStoredTeam)

const pointersAt = (sql: Statements, ids: ReadonlyArray<TeamId>): ReadonlyMap<TeamId, Pointer> =>
  new Map(
    sql
      .all("SELECT id, team, link FROM pointers WHERE id IN (SELECT value FROM json_each(?))", JSON.stringify(ids))
      .map(({ id, team, link }) => [TeamId.make(String(id)), { team: TeamId.make(String(team)), link: Number(link) }])
  )

/** Within a transaction. */
const point = (sql: Statements, id: TeamId, pointer: Pointer): Pointed => {
  if (head(sql, id) !== undefined) return { _tag: "Team" }
  sql.run(
    `INSERT INTO pointers VALUES (?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET link = excluded.link WHERE team = excluded.team AND link < excluded.link`,
    id,
    pointer.team,
    pointer.link
  )
  return { _tag: "Pointer", pointer: pointersAt(sql, [id]).get(id) ?? pointer }
}

/** The number of the team with the id that is bound next. */
const numberOf = "(SELECT number FROM teams WHERE id = ?)"

const roster = (sql: Statements, id: TeamId): Option.Option<SeenRoster> =>
  Option.map(
    Option.fromUndefinedOr(sql.one(`SELECT schema_version, json FROM rosters WHERE team = ${numberOf}`, id)),
    (row) => readColumns(rosterCodec, id, row)
  )

const make = Effect.gen(function* () {
  const database = yield* SqliteDatabase

  return TeamStore.of({
    load: (id) => database.look((sql) => load(sql, id)),

    loadIfChanged: (id, version) =>
      database.look((sql) => (versionOf(sql, id) === version ? unchanged : load(sql, id))),

    loadMany: (ids) =>
      Effect.flatMap(
        database.read((sql) =>
          sql.all(`${storedTeams} WHERE id IN (SELECT value FROM json_each(?))`, JSON.stringify(ids))
        ),
        readStoredTeams
      ),

    create: Effect.fnUntraced(function* (commit) {
      const { id } = commit.team
      const ready = prepared(commit)
      const at = yield* now
      const result = yield* database.write((sql): Result.Result<Stored, TeamAlreadyStored> => {
        const before = head(sql, id)
        if (before === undefined && !pointersAt(sql, [id]).has(id)) return Result.succeed(writeFirst(sql, ready, at))
        return before?.["commit_id"] === commit.commitId
          ? Result.succeed(Option.getOrThrow(load(sql, id)))
          : Result.fail(new TeamAlreadyStored({ id }))
      })
      return yield* Effect.fromResult(result)
    }),

    commit: Effect.fnUntraced(function* (expected, commit) {
      const { id } = commit.team
      const ready = prepared(commit)
      const at = yield* now
      const result = yield* database.write((sql): Result.Result<Stored, StaleTeam> => {
        const before = head(sql, id)
        if (before === undefined) return Result.fail(new StaleTeam({ id }))
        if (before["commit_id"] === commit.commitId) return Result.succeed(Option.getOrThrow(load(sql, id)))
        return String(before["revision"]) === expected
          ? Result.succeed(writeNext(sql, ready, before, at))
          : Result.fail(new StaleTeam({ id }))
      })
      return yield* Effect.fromResult(result)
    }),

    claim: Effect.fnUntraced(function* (worker, limit, leaseMillis) {
      const at = yield* now
      if (!(yield* database.look((sql) => isAnyDue(sql, at)))) return []
      const { claims, unreadable } = yield* database.write((sql) => claimDue(sql, worker, limit, leaseMillis, at))
      yield* logUnreadable(unreadable)
      return claims
    }),

    release: (id, fence) =>
      Effect.flatMap(now, (at) =>
        Effect.asVoid(
          database.write((sql) =>
            sql.run(
              `UPDATE teams SET revision = revision + 1, lease_holder = NULL, lease_until = NULL
               WHERE id = ? AND fence = ? AND lease_until > ?`,
              id,
              fence,
              at
            )
          )
        )
      ),

    nextDue: () =>
      database.look((sql) => {
        const row = sql.one("SELECT min(claimable_at) AS at FROM teams WHERE claimable_at IS NOT NULL")
        return Option.fromUndefinedOr(row === undefined ? undefined : timestampIn(row, "at"))
      }),

    chunks: (id) =>
      database.look((sql) =>
        sql
          .all(`SELECT schema_version, json FROM chunks WHERE team = ${numberOf} ORDER BY chunk`, id)
          .map((row) => readColumns(chunkCodec, id, row))
      ),

    chunk: (id, chunk) =>
      database.look((sql) =>
        Option.fromUndefinedOr(
          sql.one(`SELECT schema_version, json FROM chunks WHERE team = ${numberOf} AND chunk = ?`, id, chunk)
        ).pipe(Option.map((row) => readColumns(chunkCodec, id, row)))
      ),

    roster: (id) => database.look((sql) => roster(sql, id)),

    list: Effect.fnUntraced(function* (filter, request) {
      const { rows, ...more } = yield* Effect.fromResult(yield* database.read((sql) => listPage(sql, filter, request)))
      return { items: yield* readStoredTeams(rows), ...more }
    }),

    timeline: (id, after, limit) =>
      database.look((sql) =>
        sql
          .all(
            `SELECT position, schema_version, json FROM events
             WHERE team = ${numberOf} AND position > ? ORDER BY position LIMIT ?`,
            id,
            after,
            limit
          )
          .map((row) => ({ position: Number(row["position"]), event: readColumns(eventCodec, id, row) }))
      ),

    publish: Effect.fnUntraced(function* (incidents) {
      // Most were published before: then the writer's lock isn't needed.
      const fresh = yield* database.read((sql) => incidents.filter((incident) => !isPublished(sql, incident)))
      if (fresh.length === 0) return
      const at = yield* now
      yield* database.write((sql) => publish(sql, fresh, at))
    }),

    changes: Effect.fnUntraced(function* (cursor, limit) {
      const { found, ...after } = yield* Effect.fromResult(
        yield* database.read((sql) => changesAfter(sql, cursor, limit))
      )
      return { changes: yield* readable(found), ...after }
    }),

    answered: (id, scope, key) =>
      Effect.flatMap(now, (at) =>
        database.look((sql) =>
          Option.fromUndefinedOr(
            sql.one(
              `SELECT body_hash, answer, expires_at FROM answers
               WHERE team = ${numberOf} AND scope = ? AND key = ? AND expires_at > ?`,
              id,
              scope,
              key,
              at
            )
          ).pipe(
            Option.map((row) => ({
              scope,
              key,
              bodyHash: String(row["body_hash"]),
              answer: String(row["answer"]),
              expiresAt: timestampOf(Number(row["expires_at"]))
            }))
          )
        )
      ),

    pointers: (ids) => database.look((sql) => pointersAt(sql, ids)),

    point: (id, pointer) => database.write((sql) => point(sql, id, pointer)),

    unpoint: (id, { team, link }) =>
      Effect.asVoid(
        database.write((sql) => sql.run("DELETE FROM pointers WHERE id = ? AND team = ? AND link = ?", id, team, link))
      )
  })
})

/** On a database that is provided; with the other stores on the same one, they share its connection. */
export const layerOn = Layer.effect(TeamStore, make)

/** On the configured file. */
export const layer = Layer.provide(layerOn, databaseLayer)
