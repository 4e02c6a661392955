import { StoreUnavailable, TeamStore } from "@incident-teams/application/ports/TeamStore"
import { firstCommit, idOf, nextCommit, renamed } from "@incident-teams/application/testing/team-store/commits"
import { postgresPrograms, type PostgresServer, startPostgres } from "@incident-teams/testkit/PostgresServer"
import { ConfigProvider, Effect, Layer, Option, Queue, Redacted, Stream } from "effect"
import { afterAll, beforeAll, expect, it } from "vitest"
import { commitsIn } from "./commitsElsewhere.ts"
import { partsOf } from "./PostgresSettings.ts"
import * as PostgresTeamStore from "./PostgresTeamStore.ts"
import { onPostgres } from "./testing/postgresUnderTest.ts"

let server: PostgresServer | undefined

const stop = (mode: "fast" | "immediate") => Effect.promise(async () => server?.stop(mode))
const start = Effect.promise(async () => server?.start())

const onServer = <A, E>(body: Effect.Effect<A, E, TeamStore>) =>
  Effect.suspend(() =>
    Effect.provide(
      body,
      Layer.provide(
        PostgresTeamStore.layer,
        ConfigProvider.layer(ConfigProvider.fromUnknown({ POSTGRES_URL: server?.url ?? "" }))
      )
    )
  )

onPostgres(() => {
  beforeAll(async () => {
    if (postgresPrograms() !== undefined) server = await startPostgres()
  })
  afterAll(async () => {
    await server?.remove()
  })

  it.skipIf(postgresPrograms() === undefined).each(["fast", "immediate"] as const)(
    "says that the database is gone, goes on when it is back, and has lost nothing (%s)",
    (mode) =>
      Effect.runPromise(
        onServer(
          Effect.gen(function* () {
            const store = yield* TeamStore
            const n = mode === "fast" ? 1 : 2
            const first = yield* store.create(firstCommit(n))
            yield* stop(mode)
            const refused = yield* Effect.flip(store.commit(first.version, nextCommit(first)))
            expect(refused).toBeInstanceOf(StoreUnavailable)
            expect(refused.message).toContain("can't be reached")
            yield* start
            const after = Option.getOrThrow(yield* store.load(idOf(n)))
            expect(after).toStrictEqual(first)
            const second = yield* store.commit(after.version, nextCommit(after, { events: [renamed("after")] }))
            expect(yield* store.load(idOf(n))).toStrictEqual(Option.some(second))
          })
        )
      )
  )

  it.skipIf(postgresPrograms() === undefined)("listens for commits again when the database is back", () =>
    Effect.runPromise(
      onServer(
        Effect.gen(function* () {
          const store = yield* TeamStore
          const parts = yield* partsOf(Redacted.make(server?.url ?? ""))
          const rings = yield* Queue.unbounded<void>()
          const follow = commitsIn({ ...parts, schema: "incident_teams", connections: 2 })
          yield* Effect.forkScoped(Stream.runForEach(follow, () => Queue.offer(rings, undefined)))
          // One ring says that it listens.
          yield* Queue.take(rings)
          yield* stop("fast")
          yield* start
          yield* Queue.take(rings)
          yield* store.create(firstCommit(3))
          yield* Queue.take(rings)
        }).pipe(Effect.scoped)
      )
    )
  )
})
