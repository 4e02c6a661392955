import { type Favorites, noFavorites } from "@incident-teams/domain/favorites/Favorites"
import { favorites } from "@incident-teams/domain/testing/ArbitraryFavorites"
import { personId } from "@incident-teams/domain/testing/ArbitraryIds"
import { Effect, Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { FavoritesStore, StaleFavorites } from "../ports/FavoritesStore.ts"
import { everythingWritten } from "./everythingWritten.ts"
import { buildsFirst, onStore, onTwoStores, type StoreUnderTest } from "./StoreUnderTest.ts"
import { personOf } from "./team-store/commits.ts"
import { diesOfUnreadable, unavailableWhileCut } from "./trouble.ts"

/** What every FavoritesStore has to do, the same for each. */
export const favoritesStoreContract = (name: string, under: StoreUnderTest<FavoritesStore>): void => {
  describe(`FavoritesStore: ${name}`, () => {
    buildsFirst(under)

    const [ada, bob] = [personOf(1), personOf(2)]
    const starred = (count: number): Favorites => ({
      starred: [1, 2, 3].slice(0, count).map((n) => ({ _tag: "Person", id: personOf(n), name: `Person ${n}` }))
    })

    it("has nothing starred where nothing is stored", () =>
      onStore(
        under,
        Effect.gen(function* () {
          const store = yield* FavoritesStore
          const first = yield* store.load(ada)
          expect(first.favorites).toStrictEqual(noFavorites)
          expect(yield* store.load(ada)).toStrictEqual(first)
        })
      ))

    it("saves on the version that was loaded, the first included, under a new version", () =>
      onStore(
        under,
        Effect.gen(function* () {
          const store = yield* FavoritesStore
          const none = yield* store.load(ada)
          const one = yield* store.save(ada, none.version, starred(1))
          expect(one.favorites).toStrictEqual(starred(1))
          expect(one.version).not.toBe(none.version)
          expect(yield* store.load(ada)).toStrictEqual(one)
          const two = yield* store.save(ada, one.version, starred(2))
          expect(yield* store.load(ada)).toStrictEqual(two)
          const empty = yield* store.save(ada, two.version, noFavorites)
          expect((yield* store.load(ada)).favorites).toStrictEqual(noFavorites)
          // Emptied isn't new: what was decided in the beginning is as old as ever.
          expect(yield* Effect.flip(store.save(ada, none.version, starred(3)))).toBeInstanceOf(StaleFavorites)
          expect(yield* store.load(ada)).toStrictEqual(empty)
        })
      ))

    it("refuses what was decided on an older version, and keeps none of it", () =>
      onStore(
        under,
        Effect.gen(function* () {
          const store = yield* FavoritesStore
          const none = yield* store.load(ada)
          const one = yield* store.save(ada, none.version, starred(1))
          const two = yield* store.save(ada, one.version, starred(2))
          for (const version of [none.version, one.version, "", "never made"]) {
            expect(yield* Effect.flip(store.save(ada, version, starred(3)))).toEqual(new StaleFavorites({ owner: ada }))
          }
          expect(yield* store.load(ada)).toStrictEqual(two)
        })
      ))

    it("keeps each person's apart", () =>
      onStore(
        under,
        Effect.gen(function* () {
          const store = yield* FavoritesStore
          const none = yield* store.load(bob)
          yield* store.save(ada, (yield* store.load(ada)).version, starred(2))
          expect(yield* store.load(bob)).toStrictEqual(none)
          yield* store.save(bob, none.version, starred(1))
          expect((yield* store.load(ada)).favorites).toStrictEqual(starred(2))
        })
      ))

    it("lets exactly one of many save on the same version, in every round", () =>
      onTwoStores(under, FavoritesStore, (one, other) =>
        Effect.gen(function* () {
          let { version } = yield* one.load(ada)
          for (let round = 0; round < 3; round++) {
            const tries = Array.from({ length: 6 }, (_, n) =>
              Effect.result((n % 2 === 0 ? one : other).save(ada, version, starred(n % 4)))
            )
            const results = yield* Effect.all(tries, { concurrency: "unbounded" })
            const [winner, ...more] = results.filter(Result.isSuccess)
            expect(more).toEqual([])
            expect(results.filter(Result.isFailure).map(({ failure }) => failure)).toEqual(
              Array.from({ length: 5 }, () => new StaleFavorites({ owner: ada }))
            )
            expect(yield* other.load(ada)).toStrictEqual(winner?.success)
            expect(yield* one.load(ada)).toStrictEqual(winner?.success)
            version = winner!.success.version
          }
        })
      ))

    const troubled = under.troubled?.()
    unavailableWhileCut(troubled, FavoritesStore, (store) =>
      Effect.map(store.load(ada), ({ version }) => ({
        load: store.load(ada),
        save: store.save(ada, version, starred(1))
      }))
    )

    it.skipIf(troubled?.spoil === undefined)("dies of a record that can't be read, and reads everybody else's", () =>
      onStore(
        troubled!,
        Effect.gen(function* () {
          const store = yield* FavoritesStore
          for (const owner of [ada, bob]) yield* store.save(owner, (yield* store.load(owner)).version, starred(1))
          yield* troubled!.spoil!(ada)
          yield* diesOfUnreadable(store.load(ada), ada)
          expect((yield* store.load(bob)).favorites).toStrictEqual(starred(1))
        })
      )
    )

    it("always gives back what was saved, whatever it holds", () =>
      fc.assert(
        // Plain objects only, as parsing JSON gives them.
        fc.asyncProperty(personId, favorites.map(structuredClone<Favorites>), (owner, value) =>
          onStore(
            under,
            Effect.gen(function* () {
              const store = yield* FavoritesStore
              yield* store.save(owner, (yield* store.load(owner)).version, value)
              expect((yield* store.load(owner)).favorites).toStrictEqual(value)
            })
          )
        ),
        { numRuns: 20 }
      ))

    everythingWritten(Effect.all([FavoritesStore]), (body) => onStore(under, body))
  })
}
