import { Effect, Option } from "effect"
import { TestClock } from "effect/testing"
import { expect, it } from "vitest"
import { StaleTeam, type Stored, TeamStore } from "../../ports/TeamStore.ts"
import { onStore, onTwoStores, type StoreUnderTest } from "../StoreUnderTest.ts"
import { firstCommit, idOf, lastCommit, nextCommit, seconds } from "./commits.ts"

const lease = 60_000

/** claim, release, nextDue: who may work on a team, and until when. */
export const claiming = (under: StoreUnderTest<TeamStore>): void => {
  const test = (name: string, body: Effect.Effect<void, unknown, TeamStore>) => it(name, () => onStore(under, body))
  const id = idOf(1)

  const claimed = (worker: string, limit = 10) =>
    Effect.map(
      Effect.flatMap(TeamStore, (store) => store.claim(worker, limit, lease)),
      (claims) => claims.map(({ stored }) => stored.id)
    )
  const loaded = Effect.flatMap(TeamStore, (store) => Effect.flatMap(store.load(id), Effect.fromOption))
  const nextDue = Effect.flatMap(TeamStore, (store) => store.nextDue())

  test(
    "has nothing to claim where nothing is due",
    Effect.gen(function* () {
      const store = yield* TeamStore
      expect(yield* claimed("ann")).toEqual([])
      expect(yield* nextDue).toEqual(Option.none())
      yield* store.create(firstCommit(1, { dueAt: "never" }))
      yield* TestClock.adjust("365 days")
      expect(yield* claimed("ann")).toEqual([])
      expect(yield* nextDue).toEqual(Option.none())
    })
  )

  test(
    "claims from the moment on that a team is due",
    Effect.gen(function* () {
      const store = yield* TeamStore
      yield* store.create(firstCommit(1, { dueAt: seconds(10) }))
      expect(yield* nextDue).toEqual(Option.some(seconds(10)))
      yield* TestClock.setTime(seconds(10) - 1)
      expect(yield* claimed("ann")).toEqual([])
      yield* TestClock.setTime(seconds(10))
      expect(yield* claimed("ann")).toEqual([id])
    })
  )

  test(
    "tells when the next team can be claimed, also when that is past",
    Effect.gen(function* () {
      const store = yield* TeamStore
      yield* store.create(firstCommit(1, { dueAt: seconds(20) }))
      yield* store.create(firstCommit(2, { dueAt: seconds(-20) }))
      yield* store.create(firstCommit(3, { dueAt: "never" }))
      expect(yield* nextDue).toEqual(Option.some(seconds(-20)))
      yield* claimed("ann")
      expect(yield* nextDue).toEqual(Option.some(seconds(20)))
    })
  )

  test(
    "claims the longest due first, no more than asked for",
    Effect.gen(function* () {
      const store = yield* TeamStore
      for (const [n, due] of [-3, -50, 5, -7, -20].entries())
        yield* store.create(firstCommit(n, { dueAt: seconds(due) }))
      expect(yield* claimed("ann", 2)).toEqual([idOf(1), idOf(4)])
      expect(yield* claimed("bob", 10)).toEqual([idOf(3), idOf(0)])
      expect(yield* claimed("cid", 10)).toEqual([])
    })
  )

  test(
    "hands out a new fence and a lease, and changes nothing else",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const before = yield* store.create(firstCommit(1, { dueAt: seconds(-5) }))
      const [claim] = yield* store.claim("ann", 1, lease)
      const { version: _, ...rest } = before
      expect(claim).toStrictEqual({
        takenOver: false,
        stored: {
          ...rest,
          version: claim?.stored.version,
          schedule: { dueAt: seconds(-5), fence: 1, lease: { holder: "ann", until: seconds(60) } }
        }
      })
      expect(claim?.stored.version).not.toBe(before.version)
      expect(yield* loaded).toStrictEqual(claim?.stored)
      expect(yield* store.timeline(id, 1, 10)).toEqual([])
      // What was decided before the claim is decided again.
      expect(yield* Effect.flip(store.commit(before.version, nextCommit(before)))).toBeInstanceOf(StaleTeam)
    })
  )

  test(
    "counts the fence up with every claim, with any commits in between",
    Effect.gen(function* () {
      const store = yield* TeamStore
      yield* store.create(firstCommit(1))
      for (const fence of [1, 2, 3]) {
        const [claim] = yield* store.claim("ann", 1, lease)
        expect(claim?.stored.schedule.fence).toBe(fence)
        yield* store.commit(claim!.stored.version, lastCommit(claim!.stored))
      }
    })
  )

  test(
    "lets nobody else in before the lease ends, and then tells that it was taken over",
    Effect.gen(function* () {
      const store = yield* TeamStore
      yield* store.create(firstCommit(1))
      yield* claimed("ann")
      expect(yield* nextDue).toEqual(Option.some(seconds(60)))
      yield* TestClock.setTime(seconds(60) - 1)
      expect(yield* claimed("ann")).toEqual([])
      expect(yield* claimed("bob")).toEqual([])
      yield* TestClock.setTime(seconds(60))
      const [claim] = yield* store.claim("bob", 1, lease)
      expect(claim?.takenOver).toBe(true)
      expect(claim?.stored.schedule).toEqual({
        dueAt: seconds(0),
        fence: 2,
        lease: { holder: "bob", until: seconds(120) }
      })
    })
  )

  test(
    "gives the lease back with a commit: claimable when due, and not taken over",
    Effect.gen(function* () {
      const store = yield* TeamStore
      yield* store.create(firstCommit(1))
      const [first] = yield* store.claim("ann", 1, lease)
      yield* store.commit(first!.stored.version, lastCommit(first!.stored, { dueAt: seconds(5) }))
      expect(yield* nextDue).toEqual(Option.some(seconds(5)))
      yield* TestClock.setTime(seconds(5))
      const [second] = yield* store.claim("bob", 1, lease)
      expect(second).toMatchObject({ takenOver: false, stored: { schedule: { fence: 2 } } })
    })
  )

  test(
    "is claimable at the later of due time and lease end",
    Effect.gen(function* () {
      const store = yield* TeamStore
      yield* store.create(firstCommit(1))
      const [first] = yield* store.claim("ann", 1, lease)
      // The holder goes on, and what comes next is due long after its lease.
      const second = yield* store.commit(first!.stored.version, nextCommit(first!.stored, { dueAt: seconds(300) }))
      expect(yield* nextDue).toEqual(Option.some(seconds(300)))
      yield* store.commit(second.version, nextCommit(second, { dueAt: seconds(-300) }))
      expect(yield* nextDue).toEqual(Option.some(seconds(60)))
      yield* TestClock.setTime(seconds(60))
      expect(yield* claimed("bob")).toEqual([id])
    })
  )

  test(
    "shortens no lease by somebody else's commit",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const before = yield* store.create(firstCommit(1))
      yield* claimed("ann")
      // Loaded before the claim, so the lease that it doesn't know of can't be lost.
      expect(yield* Effect.flip(store.commit(before.version, nextCommit(before)))).toBeInstanceOf(StaleTeam)
      const seen = yield* loaded
      yield* store.commit(seen.version, nextCommit(seen, { dueAt: seconds(-1_000) }))
      expect((yield* loaded).schedule.lease).toEqual({ holder: "ann", until: seconds(60) })
      yield* TestClock.setTime(seconds(59))
      expect(yield* claimed("bob")).toEqual([])
    })
  )

  test(
    "tells with a claim on whose account the work is, and keeps it when the claim is given back",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const origins = { desiredState: { requestId: "0d2f6b9e-7a53-4f0c-9a6c-9e5f1b2c3d4e" } }
      const first = firstCommit(1)
      yield* store.create({ ...first, schedule: { ...first.schedule, origins } })
      const [claim] = yield* store.claim("ann", 1, lease)
      expect(claim?.stored.schedule.origins).toEqual(origins)
      yield* store.release(id, claim!.stored.schedule.fence)
      expect((yield* loaded).schedule.origins).toEqual(origins)
    })
  )

  test(
    "keeps the holder's fence over somebody else's commit, so that the outcome still counts",
    Effect.gen(function* () {
      const store = yield* TeamStore
      yield* store.create(firstCommit(1))
      const [claim] = yield* store.claim("ann", 1, lease)
      const { stored } = claim!
      yield* store.commit(stored.version, nextCommit(stored))
      expect(yield* Effect.flip(store.commit(stored.version, lastCommit(stored)))).toBeInstanceOf(StaleTeam)
      const again: Stored = yield* loaded
      expect(again.schedule.fence).toBe(stored.schedule.fence)
      yield* store.commit(again.version, lastCommit(again, { dueAt: "never" }))
      expect(yield* nextDue).toEqual(Option.none())
    })
  )

  test(
    "releases without a commit",
    Effect.gen(function* () {
      const store = yield* TeamStore
      yield* store.create(firstCommit(1))
      const [claim] = yield* store.claim("ann", 1, lease)
      yield* store.release(id, claim!.stored.schedule.fence)
      const after = yield* loaded
      expect(after).toStrictEqual({
        ...claim!.stored,
        version: after.version,
        schedule: { dueAt: seconds(0), fence: 1 }
      })
      expect(after.version).not.toBe(claim!.stored.version)
      const [next] = yield* store.claim("bob", 1, lease)
      expect(next).toMatchObject({ takenOver: false, stored: { schedule: { fence: 2 } } })
    })
  )

  test(
    "releases nothing that isn't held any more",
    Effect.gen(function* () {
      const store = yield* TeamStore
      yield* store.release(id, 0)
      yield* store.create(firstCommit(1))
      yield* store.release(id, 0)
      yield* claimed("ann")
      // Another fence than that of the lease.
      const held = yield* loaded
      yield* store.release(id, 0)
      yield* store.release(id, 2)
      expect(yield* loaded).toStrictEqual(held)
      // Run out, though nobody took it over yet: the next one has to know.
      yield* TestClock.setTime(seconds(60))
      yield* store.release(id, 1)
      expect(yield* loaded).toStrictEqual(held)
      const [claim] = yield* store.claim("bob", 1, lease)
      expect(claim?.takenOver).toBe(true)
      // Taken over.
      yield* store.release(id, 1)
      expect(yield* loaded).toStrictEqual(claim?.stored)
    })
  )

  it("never has two holders at once, however many claim at the same moment", () =>
    onTwoStores(under, TeamStore, (one, other) =>
      Effect.gen(function* () {
        const teams = 30
        for (let n = 0; n < teams; n++) yield* one.create(firstCommit(n, { dueAt: seconds(-n) }))
        const rounds = 3
        for (let round = 0; round < rounds; round++) {
          const claims = yield* Effect.forEach(
            Array.from({ length: 10 }, (_, worker) => worker),
            (worker) => (worker % 2 === 0 ? one : other).claim(`worker ${worker}`, 7, lease),
            { concurrency: "unbounded" }
          )
          const holders = new Map(claims.flat().map(({ stored }) => [stored.id, stored.schedule.lease?.holder]))
          // Nobody is claimed twice.
          expect(claims.flat()).toHaveLength(holders.size)
          // A worker that lost a race may have left some behind; the next one finds them.
          for (const { stored } of yield* other.claim("late", teams, lease)) {
            expect(holders.has(stored.id)).toBe(false)
            holders.set(stored.id, "late")
          }
          expect(holders.size).toBe(teams)
          for (const [team, holder] of holders) {
            const { schedule } = yield* Effect.flatMap(one.load(team), Effect.fromOption)
            expect(schedule).toMatchObject({ fence: round + 1, lease: { holder } })
          }
          yield* TestClock.adjust(lease)
        }
      })
    ))
}
