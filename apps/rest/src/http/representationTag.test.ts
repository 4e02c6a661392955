import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { representationTag, stateTags } from "./representationTag.ts"

const encoded = (text: string, etag?: string) => ({ status: 200, text, headers: etag === undefined ? {} : { etag } })

describe("the ETag of a response", () => {
  it("always changes with what the response shows, and always stands for the same state", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.string({ unit: "grapheme" }), (one, other) => {
        const [first, second] = [one, other].map((text) => representationTag(encoded(text, '"state-1"')) ?? "")
        expect(first === second).toBe(one === other)
        expect(stateTags(`${first}, W/${second}`)).toBe('"state-1", W/"state-1"')
      })
    )
  })

  it("is missing where the response has none", () => expect(representationTag(encoded("{}"))).toBeUndefined())

  it("leaves a tag without more as it is", () => expect(stateTags('*, "a", "b.c", "d')).toBe('*, "a", "b.c", "d'))
})
