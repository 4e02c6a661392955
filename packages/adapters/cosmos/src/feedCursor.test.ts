import { deflateRawSync } from "node:zlib"
import { Option } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cursorOf, placeOf } from "./feedCursor.ts"

const hex = fc.stringMatching(/^[0-9A-F]{0,64}$/)
const place = (rid: string) =>
  fc
    .array(fc.record({ minInclusive: hex, maxExclusive: hex, continuationToken: fc.nat().map((lsn) => `"${lsn}"`) }), {
      minLength: 1,
      maxLength: 40
    })
    .map((Continuation) => JSON.stringify({ rid, Continuation }))

describe("a cursor", () => {
  it("always leads back to the place that it was made of, and to none of another container", () => {
    fc.assert(
      fc.property(place("own="), (one) => {
        expect(placeOf(cursorOf(one), "own=")).toEqual(Option.some(one))
        expect(placeOf(cursorOf(one), "other=")).toEqual(Option.none())
      })
    )
  })

  it("always fits into an address and a header", () => {
    fc.assert(
      fc.property(place("own="), (one) => {
        expect(cursorOf(one)).toMatch(/^[\w-]+$/u)
      })
    )
  })

  it("never comes of anything else", () => {
    const forged = fc.oneof(
      fc.string(),
      fc.base64String(),
      fc.json().map((text) => cursorOf(text)),
      fc.string().map((text) => cursorOf(JSON.stringify({ rid: "own=", Continuation: [{ continuationToken: text }] })))
    )
    fc.assert(
      fc.property(forged, (text) => {
        expect(placeOf(text, "own=")).toEqual(Option.none())
      })
    )
  })

  it("never comes of a place with a range or a token that the SDK wouldn't make", () => {
    const made = (range: object, rid = "own=") => {
      const usual = { minInclusive: "", maxExclusive: "FF", continuationToken: '"1"' }
      return cursorOf(JSON.stringify({ rid, Continuation: [{ ...usual, ...range }] }))
    }
    expect(Option.isSome(placeOf(made({}), "own="))).toBe(true)
    expect(Option.isSome(placeOf(made({ maxExclusive: "A".repeat(64), continuationToken: '"a-b.c_1"' }), "own="))).toBe(
      true
    )
    for (const range of [
      { minInclusive: "xFF" },
      { minInclusive: "FFx" },
      { minInclusive: "A".repeat(65) },
      { maxExclusive: "xFF" },
      { maxExclusive: "FFx" },
      { continuationToken: '"1' },
      { continuationToken: '1"' },
      { continuationToken: 'x"1"' },
      { continuationToken: '"1"x' },
      { continuationToken: '""' },
      { continuationToken: `"${"1".repeat(65)}"` }
    ]) {
      expect(placeOf(made(range), "own="), JSON.stringify(range)).toEqual(Option.none())
    }
    for (const cursor of [`${made({})}=`, `+${made({})}`, `${made({})}\r\n`]) {
      expect(placeOf(cursor, "own=")).toEqual(Option.none())
    }
    expect(placeOf(cursorOf(JSON.stringify({ rid: "own=", Continuation: [] })), "own=")).toEqual(Option.none())
  })

  it("isn't unpacked beyond what a place can be", () => {
    const ranges = (count: number) =>
      Array.from({ length: count }, () => ({ minInclusive: "", maxExclusive: "FF", continuationToken: '"1"' }))
    const isTaken = (count: number) =>
      Option.isSome(placeOf(cursorOf(JSON.stringify({ rid: "own=", Continuation: ranges(count) })), "own="))
    expect([isTaken(200), isTaken(400)]).toEqual([true, false])
    const bomb = deflateRawSync(Buffer.alloc(50_000_000)).toString("base64url")
    expect(placeOf(bomb.slice(0, 8_000), "own=")).toEqual(Option.none())
    expect(placeOf(deflateRawSync(Buffer.alloc(1_000_000)).toString("base64url"), "own=")).toEqual(Option.none())
  })
})
