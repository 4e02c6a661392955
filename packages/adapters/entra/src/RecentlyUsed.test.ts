import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { RecentlyUsed } from "./RecentlyUsed.ts"

describe("RecentlyUsed", () => {
  it("always keeps exactly what was used last", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.constantFrom(..."abcdefgh".split(""))), (most, uses) => {
        const kept = new RecentlyUsed<{ readonly key: string }>(most)
        const last: Array<string> = []
        for (const key of uses) {
          let made = false
          const value = kept.get(key, () => {
            made = true
            return { key }
          })
          expect(value.key).toBe(key)
          expect(made).toBe(!last.slice(-most).includes(key))
          if (last.includes(key)) last.splice(last.indexOf(key), 1)
          last.push(key)
          expect(kept.size).toBe(Math.min(most, last.length))
        }
      })
    )
  })
})
