import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { bodyFault } from "./bodyFault.ts"

const nested = (levels: number): unknown => JSON.parse(`${"[".repeat(levels)}1${"]".repeat(levels)}`)

describe("what a body may not hold", () => {
  it("is never found in JSON of whole characters that isn't deep", () =>
    fc.assert(
      fc.property(fc.jsonValue({ stringUnit: "binary", maxDepth: 5 }), (value) => {
        expect(bodyFault(value)).toBeUndefined()
      })
    ))

  it.each([
    ["\uD83D", ""],
    [{ a: [1, "x\uDE00"] }, "a.1"],
    [{ a: { "\uD83D": 1 } }, "a"]
  ])("is half a character, told by its place: %j at %j", (value, field) => {
    expect(bodyFault(value)).toMatchObject({ field, problem: expect.stringContaining("surrogate") })
  })

  it("is more than 32 levels", () => {
    expect(bodyFault(nested(32))).toBeUndefined()
    expect(bodyFault(nested(33))).toEqual({ field: "", problem: "The body is nested 32 levels deep or more." })
  })
})
