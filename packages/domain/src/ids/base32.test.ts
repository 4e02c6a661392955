import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { base32 } from "./base32.ts"

const bytesOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "ascii"))

/** The bytes as one long binary number, read five digits at a time. */
const byNumber = (bytes: Uint8Array): string => {
  const digits = [...bytes].map((byte) => byte.toString(2).padStart(8, "0")).join("")
  return (digits.match(/.{1,5}/g) ?? [])
    .map((five) => "abcdefghijklmnopqrstuvwxyz234567".charAt(Number.parseInt(five.padEnd(5, "0"), 2)))
    .join("")
}

describe("base32", () => {
  it.each([
    ["", ""],
    ["f", "my"],
    ["fo", "mzxq"],
    ["foo", "mzxw6"],
    ["foob", "mzxw6yq"],
    ["fooba", "mzxw6ytb"],
    ["foobar", "mzxw6ytboi"]
  ])("encodes %j as RFC 4648 does, in lower case and without padding", (text, encoded) => {
    expect(base32(bytesOf(text))).toBe(encoded)
  })

  it("always agrees with reading the bits by hand", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect(base32(bytes)).toBe(byNumber(bytes))
      })
    )
  })
})
