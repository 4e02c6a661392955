import { createHash } from "node:crypto"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { sha256 } from "./sha256.ts"

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")

const byNode = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex")

describe("sha256", () => {
  it.each([
    ["", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
    ["abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"],
    [
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ]
  ])("gives the published digest of %j", (text, digest) => {
    expect(hex(sha256(text))).toBe(digest)
  })

  it("agrees with Node at every length around the block and padding boundaries", () => {
    for (let length = 0; length <= 200; length++) {
      const text = "a".repeat(length)
      expect(hex(sha256(text))).toBe(byNode(text))
    }
  })

  it("always agrees with Node, on any text, halves of surrogate pairs included", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 200 }),
          fc
            .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 100 })
            .map((units) => String.fromCharCode(...units))
        ),
        (text) => {
          expect(hex(sha256(text))).toBe(byNode(text))
        }
      )
    )
  })
})
