import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { changedSinceFilter, incidentsFilter, incidentsOrder, keyFilter, oDataText } from "./oDataFilter.ts"
import { anyText } from "./testing/anyText.ts"

/** OData's string literal, read by somebody else: everything up to a quote that isn't doubled. */
const literal = /'((?:[^']|'')*)'/gu
const literalsIn = (filter: string) => [...filter.matchAll(literal)].map(([, text = ""]) => text.replaceAll("''", "'"))
const skeletonOf = (filter: string) => filter.replaceAll(literal, "#")

const hostile = fc.oneof(
  anyText(),
  fc
    .array(fc.constantFrom("'", "''", ")", " or ", "(", "&", "$", "#", "%27", "\\", "x", " eq "), { maxLength: 12 })
    .map((parts) => parts.join(""))
)

describe("incidentsFilter", () => {
  it("joins what is asked for", () => {
    expect(incidentsFilter({})).toBeUndefined()
    expect(incidentsFilter({ status: [], severity: [], title: "" })).toBeUndefined()
    expect(incidentsFilter({ status: ["New"] })).toBe("properties/status eq 'New'")
    expect(incidentsFilter({ status: ["New", "Active"], severity: ["High"], number: 12 })).toBe(
      "(properties/status eq 'New' or properties/status eq 'Active') and properties/severity eq 'High'" +
        " and properties/incidentNumber eq 12"
    )
  })

  it("asks for a title in its usual spellings", () => {
    expect(literalsIn(incidentsFilter({ title: "o'NEIL signs in" }) ?? "")).toEqual([
      "o'NEIL signs in",
      "o'neil signs in",
      "O'NEIL SIGNS IN",
      "O'neil signs in",
      "O'neil Signs In"
    ])
    const long = "Aa ".repeat(27)
    expect(incidentsFilter({ title: long })).toBe(`contains(properties/title, '${long}')`)
    expect(literalsIn(incidentsFilter({ title: long.slice(0, 80) }) ?? "")).toHaveLength(4)
    expect(incidentsFilter({ title: "ab" })).toBe(
      "(contains(properties/title, 'ab') or contains(properties/title, 'AB') or contains(properties/title, 'Ab'))"
    )
    expect(incidentsFilter({ title: "7" })).toBe("contains(properties/title, '7')")
  })

  it("never lets a text out of its literal", () => {
    fc.assert(
      fc.property(hostile, (title) => {
        fc.pre(title !== "")
        const filter = incidentsFilter({ title, status: ["New"] }) ?? ""
        expect(literalsIn(filter).slice(0, 2)).toEqual(["New", title])
        expect(skeletonOf(filter)).toMatch(
          /^properties\/status eq # and (?:contains\(properties\/title, #\)|\(contains\(properties\/title, #\)(?: or contains\(properties\/title, #\))+\))$/u
        )
      })
    )
  })

  it("never changes a text", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        expect(literalsIn(oDataText(text))).toEqual([text])
      })
    )
  })
})

it("asks for one incident by its number, or by Defender's id", () => {
  expect(keyFilter({ number: 7.9 })).toBe("properties/incidentNumber eq 7")
  expect(keyFilter({ defenderId: "o'7" })).toBe("properties/providerIncidentId eq 'o''7'")
})

it("asks for changes by Sentinel's clock, and for an order", () => {
  expect(changedSinceFilter(timestampOf(Date.UTC(2026, 2, 31, 12)))).toBe(
    "properties/lastModifiedTimeUtc ge 2026-03-31T12:00:00.000Z"
  )
  expect(incidentsOrder({ by: "created", descending: true })).toBe("properties/createdTimeUtc desc")
  expect(incidentsOrder({ by: "number", descending: false })).toBe("properties/incidentNumber asc")
  expect(incidentsOrder({ by: "lastModified", descending: true })).toBe("properties/lastModifiedTimeUtc desc")
})
