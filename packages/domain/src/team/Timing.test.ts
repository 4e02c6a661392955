import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { pause, scaledTiming, timing } from "./Timing.ts"

describe("scaled timing", () => {
  it("always keeps the proportions of every duration, but the lease and what isn't a duration", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), (scale) => {
        const { lease, teamQuickTries, orphanChecks, ...durations } = scaledTiming(scale)
        expect({ lease, teamQuickTries }).toEqual({ lease: timing.lease, teamQuickTries: timing.teamQuickTries })
        expect(orphanChecks).toEqual(timing.orphanChecks.map((look) => look / scale))
        const { lease: _, teamQuickTries: __, orphanChecks: ___, ...unscaled } = timing
        expect(durations).toEqual(
          Object.fromEntries(Object.entries(unscaled).map(([name, millis]) => [name, millis / scale]))
        )
      })
    )
  })
})

describe("the pause before another try", () => {
  it("doubles up to the longest", () => {
    expect([1, 2, 3, 4, 5, 6].map((tries) => pause(tries, 0, 2, 20))).toEqual([2, 4, 8, 16, 20, 20])
  })

  it("always lies between the first and the longest, and never gets shorter from try to try", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.nat(10_000), fc.nat(100_000), (tries, first, more) => {
        const longest = first + 1 + more
        const now = pause(tries, 0, first + 1, longest)
        expect(now).toBeGreaterThanOrEqual(first + 1)
        expect(now).toBeLessThanOrEqual(longest)
        expect(pause(tries + 1, 0, first + 1, longest)).toBeGreaterThanOrEqual(now)
      })
    )
  })

  it("is never shorter than what the platform asked for, even where that is longer than the longest", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.nat(1_000_000), (tries, asked) => {
        expect(pause(tries, asked, 2_000, 300_000)).toBe(Math.max(asked, pause(tries, 0, 2_000, 300_000)))
      })
    )
  })
})
