import { Result, Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { GroupId, PersonId } from "../ids/directoryIds.ts"
import { favorites, principal, principals } from "../testing/ArbitraryFavorites.ts"
import { throughJson } from "../testing/throughJson.ts"
import {
  Favorites,
  isStarred,
  maximumFavorites,
  noFavorites,
  preselect,
  star,
  TooManyFavorites,
  unstar
} from "./Favorites.ts"
import type { Principal } from "./Principal.ts"

const shared = "2046feea-040d-4a46-9e2b-91c2941bfa70"
const ada: Principal = { _tag: "Person", id: PersonId.make(shared), name: "Ada" }
const soc: Principal = { _tag: "Group", id: GroupId.make(shared), name: "SOC" }

const starAll = (...whom: ReadonlyArray<Principal>): Favorites =>
  whom.reduce((before, who) => Result.getOrThrow(star(before, who)), noFavorites)

describe("favorites", () => {
  it("tells a person from a group of the same id", () => {
    const both = starAll(ada, soc)
    expect(both.starred).toEqual([ada, soc])
    expect(unstar(both, ada).starred).toEqual([soc])
  })

  it("keeps place and name of who is starred again", () => {
    const renamed = { ...ada, name: "Ada L." }
    expect(starAll(ada, soc, renamed).starred).toEqual([ada, soc])
  })

  it("takes a hundred, and says what to do about one more", () => {
    fc.assert(
      fc.property(
        principals({ minLength: maximumFavorites + 1, maxLength: maximumFavorites + 1 }),
        ([last, ...all]) => {
          const full = starAll(...all)
          expect(full.starred).toHaveLength(100)
          const answer = star(full, last!)
          expect(answer).toEqual(Result.fail(new TooManyFavorites({ name: last!.name, maximum: 100 })))
          expect(Result.isFailure(answer) && answer.failure.message).toBe(
            `There is no room for ${last!.name}: you have 100 favorites already.` +
              " Unstar one first, or star a group instead of its people."
          )
          expect(Result.getOrThrow(star(full, all[0]!))).toEqual(full)
        }
      ),
      { numRuns: 5 }
    )
  })

  it("always are where they started after star and unstar (L10)", () => {
    fc.assert(
      fc.property(favorites, principal, (before, who) => {
        fc.pre(before.starred.length < maximumFavorites)
        const starred = Result.getOrThrow(star(before, who))
        expect(isStarred(starred, who)).toBe(true)
        expect(unstar(starred, who)).toEqual(before)
      })
    )
  })

  it("never hold anybody who was unstarred, nor lose anybody else", () => {
    fc.assert(
      fc.property(favorites, fc.nat(), principal, (before, index, stranger) => {
        const gone = before.starred[index % Math.max(before.starred.length, 1)] ?? stranger
        const after = unstar(before, gone)
        expect(isStarred(after, gone)).toBe(false)
        expect(after.starred).toEqual(before.starred.filter((one) => one !== gone))
      })
    )
  })

  it("always survive their codec; doubles and too many don't", () => {
    fc.assert(
      fc.property(favorites, principal, (one, who) => {
        expect(throughJson(Favorites, one)).toEqual(one)
        const twice = Schema.decodeUnknownResult(Favorites)({ starred: [who, { ...who, name: "Again" }] })
        expect(Result.isFailure(twice) && twice.failure.message).toContain("each person and group at most once")
        expect(Schema.is(Favorites)({ starred: [...one.starred, who] })).toBe(one.starred.length < maximumFavorites)
      })
    )
  })
})

describe("preselect", () => {
  it("shows the name of today, in the order of starring", () => {
    const renamed: Principal = { ...ada, name: "Ada Lovelace" }
    expect(preselect(starAll(soc, ada), [renamed, soc])).toEqual([soc, renamed])
  })

  it("always is exactly the favorites that still exist (L10)", () => {
    fc.assert(
      fc.property(favorites, principals({ maxLength: 5 }), fc.infiniteStream(fc.boolean()), (one, strangers, keep) => {
        const existing = one.starred.filter(() => keep.next().value === true)
        expect(preselect(one, [...strangers, ...existing.toReversed()])).toEqual(existing)
      })
    )
  })
})
