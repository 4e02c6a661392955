import type { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { firstCommit, idOf, lastCommit, nextCommit, soc } from "@incident-teams/application/testing/team-store/commits"
import { plus, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { Effect } from "effect"
import { describe, expect, it } from "vitest"
import { tenant } from "./testing/cosmosUnderTest.ts"
import { onStores } from "./testing/onPlace.ts"

const longAgo = timestampOf(0)
const inAYear = plus(timestampOf(Date.now()), 365 * 86_400_000)

/** What was asked of Cosmos DB for something: its operations by name, and how many items queries had to load. */
const askedFor = <A, E>(something: Effect.Effect<A, E>) =>
  Effect.gen(function* () {
    const simulated = yield* Effect.promise(() => tenant())
    yield* Effect.promise(() => simulated.forgetCalls())
    yield* something
    const calls = yield* Effect.promise(() => simulated.calls("cosmos"))
    return {
      operations: calls.map(({ operation = "" }) => operation).toSorted(),
      itemsRead: calls.reduce((sum, { itemsRead = 0 }) => sum + itemsRead, 0)
    }
  })

/** Each thing that the application does with a store, as the store sees it, beside so many other teams. */
const costs = (others: number) =>
  onStores((store: TeamStore["Service"]) =>
    Effect.gen(function* () {
      yield* Effect.forEach(
        Array.from({ length: others }, (_, n) => n + 100),
        (n) => store.create(firstCommit(n, { dueAt: inAYear })),
        { concurrency: 16, discard: true }
      )
      // The SDK asks once which physical partitions there are.
      yield* store.nextDue()
      const load = Effect.flatMap(store.load(idOf(1)), (stored) => Effect.fromOption(stored))
      const create = yield* askedFor(
        Effect.andThen(store.load(idOf(1)), store.create(firstCommit(1, { dueAt: longAgo })))
      )
      const read = yield* askedFor(
        Effect.all([store.load(idOf(1)), store.chunks(idOf(1)), store.roster(idOf(1)), store.timeline(idOf(1), 0, 50)])
      )
      const observe = yield* askedFor(
        Effect.flatMap(load, (stored) => store.commit(stored.version, nextCommit(stored, { dueAt: longAgo })))
      )
      const step = yield* askedFor(
        Effect.gen(function* () {
          const [claim] = yield* store.claim("ann", 32, 60_000)
          const begun = yield* store.commit(claim!.stored.version, nextCommit(claim!.stored, { dueAt: longAgo }))
          yield* store.commit(begun.version, lastCommit(begun, { dueAt: inAYear }))
        })
      )
      const idle = yield* askedFor(store.claim("ann", 32, 60_000))
      const page = yield* askedFor(store.list({ workspace: soc }, { limit: 1 }))
      return { create, read, observe, step, idle, page: page.operations }
    })
  )

describe("what is asked of Cosmos DB", () => {
  it("doesn't grow with the teams that are stored, and only what is due is read for a claim", async () => {
    const [few, many] = [await costs(3), await costs(300)]
    expect(many).toEqual(few)
    expect(few).toMatchObject({
      create: { operations: ["batch", "read"] },
      // The SDK asks for a plan of each query, also within a partition.
      read: { operations: ["query", "query", "queryPlan", "queryPlan", "read", "read"] },
      observe: { operations: ["batch", "read"] },
      // A query of all partitions asks each of the two physical ones.
      step: { operations: ["batch", "batch", "patch", "query", "query", "queryPlan"], itemsRead: 1 },
      idle: { operations: ["query", "query", "queryPlan"], itemsRead: 0 }
    })
  })
})
