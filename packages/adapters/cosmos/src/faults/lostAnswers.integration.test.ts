import { FavoritesStore } from "@incident-teams/application/ports/FavoritesStore"
import { StaleTeam } from "@incident-teams/application/ports/TeamStore"
import { WatermarkStore } from "@incident-teams/application/ports/WatermarkStore"
import {
  firstCommit,
  idOf,
  lastCommit,
  nextCommit,
  personOf,
  renamed,
  soc
} from "@incident-teams/application/testing/team-store/commits"
import { noFavorites } from "@incident-teams/domain/favorites/Favorites"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { Effect, Fiber, Option } from "effect"
import { describe, expect, it } from "vitest"
import { goesWrong, heal, letGo, onStores, untilHeld } from "../testing/onPlace.ts"

const lost = { kind: "reset", afterEffect: true }
const longAgo = timestampOf(0)

describe("a write that landed although its answer was lost", () => {
  it("makes a team once, and says so", () =>
    onStores((store) =>
      Effect.gen(function* () {
        yield* goesWrong(lost, { operation: "batch", times: 1 })
        const commit = firstCommit(1)
        const stored = yield* store.create(commit)
        expect(stored.commitId).toBe(commit.commitId)
        expect(yield* store.load(idOf(1))).toStrictEqual(Option.some(stored))
        expect(yield* store.timeline(idOf(1), 0, 10)).toHaveLength(1)
      })
    ))

  it("commits once, and says so", () =>
    onStores((store) =>
      Effect.gen(function* () {
        const first = yield* store.create(firstCommit(1))
        yield* goesWrong(lost, { operation: "batch", times: 1 })
        const stored = yield* store.commit(first.version, nextCommit(first, { events: [renamed("once")] }))
        expect(yield* store.load(idOf(1))).toStrictEqual(Option.some(stored))
        expect(yield* store.timeline(idOf(1), 1, 10)).toHaveLength(1)
      })
    ))

  it("is recognized although a claim came in between", () =>
    onStores((store) =>
      Effect.gen(function* () {
        const first = yield* store.create(firstCommit(1, { dueAt: longAgo }))
        yield* goesWrong(lost, { operation: "batch", times: 1 })
        // What came of it is read, and that is held until somebody has claimed the team.
        yield* goesWrong({ kind: "hold" }, { id: "look", operation: "read" })
        const commit = yield* Effect.forkChild(store.commit(first.version, nextCommit(first)))
        yield* untilHeld("look")
        const claims = yield* store.claim("ann", 1, 60_000)
        yield* letGo("look")
        expect(claims).toHaveLength(1)
        expect(yield* Fiber.join(commit)).toStrictEqual(claims[0]?.stored)
      })
    ))

  it("isn't taken for somebody else's that came in between", () =>
    onStores((store) =>
      Effect.gen(function* () {
        const first = yield* store.create(firstCommit(1))
        const other = yield* store.commit(first.version, nextCommit(first, { events: [renamed("other")] }))
        yield* goesWrong(lost, { operation: "batch", times: 1 })
        expect(yield* Effect.flip(store.commit(first.version, nextCommit(first)))).toBeInstanceOf(StaleTeam)
        expect(yield* store.load(idOf(1))).toStrictEqual(Option.some(other))
      })
    ))

  it("claims once: the lease that nobody heard of is the worker's own", () =>
    onStores((store) =>
      Effect.gen(function* () {
        yield* store.create(firstCommit(1, { dueAt: longAgo }))
        yield* goesWrong(lost, { operation: "patch", times: 1 })
        const claims = yield* store.claim("ann", 1, 60_000)
        expect(claims.map(({ stored }) => stored.schedule.fence)).toEqual([1])
        expect(yield* store.load(idOf(1))).toStrictEqual(Option.some(claims[0]?.stored))
      })
    ))

  it("gives a lease back", () =>
    onStores((store) =>
      Effect.gen(function* () {
        yield* store.create(firstCommit(1, { dueAt: longAgo }))
        yield* store.claim("ann", 1, 60_000)
        yield* goesWrong(lost, { operation: "patch", times: 1 })
        yield* store.release(idOf(1), 1)
        expect((yield* store.claim("bob", 1, 60_000)).map(({ takenOver }) => takenOver)).toEqual([false])
      })
    ))

  it("saves favorites, and moves a watermark", () =>
    onStores(() =>
      Effect.gen(function* () {
        const favorites = yield* FavoritesStore
        const watermarks = yield* WatermarkStore
        for (const _ of ["created", "replaced"]) {
          const before = yield* favorites.load(personOf(1))
          yield* goesWrong(lost, { operation: "batch", times: 1 })
          const saved = yield* favorites.save(personOf(1), before.version, noFavorites)
          expect(yield* favorites.load(personOf(1))).toStrictEqual(saved)
          yield* goesWrong(lost, { operation: "batch", times: 1 })
          const at = timestampOf(Date.now())
          yield* watermarks.advance(soc, at)
          expect(yield* watermarks.load(soc)).toEqual(Option.some(at))
        }
      })
    ))
})

describe("a stale session", () => {
  it("is noticed by the write, whatever was read", () =>
    onStores((store) =>
      Effect.gen(function* () {
        const first = yield* store.create(firstCommit(1, { dueAt: longAgo }))
        const second = yield* store.commit(first.version, lastCommit(first))
        yield* goesWrong({ kind: "stale" }, { operation: "read", times: 1 })
        expect(yield* Effect.flip(store.commit(first.version, nextCommit(first)))).toBeInstanceOf(StaleTeam)
        yield* heal
        expect(yield* store.load(idOf(1))).toStrictEqual(Option.some(second))
      })
    ))
})
