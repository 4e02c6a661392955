import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { plus } from "@incident-teams/domain/ids/Timestamp"
import { Effect, Option, Result } from "effect"
import { TestClock } from "effect/testing"
import { expect, it } from "vitest"
import { type Change, statesAreKept, TeamStore, UnknownContinuation } from "../../ports/TeamStore.ts"
import { onStore, onTwoStores, start, type StoreUnderTest } from "../StoreUnderTest.ts"
import { chunkOf, firstCommit, idOf, incidentOf, nextCommit, renamed } from "./commits.ts"

type Store = TeamStore["Service"]

/** Everything after `cursor`, and the cursor after it. A store may tell a change twice; nobody waits for that. */
const drain = (store: Store, cursor: string, limit: number) =>
  Effect.gen(function* () {
    const all: Array<Change> = []
    let at = cursor
    for (;;) {
      const { changes, cursor: next } = yield* store.changes(Option.some(at), limit)
      expect(changes.length).toBeLessThanOrEqual(limit)
      if (changes.length === 0) return { all, cursor: next }
      all.push(...changes)
      at = next
    }
  })

const fromNowOn = (store: Store) => Effect.map(store.changes(Option.none(), 10), ({ cursor }) => cursor)

/** What was told of one team, each change once: in order, by the places of its events. */
const toldOf = (team: TeamId, all: ReadonlyArray<Change>): ReadonlyArray<readonly [from: number, to: number]> => {
  const told: Array<readonly [number, number]> = []
  for (const { from, to } of all.filter((change) => "team" in change).filter((change) => change.team === team)) {
    if (!told.some(([f, t]) => f === from && t === to)) told.push([from, to])
  }
  return told
}

const teamsIn = (all: ReadonlyArray<Change>): ReadonlySet<TeamId> =>
  new Set(all.flatMap((change) => ("team" in change ? change.team : [])))

/** The states that were told, each once: in order for each incident. */
const statesIn = (all: ReadonlyArray<Change>): ReadonlyArray<string> => [
  ...new Set(all.flatMap((change) => ("incident" in change ? `${change.incident.number} ${change.incident.etag}` : [])))
]

/** changes: what was committed, for followers. */
export const changes = (under: StoreUnderTest<TeamStore>): void => {
  const test = (name: string, body: (store: Store) => Effect.Effect<void, unknown>) =>
    it(name, () => onStore(under, Effect.flatMap(TeamStore, body)))

  test("begins from now on", (store) =>
    Effect.gen(function* () {
      const empty = yield* fromNowOn(store)
      expect((yield* drain(store, empty, 10)).all).toEqual([])
      yield* store.create(firstCommit(1))
      const now = yield* store.changes(Option.none(), 10)
      expect(now.changes).toEqual([])
      expect((yield* drain(store, now.cursor, 10)).all).toEqual([])
      expect(toldOf(idOf(1), (yield* drain(store, empty, 10)).all)).toEqual([[1, 1]])
    }))

  test("tells every commit, a team's in order, with the places of its events", (store) =>
    Effect.gen(function* () {
      const begin = yield* fromNowOn(store)
      let one = yield* store.create(firstCommit(1, { events: [renamed("a")] }))
      const two = yield* store.create(firstCommit(2))
      one = yield* store.commit(one.version, nextCommit(one, { events: [renamed("b"), renamed("c"), renamed("d")] }))
      yield* store.commit(two.version, nextCommit(two))
      one = yield* store.commit(one.version, nextCommit(one, { events: [] }))
      yield* store.commit(one.version, nextCommit(one))
      const { all } = yield* drain(store, begin, 10)
      // Without events: from after to, at the place where the next one will stand.
      expect(toldOf(idOf(1), all)).toEqual([
        [1, 2],
        [3, 5],
        [6, 5],
        [6, 6]
      ])
      expect(toldOf(idOf(2), all)).toEqual([
        [1, 1],
        [2, 2]
      ])
    }))

  test("has what it tells: the events are in the timeline by then", (store) =>
    Effect.gen(function* () {
      const begin = yield* fromNowOn(store)
      yield* store.create(firstCommit(1, { events: [renamed("a"), renamed("b")] }))
      const [change] = (yield* drain(store, begin, 10)).all
      if (change === undefined || !("team" in change)) throw new Error("the commit isn't told")
      const told = yield* store.timeline(change.team, change.from - 1, change.to - change.from + 1)
      expect(told.map(({ position }) => position)).toEqual([1, 2, 3])
    }))

  test("tells no more at once than asked for, and goes on from any change's cursor", (store) =>
    Effect.gen(function* () {
      const begin = yield* fromNowOn(store)
      for (let n = 0; n < 7; n++) yield* store.create(firstCommit(n))
      const { all, cursor } = yield* drain(store, begin, 3)
      expect(teamsIn(all)).toEqual(new Set(Array.from({ length: 7 }, (_, n) => idOf(n))))
      for (const [index, change] of all.entries()) {
        const after = teamsIn((yield* drain(store, change.cursor, 10)).all)
        for (const team of teamsIn(all.slice(index + 1))) expect(after).toContain(team)
      }
      expect((yield* drain(store, cursor, 3)).all).toEqual([])
    }))

  test("gives a cursor that goes on also when nothing was committed", (store) =>
    Effect.gen(function* () {
      let cursor = yield* fromNowOn(store)
      for (let n = 0; n < 3; n++) ({ cursor } = yield* store.changes(Option.some(cursor), 10))
      yield* store.create(firstCommit(1))
      expect(toldOf(idOf(1), (yield* drain(store, cursor, 10)).all)).toEqual([[1, 1]])
    }))

  test("tells a follower that comes back after a year everything, or that it has to begin again", (store) =>
    Effect.gen(function* () {
      const begin = yield* fromNowOn(store)
      const first = yield* store.create(firstCommit(1))
      const { cursor: later } = yield* store.changes(Option.some(begin), 10)
      yield* TestClock.adjust("366 days")
      yield* store.commit(first.version, nextCommit(first))
      const told = yield* Effect.result(drain(store, begin, 10))
      if (Result.isSuccess(told)) {
        expect(toldOf(idOf(1), told.success.all)).toEqual([
          [1, 1],
          [2, 2]
        ])
      } else expect(told.failure).toBeInstanceOf(UnknownContinuation)
      // It has missed nothing that was forgotten.
      expect(toldOf(idOf(1), (yield* drain(store, later, 10)).all)).toEqual([[2, 2]])
    }))

  test("doesn't tell of claims, releases and refused commits", (store) =>
    Effect.gen(function* () {
      const stored = yield* store.create(firstCommit(1))
      const cursor = yield* fromNowOn(store)
      const [claim] = yield* store.claim("ann", 1, 60_000)
      yield* Effect.flip(store.commit(stored.version, nextCommit(stored)))
      yield* Effect.flip(store.create(firstCommit(1)))
      yield* store.release(idOf(1), claim!.stored.schedule.fence)
      expect((yield* drain(store, cursor, 10)).all).toEqual([])
    }))

  test("tells a commit once more at most as the same, when it is repeated", (store) =>
    Effect.gen(function* () {
      const cursor = yield* fromNowOn(store)
      const commit = firstCommit(1)
      const stored = yield* store.create(commit)
      yield* store.create(commit)
      const again = nextCommit(stored)
      yield* store.commit(stored.version, again)
      yield* store.commit(stored.version, again)
      expect(toldOf(idOf(1), (yield* drain(store, cursor, 10)).all)).toEqual([
        [1, 1],
        [2, 2]
      ])
    }))

  test("tells each published state of an incident as it is, once, in order with the commits", (store) =>
    Effect.gen(function* () {
      const begin = yield* fromNowOn(store)
      const [one, other, later] = [incidentOf(1), incidentOf(2), incidentOf(1, '"later"')]
      yield* store.publish([one, other])
      yield* store.publish([])
      const stored = yield* store.create(firstCommit(1))
      yield* store.publish([other, later, one])
      yield* store.commit(stored.version, nextCommit(stored))
      const { all, cursor } = yield* drain(store, begin, 10)
      expect(new Set(statesIn(all))).toEqual(new Set(['1 "1"', '2 "2"', '1 "later"']))
      expect(statesIn(all).filter((told) => told.startsWith("1 "))).toEqual(['1 "1"', '1 "later"'])
      expect(all).toContainEqual({ incident: later, cursor: expect.any(String) })
      expect(toldOf(idOf(1), all)).toEqual([
        [1, 1],
        [2, 2]
      ])
      yield* store.publish([one, other, later])
      expect((yield* drain(store, cursor, 10)).all).toEqual([])
    }))

  test("tells a state for a day at least", (store) =>
    Effect.gen(function* () {
      const begin = yield* fromNowOn(store)
      yield* store.publish([incidentOf(1)])
      yield* TestClock.setTime(plus(start, statesAreKept - 1))
      yield* store.publish([incidentOf(2)])
      const { all, cursor } = yield* drain(store, begin, 1_000)
      expect(new Set(statesIn(all))).toEqual(new Set(['1 "1"', '2 "2"']))
      yield* TestClock.setTime(plus(start, 2 * statesAreKept))
      yield* store.publish([incidentOf(3)])
      expect(statesIn((yield* drain(store, cursor, 1_000)).all)).toEqual(['3 "3"'])
    }))

  it("tells one store of what another one published, and a state that both publish at once is told", () =>
    onTwoStores(under, TeamStore, (one, other) =>
      Effect.gen(function* () {
        const cursor = yield* fromNowOn(one)
        const all = Array.from({ length: 10 }, (_, n) => incidentOf(n))
        yield* Effect.all([one.publish(all), other.publish(all), one.publish(all)], { concurrency: "unbounded" })
        for (const store of [one, other]) {
          expect(statesIn((yield* drain(store, cursor, 100)).all).toSorted()).toEqual(
            all.map(({ etag, number }) => `${number} ${etag}`)
          )
        }
      })
    ))

  it("tells one store of what another one committed, and knows its cursors", () =>
    onTwoStores(under, TeamStore, (one, other) =>
      Effect.gen(function* () {
        const cursor = yield* fromNowOn(one)
        const stored = yield* one.create(firstCommit(1))
        yield* other.commit(stored.version, nextCommit(stored))
        yield* one.create(firstCommit(2))
        const { all, cursor: end } = yield* drain(other, cursor, 2)
        expect(toldOf(idOf(1), all)).toEqual([
          [1, 1],
          [2, 2]
        ])
        expect(toldOf(idOf(2), all)).toEqual([[1, 1]])
        expect((yield* drain(one, end, 2)).all).toEqual([])
      })
    ))

  it("misses nothing while many commit at once", () =>
    onTwoStores(under, TeamStore, (one, other) =>
      Effect.gen(function* () {
        const begin = yield* fromNowOn(one)
        const teams = Array.from({ length: 20 }, (_, n) => n)
        let seen: ReadonlyArray<Change> = []
        let cursor = begin
        const follow = Effect.gen(function* () {
          const more = yield* drain(one, cursor, 4)
          seen = [...seen, ...more.all]
          cursor = more.cursor
        })
        const live = (n: number) =>
          Effect.gen(function* () {
            const [mine, theirs] = n % 2 === 0 ? [one, other] : [other, one]
            let stored = yield* mine.create(firstCommit(n))
            for (let round = 0; round < 3; round++) {
              yield* Effect.yieldNow
              stored = yield* theirs.commit(stored.version, nextCommit(stored))
              if (n % 5 === 0) yield* follow
            }
          })
        yield* Effect.forEach(teams, live, { concurrency: "unbounded" })
        yield* follow
        for (const n of teams)
          expect(toldOf(idOf(n), seen)).toEqual([
            [1, 1],
            [2, 2],
            [3, 3],
            [4, 4]
          ])
      })
    ))

  it("tells one follower that only goes forward of every commit, also of those that become visible late", () =>
    onTwoStores(under, TeamStore, (one, other) =>
      Effect.gen(function* () {
        const teams = Array.from({ length: 12 }, (_, n) => n)
        const seen: Array<Change> = []
        let cursor = yield* fromNowOn(one)
        const step = Effect.gen(function* () {
          const next = yield* one.changes(Option.some(cursor), 5)
          seen.push(...next.changes)
          cursor = next.cursor
          return next.changes.length
        })
        const progress = { committed: false }
        const follow = Effect.gen(function* () {
          while (!progress.committed) {
            yield* step
            yield* Effect.yieldNow
          }
          while ((yield* step) > 0);
        })
        // Every third one writes much, so that it takes longer than those that begin after it.
        const commitAll = Effect.forEach(
          teams,
          (n) =>
            Effect.gen(function* () {
              const [mine, theirs] = n % 2 === 0 ? [one, other] : [other, one]
              const chunks = n % 3 === 0 ? Array.from({ length: 4 }, (_, chunk) => chunkOf(chunk, 150)) : []
              let stored = yield* mine.create(firstCommit(n, { chunks }))
              for (let round = 0; round < 2; round++) {
                stored = yield* theirs.commit(stored.version, nextCommit(stored, { chunks }))
              }
            }),
          { concurrency: "unbounded" }
        )
        const committed = Effect.sync(() => {
          progress.committed = true
        })
        yield* Effect.all([follow, Effect.ensuring(commitAll, committed)], { concurrency: "unbounded" })
        for (const n of teams)
          expect(toldOf(idOf(n), seen)).toEqual([
            [1, 1],
            [2, 2],
            [3, 3]
          ])
      })
    ))

  it.each([
    ["empty", ""],
    ["x", "x"],
    ["-1", "-1"],
    ["999999999999", "999999999999"],
    ["../../etc/passwd", "../../etc/passwd"],
    ["5,000 characters", "a".repeat(5_000)],
    ["1.5", "1.5"],
    ["0x1", "0x1"]
  ])("refuses a cursor that it never made: %s", (_, cursor) =>
    onStore(
      under,
      Effect.gen(function* () {
        const store = yield* TeamStore
        yield* store.create(firstCommit(1))
        expect(yield* Effect.flip(store.changes(Option.some(cursor), 10))).toBeInstanceOf(UnknownContinuation)
      })
    )
  )
}
