import { Result, Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { GroupId, PersonId } from "../ids/directoryIds.ts"
import { favorites, principal, principals } from "../testing/ArbitraryFavorites.ts"
import { throughJson } from "../testing/throughJson.ts"
import {
  deselect,
  Favorites,
  isStarred,
  maximumFavorites,
  noFavorites,
  preselect,
  select,
  type Selection,
  star,
  TooManyFavorites,
  unstar
} from "./Favorites.ts"
import { isSamePrincipal, type Principal } from "./Principal.ts"

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

describe("starring and selecting together", () => {
  /** The plain model: two sets of keys. */
  interface Model {
    readonly starred: Set<string>
    readonly selected: Set<string>
  }
  interface Real {
    favorites: Favorites
    selection: Selection
  }
  type Action = (who: Principal, model: Model, real: Real) => void

  const key = ({ _tag, id }: Principal): string => `${_tag} ${id}`

  const actions: Record<string, Action> = {
    star: (who, model, real) => {
      model.starred.add(key(who))
      real.favorites = Result.getOrThrow(star(real.favorites, who))
    },
    unstar: (who, model, real) => {
      model.starred.delete(key(who))
      real.favorites = unstar(real.favorites, who)
    },
    select: (who, model, real) => {
      model.selected.add(key(who))
      real.selection = select(real.selection, who)
    },
    deselect: (who, model, real) => {
      model.selected.delete(key(who))
      real.selection = deselect(real.selection, who)
    }
  }

  it("never changes the one by the other: a selection's removal keeps the favorite, unstarring keeps the selection (L10)", () => {
    const people = principals({ minLength: 1, maxLength: 4 })
    const steps = fc.array(fc.tuple(fc.constantFrom(...Object.keys(actions)), fc.nat({ max: 3 })))
    fc.assert(
      fc.property(people, steps, (who, taken) => {
        const model: Model = { starred: new Set(), selected: new Set() }
        const real: Real = { favorites: noFavorites, selection: [] }
        for (const [name, index] of taken) {
          actions[name]?.(who[index % who.length]!, model, real)
          expect(real.favorites.starred.map(key).toSorted()).toEqual([...model.starred].toSorted())
          expect(real.selection.map(key).toSorted()).toEqual([...model.selected].toSorted())
        }
      })
    )
  })

  it("selects in the order of choosing, each once", () => {
    expect(select(select(select([], soc), ada), { ...soc, name: "Again" })).toEqual([soc, ada])
    expect(deselect([soc, ada], soc)).toEqual([ada])
    expect(isSamePrincipal(soc, ada)).toBe(false)
  })
})
