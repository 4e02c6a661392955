import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { jsonFault } from "./jsonFault.ts"

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

describe("where a text stops being JSON", () => {
  it.each([
    ["{}", undefined],
    [' [1, -2.5e+3, "a\\u00e9", {"b": [null, true]}] ', undefined],
    ["", 0],
    ['{"a":', 5],
    ["{a: 1}", 1],
    ['{"a" 1}', 5],
    ['{"a": 1,}', 8],
    ["[1, 2", 5],
    ["[1 2]", 3],
    ["[01]", 2],
    ["{} {}", 3],
    ["[1}", 2],
    ["nul", 0]
  ])("%j: %s", (text, at) => expect(jsonFault(text)).toBe(at))

  it("always is nowhere in JSON, and somewhere in anything else", () => {
    const damaged = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom("", ",", "}", "]", "{", "[", '"', ":", "x", "1", "\\", "\n"))
      .map(([text, at, put]) => {
        const place = at % (text.length + 1)
        return text.slice(0, place) + put + text.slice(put === "" ? place + 1 : place)
      })
    fc.assert(
      fc.property(fc.oneof(fc.json(), damaged, fc.string()), (text) => {
        expect(jsonFault(text) === undefined).toBe(isJson(text))
      }),
      { numRuns: 1_000 }
    )
  })
})
