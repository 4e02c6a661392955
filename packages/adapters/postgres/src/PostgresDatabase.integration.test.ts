import { StoreUnavailable, TeamStore, UnknownContinuation } from "@incident-teams/application/ports/TeamStore"
import { onStore } from "@incident-teams/application/testing/StoreUnderTest"
import { firstCommit, idOf, nextCommit, renamed } from "@incident-teams/application/testing/team-store/commits"
import { Effect, Layer, Option, Stream } from "effect"
import { TestClock } from "effect/testing"
import { expect, it } from "vitest"
import { commitsIn } from "./commitsElsewhere.ts"
import { migrations } from "./migrations.ts"
import { DatabaseTooNew, makeOn, PostgresDatabase } from "./PostgresDatabase.ts"
import { layerOn } from "./PostgresTeamStore.ts"
import { emptyPlace, newSchema, onPostgres, testPool, testSettings, underTest } from "./testing/postgresUnderTest.ts"

const query = (text: string) => Effect.promise(async () => (await testPool()).query(text))

const opened = (schema: string) =>
  Effect.flatMap(
    Effect.promise(() => testPool()),
    (pool) => makeOn(pool, schema)
  )

onPostgres(() => {
  it("makes its tables once, however many begin at the same moment", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const schema = newSchema()
        yield* Effect.forEach([1, 2, 3, 4], () => opened(schema), { concurrency: "unbounded" })
        const { rows } = yield* query(`SELECT version FROM ${schema}.schema_version`)
        expect(rows).toEqual([{ version: migrations.length }])
        expect((yield* query(`SELECT last FROM ${schema}.feed`)).rows).toEqual([{ last: "0" }])
      })
    ))

  it("leaves tables alone that a newer program has made, and says so", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const schema = newSchema()
        yield* opened(schema)
        yield* query(`UPDATE ${schema}.schema_version SET version = ${migrations.length + 1}`)
        const refused = yield* Effect.flip(opened(schema))
        expect(refused).toBeInstanceOf(DatabaseTooNew)
        expect(refused.message).toContain("Start the newer program again")
      })
    ))

  it("works as a role that may read and write only, and tells such a role what it lacks", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const [schema, role] = [newSchema(), newSchema()]
        const withRole = <A, E>(body: Effect.Effect<A, E, TeamStore>, inSchema: string) =>
          Effect.gen(function* () {
            const { Pool } = yield* Effect.promise(() => import("pg"))
            const { database, host, port } = yield* Effect.promise(() => testSettings(inSchema))
            const pool = yield* Effect.acquireRelease(
              Effect.sync(() => new Pool({ host, port, database, user: role })),
              (made) => Effect.promise(() => made.end())
            )
            const place = Layer.effect(PostgresDatabase, makeOn(pool, inSchema))
            return yield* Effect.provide(body, Layer.provide(layerOn, place))
          }).pipe(Effect.scoped)
        yield* opened(schema)
        yield* query(`CREATE ROLE ${role} LOGIN; GRANT USAGE ON SCHEMA ${schema} TO ${role};
          GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${schema} TO ${role}`)
        const stored = yield* withRole(
          Effect.flatMap(TeamStore, (store) => store.create(firstCommit(1))),
          schema
        )
        expect(stored.id).toBe(idOf(1))
        const refused = yield* Effect.flip(withRole(Effect.asVoid(TeamStore), newSchema()))
        expect(refused).toBeInstanceOf(StoreUnavailable)
        expect(String(refused)).toContain("incident-teams-server provision")
        yield* query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
      })
    ))

  it("forgets changes after 30 days, and tells so to a follower that comes back later", () =>
    onStore(
      underTest(layerOn),
      Effect.gen(function* () {
        const store = yield* TeamStore
        const { cursor } = yield* store.changes(Option.none(), 1)
        const first = yield* store.create(firstCommit(1))
        const { cursor: later } = yield* store.changes(Option.some(cursor), 10)
        yield* TestClock.adjust("31 days")
        yield* store.commit(first.version, nextCommit(first))
        expect(yield* Effect.flip(store.changes(Option.some(cursor), 10))).toBeInstanceOf(UnknownContinuation)
        expect((yield* store.changes(Option.some(later), 10)).changes).toMatchObject([{ from: 2, to: 2 }])
      })
    ))

  it("recognizes a commit whose answer was lost after it was made", () =>
    onStore(
      underTest(layerOn),
      Effect.gen(function* () {
        const store = yield* TeamStore
        const first = yield* store.create(firstCommit(1))
        const commit = nextCommit(first, { events: [renamed("once")] })
        const [one, again] = yield* Effect.all(
          [store.commit(first.version, commit), store.commit(first.version, commit)],
          {
            concurrency: "unbounded"
          }
        )
        expect(again).toStrictEqual(one)
        expect(yield* store.timeline(idOf(1), 1, 10)).toEqual([{ position: 2, event: renamed("once") }])
      })
    ))

  it("tells other processes of a commit", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const schema = newSchema()
        const place = Layer.effect(PostgresDatabase, opened(schema))
        const store = yield* Effect.provide(TeamStore, Layer.provide(layerOn, place))
        const settings = yield* Effect.promise(() => testSettings(schema))
        const told: Array<string> = []
        // The first says that it listens; each later one that something was committed.
        yield* commitsIn(settings).pipe(
          Stream.take(2),
          Stream.runForEach(() =>
            Effect.gen(function* () {
              told.push("told")
              if (told.length === 1) yield* store.create(firstCommit(1))
            })
          )
        )
        expect(told).toHaveLength(2)
      })
    ))

  it("reads a page along the index on creation, however many teams there are", () =>
    Effect.runPromise(
      Effect.gen(function* () {
        const database = yield* PostgresDatabase
        const rows = yield* database.run("repeatable", {
          text: "EXPLAIN SELECT id FROM $schema.teams ORDER BY created_at DESC, id LIMIT 50",
          values: []
        })
        expect(JSON.stringify(rows)).toContain("teams_by_creation")
      }).pipe(Effect.provide(emptyPlace()))
    ))
})
