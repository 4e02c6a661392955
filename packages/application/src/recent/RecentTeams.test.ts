import { Context, Effect, Layer, Option } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Stored, type StoreUnavailable, TeamStore, unchanged } from "../ports/TeamStore.ts"
import { firstCommit, idOf } from "../testing/team-store/commits.ts"
import { oncePerVersion } from "./oncePerVersion.ts"
import * as RecentTeams from "./RecentTeams.ts"

const ids = [idOf(1), idOf(2), idOf(3)] as const

/** Of the store, only what the layer needs; `versions` has what is stored, `reads` counts what was read whole. */
const storeOf = (versions: Map<string, number>) => {
  const reads = { count: 0 }
  const load = (id: (typeof ids)[number]): Effect.Effect<Option.Option<Stored>, StoreUnavailable> =>
    Effect.sync(() => {
      const version = versions.get(id)
      if (version === undefined) return Option.none()
      reads.count += 1
      const { team, schedule, commitId } = firstCommit(1)
      return Option.some({ id, version: String(version), team, schedule, commitId })
    })
  const layer = Layer.mock(TeamStore)({
    load,
    loadIfChanged: (id, version) => (String(versions.get(id)) === version ? Effect.succeed(unchanged) : load(id))
  })
  return { layer, reads }
}

describe("a store that remembers the teams that were read last", () => {
  it("always returns what is stored, and reads it whole once for each version", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.constantFrom(...ids), fc.boolean())), async (acts) => {
        const versions = new Map<string, number>()
        const { layer, reads } = storeOf(versions)
        await Effect.gen(function* () {
          const store = yield* TeamStore
          let expected = 0
          const read = new Map<string, number | undefined>()
          for (const [id, commits] of acts) {
            if (commits) versions.set(id, (versions.get(id) ?? 0) + 1)
            const found = yield* store.load(id)
            const version = versions.get(id)
            expect(Option.map(found, (stored) => stored.version)).toEqual(
              Option.map(Option.fromUndefinedOr(version), String)
            )
            if (version !== undefined && read.get(id) !== version) expected += 1
            read.set(id, version)
            expect(reads.count).toBe(expected)
          }
        }).pipe(Effect.provide(RecentTeams.layer(layer)), Effect.runPromise)
      })
    ))

  it("forgets the team that was read longest ago when there are too many", () => {
    const { layer, reads } = storeOf(new Map(ids.map((id) => [id, 1])))
    return Effect.gen(function* () {
      const store = yield* TeamStore
      for (const id of [ids[0], ids[1], ids[0], ids[2], ids[0]]) yield* store.load(id)
      expect(reads.count).toBe(3)
      yield* store.load(ids[1])
      expect(reads.count).toBe(4)
    }).pipe(Effect.provide(RecentTeams.layer(layer, 2)), Effect.runPromise)
  })

  it("keeps the services that come with the store", () => {
    class Beside extends Context.Service<Beside, string>()("Beside") {}
    const { layer } = storeOf(new Map())
    const both = RecentTeams.layer(Layer.merge(layer, Layer.succeed(Beside, "here")))
    return Effect.gen(function* () {
      expect(yield* Beside).toBe("here")
      expect(yield* (yield* TeamStore).load(ids[0])).toEqual(Option.none())
    }).pipe(Effect.provide(both), Effect.runPromise)
  })
})

describe("what is computed once for each version of a team", () => {
  const counted = (keeps: (value: number) => boolean) => {
    let computed = 0
    const compute = oncePerVersion(
      (stored: Stored) => stored,
      () => Effect.sync(() => (computed += 1)),
      keeps
    )
    return Effect.fnUntraced(function* () {
      const store = yield* TeamStore
      return yield* compute(Option.getOrThrow(yield* store.load(ids[0])))
    })
  }

  it("is computed again for the next version", () => {
    const versions = new Map<string, number>([[ids[0], 1]])
    return Effect.gen(function* () {
      const compute = counted(() => true)
      expect([yield* compute(), yield* compute()]).toEqual([1, 1])
      versions.set(ids[0], 2)
      expect([yield* compute(), yield* compute()]).toEqual([2, 2])
    }).pipe(Effect.provide(RecentTeams.layer(storeOf(versions).layer)), Effect.runPromise)
  })

  it("isn't kept if it is too large", () =>
    Effect.gen(function* () {
      const compute = counted((value) => value > 1)
      expect([yield* compute(), yield* compute(), yield* compute()]).toEqual([1, 2, 2])
    }).pipe(Effect.provide(RecentTeams.layer(storeOf(new Map([[ids[0], 1]])).layer)), Effect.runPromise))

  it("isn't kept without the layer", () =>
    Effect.gen(function* () {
      const compute = counted(() => true)
      expect([yield* compute(), yield* compute()]).toEqual([1, 2])
    }).pipe(Effect.provide(storeOf(new Map([[ids[0], 1]])).layer), Effect.runPromise))

  it("isn't kept after a failure", () => {
    let tries = 0
    const compute = oncePerVersion(
      (stored: Stored) => stored,
      () => Effect.suspend(() => ((tries += 1) === 1 ? Effect.fail("away") : Effect.succeed("there"))),
      () => true
    )
    return Effect.gen(function* () {
      const stored = Option.getOrThrow(yield* (yield* TeamStore).load(ids[0]))
      expect(yield* Effect.flip(compute(stored))).toBe("away")
      expect(yield* compute(stored)).toBe("there")
    }).pipe(Effect.provide(RecentTeams.layer(storeOf(new Map([[ids[0], 1]])).layer)), Effect.runPromise)
  })
})
