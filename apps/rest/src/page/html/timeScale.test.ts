import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { timeScale } from "./timeScale.ts"

const moments = fc.array(fc.integer({ min: 1_700_000_000_000, max: 1_800_000_000_000 }), {
  minLength: 1,
  maxLength: 80
})
const minute = 60_000

describe("a scale of time", () => {
  it("always has a place for each moment, in order, and apart", () => {
    fc.assert(
      fc.property(moments, (some) => {
        const scale = timeScale(some)
        const places = [...new Set(some)].toSorted((a, b) => a - b).map((at) => scale.x(at))
        for (const [index, place] of places.entries()) {
          expect(place).toBeGreaterThanOrEqual(0)
          expect(place).toBeLessThanOrEqual(1 + 1e-9)
          if (index > 0) expect(place).toBeGreaterThan(places[index - 1] ?? 0)
        }
        if (places.length > 1) {
          expect(places[0]).toBe(0)
          expect(places.at(-1)).toBeCloseTo(1)
        }
      })
    )
  })

  it("never puts a later time left of an earlier one, whatever is asked", () => {
    fc.assert(
      fc.property(moments, fc.integer(), fc.integer(), (some, one, other) => {
        const { x } = timeScale(some)
        expect(x(Math.min(one, other))).toBeLessThanOrEqual(x(Math.max(one, other)))
      })
    )
  })

  it("always has few ticks, each within and outside of what is cut short", () => {
    fc.assert(
      fc.property(moments, (some) => {
        const { from, to, ticks, breaks } = timeScale(some)
        expect(ticks.length).toBeLessThanOrEqual(13)
        for (const { at } of ticks) {
          expect(at >= from && at <= to).toBe(true)
          expect(breaks.some((one) => at > one.from && at < one.to)).toBe(false)
        }
      })
    )
  })

  it("always leaves room for the time beside each tick, and twice as much where only some are shown", () => {
    const bursts = fc
      .array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 300 })), {
        minLength: 2,
        maxLength: 20
      })
      .map((some) => some.map(([day, at]) => (day * 1_440 + at) * minute))
    fc.assert(
      fc.property(fc.oneof(moments, bursts), (some) => {
        const { x, ticks } = timeScale(some)
        for (const [shown, room] of [
          [ticks, 0.1],
          [ticks.filter(({ minor }) => !minor), 0.2]
        ] as const) {
          shown.slice(1).forEach(({ at }, index) => {
            expect(x(at) - x(shown[index]?.at ?? 0)).toBeGreaterThanOrEqual(room)
          })
        }
      })
    )
  })

  it("cuts a long pause short and says which it was", () => {
    const burst = [0, 1, 2, 3].map((count) => count * minute)
    const later = burst.map((at) => at + 3 * 1_440 * minute)
    const { x, breaks } = timeScale([...burst, ...later])
    expect(breaks).toMatchObject([{ from: 3 * minute, to: 3 * 1_440 * minute }])
    expect(x(later[0] ?? 0) - x(3 * minute)).toBeLessThan(0.1)
  })

  it("is even where things happen evenly", () => {
    const { x, breaks } = timeScale([0, 10, 20, 30, 40].map((count) => count * minute))
    expect(breaks).toEqual([])
    expect(x(20 * minute)).toBeCloseTo(0.5)
  })
})
