import {
  StaleTeam,
  type Stored,
  type StoreUnavailable,
  TeamAlreadyStored,
  TeamStore,
  unchanged,
  UnknownContinuation
} from "@incident-teams/application/ports/TeamStore"
import { readColumns } from "@incident-teams/application/records/jsonColumns"
import { chunkCodec, eventCodec, rosterCodec } from "@incident-teams/application/records/TeamCodec"
import {
  readStoredTeam,
  readStoredTeams,
  teamColumns,
  teamIdIn,
  timestampIn
} from "@incident-teams/application/records/teamColumns"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { type Timestamp, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { Clock, Effect, Layer, Option, Schema } from "effect"
import { changesAfter } from "./changesAfter.ts"
import { claimDue } from "./claimDue.ts"
import { continuationAt, listPage, placeOf } from "./listPage.ts"
import { point, pointersAt, unpoint } from "./pointers.ts"
import { layer as databaseLayer, PostgresDatabase, type Row } from "./PostgresDatabase.ts"
import { publication } from "./publish.ts"
import { answerKey, firstCommit, nextCommit, storedAfter } from "./writeCommit.ts"

const now: Effect.Effect<Timestamp> = Effect.map(Clock.currentTimeMillis, timestampOf)

const versionShape = /^\d{1,15}$/u

const Answer = Schema.fromJsonString(Schema.Struct({ bodyHash: Schema.String, answer: Schema.String }))
const decodeAnswer = Schema.decodeUnknownSync(Answer)

const make = Effect.gen(function* () {
  const database = yield* PostgresDatabase

  /** Reads; a read can always be repeated. */
  const ask = (text: string, ...values: ReadonlyArray<unknown>) => database.run("repeatable", { text, values })

  const load = (id: TeamId): Effect.Effect<Option.Option<Stored>, StoreUnavailable> =>
    Effect.map(ask(`SELECT ${teamColumns} FROM $schema.teams WHERE id = $1`, id), ([row]) =>
      Option.map(Option.fromUndefinedOr(row), readStoredTeam)
    )

  /** The write was refused, unless it is this very commit that is stored: then an earlier answer was lost. */
  const orEarlier = <E>(id: TeamId, commitId: string, refusal: E): Effect.Effect<Stored, E | StoreUnavailable> =>
    Effect.flatMap(
      load(id),
      Option.match({
        onNone: () => Effect.fail(refusal),
        onSome: (stored) => (stored.commitId === commitId ? Effect.succeed(stored) : Effect.fail(refusal))
      })
    )

  return TeamStore.of({
    load,

    loadIfChanged: (id, version) =>
      versionShape.test(version)
        ? Effect.map(
            ask(
              `SELECT teams.revision = $2::bigint AS same, found.* FROM $schema.teams LEFT JOIN LATERAL (
                 SELECT ${teamColumns} WHERE teams.revision <> $2::bigint
               ) found ON true WHERE teams.id = $1`,
              id,
              version
            ),
            ([row]) => (row?.["same"] === true ? unchanged : Option.map(Option.fromUndefinedOr(row), readStoredTeam))
          )
        : load(id),

    loadMany: (ids) =>
      Effect.flatMap(ask(`SELECT ${teamColumns} FROM $schema.teams WHERE id = ANY ($1::text[])`, ids), readStoredTeams),

    create: Effect.fnUntraced(function* (commit) {
      const { id } = commit.team
      const [row] = yield* database.run("repeatable", firstCommit(commit, yield* now, database.channel))
      return row === undefined
        ? yield* orEarlier(id, commit.commitId, new TeamAlreadyStored({ id }))
        : storedAfter(commit, row)
    }),

    commit: Effect.fnUntraced(function* (expected, commit) {
      const { id } = commit.team
      const [row] = versionShape.test(expected)
        ? yield* database.run("repeatable", nextCommit(expected, commit, yield* now, database.channel))
        : []
      return row === undefined ? yield* orEarlier(id, commit.commitId, new StaleTeam({ id })) : storedAfter(commit, row)
    }),

    claim: Effect.fnUntraced(function* (worker, limit, leaseMillis) {
      const rows = yield* database.run("once", claimDue(worker, limit, leaseMillis, yield* now))
      const longestFirst = rows.toSorted((a, b) => Number(a["was_claimable_at"]) - Number(b["was_claimable_at"]))
      const leased = new Set(rows.filter((row) => row["was_leased"] === true).map(teamIdIn))
      const found = yield* readStoredTeams(longestFirst)
      return found.map((stored) => ({ stored, takenOver: leased.has(stored.id) }))
    }),

    release: (id, fence) =>
      Effect.flatMap(now, (at) =>
        Effect.asVoid(
          ask(
            `UPDATE $schema.teams SET revision = revision + 1, lease_holder = NULL, lease_until = NULL
             WHERE id = $1 AND fence = $2 AND lease_until > $3`,
            id,
            fence,
            at
          )
        )
      ),

    nextDue: () =>
      Effect.map(ask("SELECT min(claimable_at) AS at FROM $schema.teams WHERE claimable_at IS NOT NULL"), ([row]) =>
        Option.fromUndefinedOr(row === undefined ? undefined : timestampIn(row, "at"))
      ),

    chunks: (id) =>
      Effect.map(ask("SELECT schema_version, json FROM $schema.chunks WHERE team = $1 ORDER BY chunk", id), (rows) =>
        rows.map((row) => readColumns(chunkCodec, id, row))
      ),

    chunk: (id, chunk) =>
      Effect.map(
        ask("SELECT schema_version, json FROM $schema.chunks WHERE team = $1 AND chunk = $2", id, chunk),
        ([row]) => Option.map(Option.fromUndefinedOr(row), (found) => readColumns(chunkCodec, id, found))
      ),

    roster: (id) =>
      Effect.map(ask("SELECT schema_version, json FROM $schema.rosters WHERE team = $1", id), ([row]) =>
        Option.map(Option.fromUndefinedOr(row), (found) => readColumns(rosterCodec, id, found))
      ),

    list: Effect.fnUntraced(function* (filter, { limit, next }) {
      const after = next === undefined ? undefined : placeOf(next)
      if (next !== undefined && after === undefined) return yield* new UnknownContinuation({ next })
      const rows = yield* database.run("repeatable", listPage(filter, limit + 1, after))
      const items = yield* readStoredTeams(rows.slice(0, limit))
      const last = rows.length > limit ? rows[limit - 1] : undefined
      return { items, ...(last === undefined ? {} : { next: continuationAt(last) }) }
    }),

    timeline: (id, after, limit) =>
      Effect.map(
        ask(
          `SELECT position, schema_version, json FROM $schema.events
           WHERE team = $1 AND position > $2 ORDER BY position LIMIT $3`,
          id,
          after,
          limit
        ),
        (rows) =>
          rows.map((row: Row) => ({ position: Number(row["position"]), event: readColumns(eventCodec, id, row) }))
      ),

    publish: Effect.fnUntraced(function* (incidents) {
      if (incidents.length > 0) yield* database.run("repeatable", publication(incidents, yield* now, database.channel))
    }),

    changes: (cursor, limit) => changesAfter(database, cursor, limit),

    answered: Effect.fnUntraced(function* (id, scope, key) {
      const [row] = yield* ask(
        "SELECT json, expires_at FROM $schema.answers WHERE team = $1 AND key = $2 AND expires_at > $3",
        id,
        answerKey(scope, key),
        yield* now
      )
      return Option.map(Option.fromUndefinedOr(row), (found) => ({
        scope,
        key,
        ...decodeAnswer(found["json"]),
        expiresAt: timestampOf(Number(found["expires_at"]))
      }))
    }),

    pointers: (ids) => pointersAt(database, ids),

    point: (id, pointer) => point(database, id, pointer),

    unpoint: (id, pointer) => unpoint(database, id, pointer)
  })
})

/** On a database that is provided; with the other stores on the same one, they share its connections. */
export const layerOn = Layer.effect(TeamStore, make)

/** On the configured database. */
export const layer = Layer.provide(layerOn, databaseLayer)
