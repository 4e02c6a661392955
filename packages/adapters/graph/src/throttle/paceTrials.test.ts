import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { shareLimit, type Trial } from "../testing/shareLimit.ts"

const second = 1_000
const minute = 60 * second

/** A repeatable trial: what is random in it comes of a number. */
const random = (seed: number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const trial = (more: Partial<Trial> & { readonly seed: number }) => {
  const all = { processes: 4, most: 30, windowMillis: second, forMillis: 20 * minute, fromMillis: 30 * second, ...more }
  const outcome = shareLimit({ ...all, random: random(more.seed) })
  const taken = outcome.taken.reduce((sum, own) => sum + own, 0)
  return {
    ...outcome,
    throttledShare: outcome.throttled / outcome.sent,
    use: taken / all.most / ((all.forMillis - all.fromMillis) / all.windowMillis)
  }
}

const seed = fc.nat({ max: 1_000_000 })
/** Those of Microsoft Teams. */
const most = fc.constantFrom(6, 15, 30, 60)

describe("processes that share a limit, each at its own pace", () => {
  it("always find it with fewer than one request in a hundred after the first half minute, and use most of it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), most, seed, (processes, limit, number) => {
        const { throttledShare, use, taken } = trial({ processes, most: limit, seed: number })
        expect(throttledShare).toBeLessThan(0.01)
        expect(use).toBeGreaterThan(0.4)
        // Nobody is left with nothing: what each gets is at least a tenth of an even share.
        for (const own of taken) expect(own).toBeGreaterThan(0.1 * (taken.reduce((a, b) => a + b) / processes))
      }),
      { numRuns: 24 }
    )
  })

  it("always make room for one that comes later", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), seed, (early, number) => {
        const late = early
        const { throttledShare, taken } = trial({
          processes: early + 1,
          fromMillis: 5 * minute,
          present: (process, at) => process !== late || at > 4 * minute + 30 * second,
          seed: number
        })
        expect(throttledShare).toBeLessThan(0.01)
        expect(taken[late]).toBeGreaterThan(0.1 * (taken.reduce((a, b) => a + b) / (early + 1)))
      }),
      { numRuns: 12 }
    )
  })

  it("always use what one leaves behind that is killed", () => {
    fc.assert(
      fc.property(seed, (number) => {
        const { use } = trial({
          processes: 2,
          fromMillis: 10 * minute,
          present: (process, at) => process === 0 || at < 2 * minute,
          seed: number
        })
        expect(use).toBeGreaterThan(0.5)
      }),
      { numRuns: 8 }
    )
  })
})
