import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { beginsWith, inFilters, withId } from "./odataText.ts"

const typed = fc.oneof(
  fc.constantFrom("O'Neill", "') or true or startsWith(mail,'", "''", "'", "\ud800", "a&$top=1#", "ann\n"),
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" })
)

/** Reads the literals of a filter as OData does, and what is left of it without them. */
const read = (filter: string): { readonly literals: ReadonlyArray<string>; readonly rest: string } => {
  const literals: Array<string> = []
  const rest = filter.replaceAll(/'((?:[^']|'')*)'/gu, (_, literal: string) => {
    literals.push(literal.replaceAll("''", "'"))
    return "?"
  })
  return { literals, rest }
}

describe("what somebody types", () => {
  it("is always one literal of the filter, and never anything else of it", () => {
    fc.assert(
      fc.property(typed, (text) => {
        const { literals, rest } = read(beginsWith(text, ["displayName", "mail"]))
        expect(rest).toBe("startsWith(displayName,?) or startsWith(mail,?)")
        expect(new Set(literals).size).toBe(1)
        const wanted = text.toWellFormed().trim()
        expect(wanted.startsWith(literals[0]!)).toBe(true)
        expect(literals[0]).toHaveLength(Math.min(wanted.length, literals[0]!.length))
      })
    )
  })

  it("can always be sent", () => {
    fc.assert(
      fc.property(typed, (text) => {
        expect(() => encodeURIComponent(beginsWith(text, ["displayName"]))).not.toThrow()
      })
    )
  })
})

describe("ids", () => {
  it("are always asked for, each once, at most 15 in a filter", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 60 }).map(String), { maxLength: 80 }), (ids) => {
        const filters = inFilters(ids)
        expect(filters.flat().toSorted()).toEqual([...new Set(ids)].toSorted())
        expect(filters.every((some) => some.length >= 1 && some.length <= 15)).toBe(true)
      })
    )
  })

  it("are a list of literals", () => {
    expect(withId(["a", "b"])).toBe("id in ('a','b')")
  })
})
