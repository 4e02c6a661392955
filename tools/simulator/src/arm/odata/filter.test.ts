import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { Filter, Operand } from "../../odata/Filter.ts"
import { type Fields, InvalidFilter, parseArmFilter, satisfiesArmFilter } from "./filter.ts"

const fields = {
  "properties/title": "string",
  "properties/status": "string",
  "properties/owner/objectId": "string",
  "properties/incidentNumber": "number",
  "properties/lastModifiedTimeUtc": "date"
} as const satisfies Fields

const record = {
  "properties/title": "Brute force against O'Neill's VPN",
  "properties/status": "New",
  "properties/owner/objectId": null,
  "properties/incidentNumber": 4105,
  "properties/lastModifiedTimeUtc": Date.parse("2026-11-23T09:00:00.250Z")
} satisfies Record<keyof typeof fields, string | number | null>

const isPath = (path: string): path is keyof typeof fields => Object.hasOwn(fields, path)
const valueAt = (path: string): string | number | null => (isPath(path) ? record[path] : null)
const holds = (filter: string): boolean => satisfiesArmFilter(parseArmFilter(filter, fields), valueAt)

describe("examples", () => {
  it.each([
    ["properties/status eq 'New'", true],
    ["properties/status ne 'New'", false],
    ["properties/status eq 'new'", false],
    ["properties/incidentNumber eq 4105", true],
    ["properties/incidentNumber gt 4105", false],
    ["properties/incidentNumber ge 4105 and properties/incidentNumber lt 4106", true],
    ["properties/lastModifiedTimeUtc ge 2026-11-23T09:00:00Z", true],
    ["properties/lastModifiedTimeUtc le 2026-11-23T09:00:00.2499999Z", false],
    ["properties/lastModifiedTimeUtc ge 2026-11-23T10:00:00+01:00", true],
    ["properties/lastModifiedTimeUtc lt 2026-11-23", false],
    ["contains(properties/title, 'VPN')", true],
    ["contains(properties/title,'O''Neill''s')", true],
    ["startswith(properties/title, 'VPN')", false],
    ["properties/owner/objectId eq null", true],
    ["properties/owner/objectId gt 'a'", false],
    ["not contains(properties/title, 'VPN') or properties/status eq 'New'", true],
    ["not (contains(properties/title, 'VPN') or properties/status eq 'New')", false],
    // and binds tighter than or.
    ["properties/status eq 'New' or properties/status eq 'X' and properties/status eq 'Y'", true],
    ["(properties/status eq 'New' or properties/status eq 'X') and properties/status eq 'Y'", false],
    ["  properties/status   eq\t'New'  ", true]
  ])("%s is %s", (filter, expected) => {
    expect(holds(filter)).toBe(expected)
  })

  it.each([
    ["properties/status", "an operator expected at the end"],
    ["properties/status eq", "a value expected at the end"],
    ["properties/status eq New", "a value expected instead of 'New'"],
    ["properties/status like 'New'", "unknown operator 'like'"],
    ["properties/color eq 'red'", "could not find a property named 'properties/color'"],
    ["properties/incidentNumber eq '4105'", "'properties/incidentNumber' is a number, not a string"],
    ["properties/lastModifiedTimeUtc ge '2026-11-23'", "is a date, not a string"],
    ["properties/lastModifiedTimeUtc ge 2026-13-45T00:00:00Z", "is no date"],
    ["contains(properties/incidentNumber, '4')", "needs a string"],
    ["contains(properties/title, 'VPN'", "')' expected before the end"],
    ["(properties/status eq 'New'", "')' expected before the end"],
    ["properties/status eq 'New')", "')' not expected"],
    ["properties/status eq 'New' properties/status eq 'New'", "not expected"],
    ["properties/status eq 'New", "syntax error at position"],
    ["properties/status eq 'New'or properties/status eq 'X'", "syntax error at position"],
    ["properties/labels/any(l: l eq 'x')", "syntax error at position"],
    ["", "a property expected at the end"]
  ])("%s is refused", (filter, reason) => {
    expect(() => parseArmFilter(filter, fields)).toThrow(InvalidFilter)
    expect(() => parseArmFilter(filter, fields)).toThrow(reason)
  })
})

describe("depth", () => {
  it.each(["(", "not "])("200 times '%s' is refused, 50 times is not", (word) => {
    const close = word === "(" ? ")" : ""
    const nested = (times: number): string => `${word.repeat(times)}properties/status eq 'New'${close.repeat(times)}`
    expect(() => parseArmFilter(nested(200), fields)).toThrow("nested too deeply")
    expect(holds(nested(50))).toBe(true)
  })
})

const paths = Object.keys(fields).filter(isPath)

const literalFor = (path: keyof typeof fields): fc.Arbitrary<Operand> => {
  const none = fc.constant<Operand>({ type: "null" })
  switch (fields[path]) {
    case "string":
      return fc.oneof(none, fc.record({ type: fc.constant("string"), value: fc.string({ unit: "grapheme" }) }))
    case "number":
      return fc.oneof(none, fc.record({ type: fc.constant("number"), value: fc.integer() }))
    case "date":
      return fc.oneof(
        none,
        fc
          .date({ min: new Date("1970-01-01"), max: new Date("9999-12-31"), noInvalidDate: true })
          .map((date): Operand => ({ type: "date", value: date.getTime() }))
      )
  }
}

const comparison: fc.Arbitrary<Filter> = fc.constantFrom(...paths).chain((path) =>
  fc.record({
    _tag: fc.constant("Compare"),
    left: fc.constant<Operand>({ type: "path", path }),
    operator: fc.constantFrom("eq", "ne", "gt", "ge", "lt", "le"),
    right: literalFor(path)
  })
)
const text: fc.Arbitrary<Filter> = fc.record({
  _tag: fc.constant("Text"),
  test: fc.constantFrom("contains", "startswith"),
  text: fc
    .constantFrom(...paths.filter((path) => fields[path] === "string"))
    .map((path): Operand => ({ type: "path", path })),
  part: fc.string({ unit: "grapheme" }).map((value): Operand => ({ type: "string", value }))
})
const { filter: anyFilter } = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { depthSize: "small" },
    comparison,
    text,
    fc.record({ _tag: fc.constant("And"), left: tie("filter"), right: tie("filter") }),
    fc.record({ _tag: fc.constant("Or"), left: tie("filter"), right: tie("filter") }),
    fc.record({ _tag: fc.constant("Not"), filter: tie("filter") })
  )
}))

const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`
const printOperand = (operand: Operand): string => {
  switch (operand.type) {
    case "path":
      return operand.path
    case "boolean":
      return String(operand.value)
    case "string":
      return quoted(operand.value)
    case "number":
      return String(operand.value)
    case "date":
      return new Date(operand.value).toISOString()
    case "null":
      return "null"
  }
}
const print = (filter: Filter): string => {
  switch (filter._tag) {
    case "Or":
      return `(${print(filter.left)} or ${print(filter.right)})`
    case "And":
      return `(${print(filter.left)} and ${print(filter.right)})`
    case "Not":
      return `not ${print(filter.filter)}`
    case "Compare":
      return `${printOperand(filter.left)} ${filter.operator} ${printOperand(filter.right)}`
    case "Text":
      return `${filter.test}(${printOperand(filter.text)}, ${printOperand(filter.part)})`
    case "In":
    case "Any":
      throw new Error("Resource Manager doesn't support this filter.")
  }
}

const outcomeOf = (filter: string): unknown => {
  try {
    parseArmFilter(filter, fields)
    return "read"
  } catch (error) {
    return error instanceof Error ? error.constructor : error
  }
}

describe("properties", () => {
  it("a printed filter is always parsed to the same filter", () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(parseArmFilter(print(filter), fields)).toEqual(filter)
      })
    )
  })

  it("not always inverts the result", () => {
    fc.assert(
      fc.property(anyFilter, (filter) => {
        expect(holds(`not (${print(filter)})`)).toBe(!holds(print(filter)))
      })
    )
  })

  it("any text is always read or refused, never anything else", () => {
    const pieces = fc.constantFrom(
      "properties/status",
      "eq",
      "'New'",
      "and",
      "or",
      "not",
      "(",
      ")",
      ",",
      "contains",
      "4",
      "'"
    )
    const anyText = fc.oneof(
      fc.string(),
      fc.array(pieces).map((words) => words.join(" "))
    )
    fc.assert(
      fc.property(anyText, (words) => {
        expect(outcomeOf(words)).toBeOneOf(["read", InvalidFilter])
      })
    )
  })
})
