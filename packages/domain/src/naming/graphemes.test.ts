import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { title } from "../testing/ArbitraryIncident.ts"
import { cutTo, shortenTo } from "./graphemes.ts"

const family = "👩‍👩‍👧‍👦"

describe("cutTo", () => {
  it.each([
    ["abc", 3, "abc"],
    ["abc", 2, "ab"],
    ["abc", 0, ""],
    [`a${family}b`, 5, "a"],
    [`a${family}b`, 1 + family.length, `a${family}`],
    ["e\u0301e\u0301", 3, "e\u0301"],
    ["\r\nx", 1, ""]
  ])("leaves of %j in %i: %j", (text, room, rest) => {
    expect(cutTo(text, room)).toBe(rest)
  })

  it("always is a beginning that fits, and the next whole character wouldn't", () => {
    fc.assert(
      fc.property(title, fc.nat({ max: 60 }), (text, room) => {
        const cut = cutTo(text, room)
        expect(text.startsWith(cut)).toBe(true)
        expect(cut.length).toBeLessThanOrEqual(room)
        const [next] = new Intl.Segmenter().segment(text.slice(cut.length))
        expect(next === undefined || cut.length + next.segment.length > room).toBe(true)
      })
    )
  })
})

describe("shortenTo", () => {
  it.each([
    ["abc def", 7, "abc def"],
    ["abc def", 6, "abc d…"],
    ["abc def", 5, "abc…"],
    ["abc", 2, "a…"],
    ["abc", 1, ""],
    [`${family}b`, 5, ""],
    ["abc", 0, ""],
    ["abc", -9, ""],
    ["", 0, ""]
  ])("shortens %j to %i: %j", (text, room, short) => {
    expect(shortenTo(text, room)).toBe(short)
  })

  it("never is longer than the room", () => {
    fc.assert(
      fc.property(title, fc.nat({ max: 60 }), (text, room) => {
        expect(shortenTo(text, room).length).toBeLessThanOrEqual(room)
      })
    )
  })
})
