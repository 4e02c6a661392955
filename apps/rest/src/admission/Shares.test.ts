import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { Shares } from "./Shares.ts"

/** What holders do with places one after another: take some, or return what they took some time ago. */
const moves = fc.array(
  fc.record({
    holder: fc.constantFrom("ana", "ben", "chloe", "dev"),
    count: fc.integer({ min: 1, max: 20 }),
    returns: fc.boolean()
  }),
  { maxLength: 200 }
)

describe("shares", () => {
  it("never hold more than the limit, and always exactly what was taken and not returned", () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), moves, (limit, all) => {
        const shares = new Shares(limit)
        const taken = new Map<string, Array<number>>()
        for (const { holder, count, returns } of all) {
          const own = taken.get(holder) ?? []
          const [oldest] = own
          if (returns && oldest !== undefined) {
            shares.give(holder, oldest)
            own.shift()
          } else if (shares.take(holder, count) === "taken") own.push(count)
          taken.set(holder, own)
          expect(shares.heldBy(holder)).toBe(own.reduce((sum, one) => sum + one, 0))
          expect(shares.held).toBe([...taken.values()].flat().reduce((sum, one) => sum + one, 0))
          expect(shares.held).toBeLessThanOrEqual(limit)
        }
      })
    ))

  it("always have a place for one who holds none, however greedy one other holder is", () =>
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 1_000 }), (limit) => {
        const shares = new Shares(limit)
        while (shares.take("greta") === "taken");
        expect(shares.take("ana")).toBe("taken")
      })
    ))

  it("always have a place for one who holds none while ten others take all that they can, in any order", () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 50, max: 1_000 }),
        fc.array(fc.integer({ min: 0, max: 9 }), { maxLength: 1_000 }),
        (limit, order) => {
          const shares = new Shares(limit)
          for (const guest of order) shares.take(`guest ${guest}`)
          for (let guest = 0; guest < 10; guest++) while (shares.take(`guest ${guest}`) === "taken");
          expect(shares.take("ana")).toBe("taken")
        }
      )
    ))

  it("are an eighth of what all others leave, rounded up", () => {
    const shares = new Shares(100)
    for (let place = 0; place < 13; place++) expect(shares.take("greta")).toBe("taken")
    expect(shares.take("greta")).toBe("share used up")
    for (let place = 0; place < 11; place++) expect(shares.take("ana")).toBe("taken")
    expect(shares.take("ana")).toBe("share used up")
  })

  it("say whether one holder's share or everything is used up", () => {
    const shares = new Shares(16)
    expect([1, 2, 3].map(() => shares.take("greta"))).toEqual(["taken", "taken", "share used up"])
    for (let other = 0; shares.held < 16; other++) shares.take(`caller ${other}`)
    expect(shares.take("ana")).toBe("all used up")
    shares.give("greta")
    expect(shares.take("ana")).toBe("taken")
  })
})
