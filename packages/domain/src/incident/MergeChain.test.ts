import { Result } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { followed, maximumMerges, type MergeChain } from "./MergeChain.ts"

/** Follows `merges` from `first` to its end. */
const follow = (first: string, merges: Readonly<Record<string, string>>) => {
  let chain: Result.Result<MergeChain, string> = Result.succeed([first])
  while (Result.isSuccess(chain)) {
    const last = chain.success.at(-1) ?? first
    const next = Object.hasOwn(merges, last) ? merges[last] : undefined
    if (next === undefined) return last
    chain = followed(chain.success, next)
  }
  return chain.failure
}

/** `i0` into `i1` into … `i{count}`. */
const line = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`i${index}`, `i${index + 1}`]))

describe("a chain of merges", () => {
  it("is followed to its end, up to ten merges", () => {
    expect(follow("i0", {})).toBe("i0")
    expect(follow("i0", line(maximumMerges))).toBe(`i${maximumMerges}`)
    expect(follow("i0", line(maximumMerges + 1))).toBe("tooLong")
  })

  it("is circular where it leads back to any incident of it", () => {
    expect(follow("i0", { i0: "i0" })).toBe("circular")
    expect(follow("i0", { ...line(4), i4: "i2" })).toBe("circular")
  })

  it("always ends, and never at an incident that was merged", () => {
    const name = fc.integer({ min: 0, max: 14 }).map((index) => `i${index}`)
    fc.assert(
      fc.property(name, fc.dictionary(name, name, { noNullPrototype: true }), (first, merges) => {
        expect(Object.hasOwn(merges, follow(first, merges))).toBe(false)
      })
    )
  })
})
