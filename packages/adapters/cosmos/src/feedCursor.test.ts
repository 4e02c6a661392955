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

  it("isn't unpacked beyond what a place can be", () => {
    const bomb = deflateRawSync(Buffer.alloc(50_000_000)).toString("base64url")
    expect(placeOf(bomb.slice(0, 8_000), "own=")).toEqual(Option.none())
    expect(placeOf(deflateRawSync(Buffer.alloc(1_000_000)).toString("base64url"), "own=")).toEqual(Option.none())
  })
})
