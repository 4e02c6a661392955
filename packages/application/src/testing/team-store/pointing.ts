import { Effect, Option, Result } from "effect"
import { expect, it } from "vitest"
import { TeamAlreadyStored, TeamStore } from "../../ports/TeamStore.ts"
import { onStore, onTwoStores, type StoreUnderTest } from "../StoreUnderTest.ts"
import { firstCommit, idOf } from "./commits.ts"

/** pointers, point, unpoint: what is stored under the id of an incident that another team serves. */
export const pointing = (under: StoreUnderTest<TeamStore>): void => {
  const test = (name: string, body: Effect.Effect<void, unknown, TeamStore>) => it(name, () => onStore(under, body))
  const id = idOf(1)
  const to = (n: number, link: number) => ({ team: idOf(n), link })
  const pointed = (n: number, link: number) => ({ _tag: "Pointer", pointer: to(n, link) })

  test(
    "stores a pointer once, and tells what is there",
    Effect.gen(function* () {
      const store = yield* TeamStore
      expect(yield* store.pointers([id])).toEqual(new Map())
      expect(yield* store.point(id, to(2, 1))).toEqual(pointed(2, 1))
      expect(yield* store.point(id, to(2, 1))).toEqual(pointed(2, 1))
      expect(yield* store.point(id, to(3, 7))).toEqual(pointed(2, 1))
      expect(yield* store.pointers([id])).toEqual(new Map([[id, to(2, 1)]]))
    })
  )

  test(
    "replaces a pointer by a later link of the same team only",
    Effect.gen(function* () {
      const store = yield* TeamStore
      yield* store.point(id, to(2, 3))
      expect(yield* store.point(id, to(2, 5))).toEqual(pointed(2, 5))
      expect(yield* store.point(id, to(2, 4))).toEqual(pointed(2, 5))
      expect(yield* store.pointers([id])).toEqual(new Map([[id, to(2, 5)]]))
    })
  )

  test(
    "removes exactly the pointer that is named",
    Effect.gen(function* () {
      const store = yield* TeamStore
      yield* store.unpoint(id, to(2, 1))
      yield* store.point(id, to(2, 3))
      for (const other of [to(2, 2), to(2, 4), to(3, 3)]) yield* store.unpoint(id, other)
      expect(yield* store.pointers([id])).toEqual(new Map([[id, to(2, 3)]]))
      yield* store.unpoint(id, to(2, 3))
      yield* store.unpoint(id, to(2, 3))
      expect(yield* store.pointers([id])).toEqual(new Map())
      expect(yield* store.point(id, to(3, 1))).toEqual(pointed(3, 1))
    })
  )

  test(
    "keeps teams and pointers out of each other's place",
    Effect.gen(function* () {
      const store = yield* TeamStore
      yield* store.point(id, to(2, 1))
      expect(yield* Effect.flip(store.create(firstCommit(1)))).toEqual(new TeamAlreadyStored({ id }))
      yield* store.unpoint(id, to(2, 1))
      const created = yield* store.create(firstCommit(1))
      expect(yield* store.point(id, to(2, 1))).toEqual({ _tag: "Team" })
      yield* store.unpoint(id, to(2, 1))
      expect(yield* store.pointers([id])).toEqual(new Map())
      expect(yield* store.load(id)).toStrictEqual(Option.some(created))
    })
  )

  test(
    "never takes a pointer for a team",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const { cursor } = yield* store.changes(Option.none(), 10)
      yield* store.point(id, to(2, 1))
      expect(yield* store.load(id)).toEqual(Option.none())
      expect(yield* store.loadIfChanged(id, "1")).toEqual(Option.none())
      expect(yield* store.loadMany([1, 2, 3, 4, 5].map(idOf))).toEqual([])
      expect((yield* store.list({}, { limit: 10 })).items).toEqual([])
      expect(yield* store.claim("worker", 10, 60_000)).toEqual([])
      expect(yield* store.nextDue()).toEqual(Option.none())
      expect(yield* store.chunks(id)).toEqual([])
      expect(yield* store.timeline(id, 0, 10)).toEqual([])
      expect((yield* store.changes(Option.some(cursor), 10)).changes).toEqual([])
      yield* store.release(id, 0)
      expect(yield* store.pointers([id])).toEqual(new Map([[id, to(2, 1)]]))
    })
  )

  test(
    "finds many pointers at once",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const ids = Array.from({ length: 9 }, (_, index) => idOf(index + 1))
      yield* store.create(firstCommit(9))
      const links = new Map([1, 2, 3, 4, 5].map((n) => [idOf(n), to(n + 1, n)] as const))
      for (const [from, pointer] of links) yield* store.point(from, pointer)
      expect(yield* store.pointers([])).toEqual(new Map())
      expect(yield* store.pointers([...ids, ...ids])).toEqual(links)
      expect(yield* store.pointers(ids.slice(1, 3))).toEqual(new Map([...links].slice(1, 3)))
    })
  )

  it("lets one of a creation and many pointers at once come first", () =>
    onTwoStores(under, TeamStore, (one, other) =>
      Effect.gen(function* () {
        const [created, ...answers] = yield* Effect.all(
          [
            Effect.map(Effect.result(one.create(firstCommit(1))), Result.isSuccess),
            ...[2, 3, 4].map((n) => (n === 3 ? one : other).point(id, to(n, 1)))
          ],
          { concurrency: "unbounded" }
        )
        const pointer = (yield* other.pointers([id])).get(id)
        expect(created).toBe(pointer === undefined)
        for (const answer of answers) {
          expect(answer).toEqual(pointer === undefined ? { _tag: "Team" } : { _tag: "Pointer", pointer })
        }
        expect(Option.isSome(yield* one.load(id))).toBe(created)
      })
    ))
}
