import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cellsOf } from "../../look/cells.ts"
import { type Column, table } from "./table.ts"

interface Row {
  readonly name: string
  readonly title: string
  readonly owner: string
}

const columns: ReadonlyArray<Column<Row>> = [
  { title: "NAME", cell: ({ name }) => name },
  { title: "TITLE", cell: ({ title }) => title, shrinks: true },
  { title: "OWNER", cell: ({ owner }) => owner, goes: 1 },
  { title: "CASES", align: "right", cell: ({ title }) => String(title.length), goes: 2 }
]

const rows = [
  { name: "a", title: "Phishing in finance, seen by many", owner: "Ana" },
  { name: "bb", title: "Beacon", owner: "" }
]

const row: fc.Arbitrary<Row> = fc.record({
  name: fc.string({ maxLength: 8 }),
  title: fc.string({ unit: "grapheme", maxLength: 60 }),
  owner: fc.string({ unit: "grapheme", maxLength: 20 })
})

describe("a table", () => {
  it("has a head, and is as wide as it has to be", () => {
    expect(table(columns, rows, 200)).toEqual([
      "NAME  TITLE                              OWNER  CASES",
      "a     Phishing in finance, seen by many  Ana       33",
      "bb    Beacon                                        6"
    ])
  })

  it("lets one column give way where there is no room, then others go", () => {
    expect(table(columns, rows, 45)).toEqual([
      "NAME  TITLE                      OWNER  CASES",
      "a     Phishing in finance, see…  Ana       33",
      "bb    Beacon                                6"
    ])
    expect(table(columns, rows, 30)).toEqual([
      "NAME  TITLE              OWNER",
      "a     Phishing in fina…  Ana",
      "bb    Beacon"
    ])
    expect(table(columns, rows, 24)).toEqual(["NAME  TITLE", "a     Phishing in finan…", "bb    Beacon"])
  })

  it("of nothing is its head", () => {
    expect(table(columns, [], 80)).toEqual(["NAME  TITLE  OWNER  CASES"])
  })

  it("never is wider than the line, down to the width below which nothing can be said any more", () => {
    fc.assert(
      fc.property(fc.array(row, { maxLength: 6 }), fc.integer({ min: 26, max: 120 }), (some, width) => {
        const lines = table(columns, some, width)
        expect(lines).toHaveLength(some.length + 1)
        for (const line of lines) expect(cellsOf(line)).toBeLessThanOrEqual(width)
      })
    )
  })

  it("always shows the first column whole", () => {
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), fc.integer({ min: 26, max: 120 }), (some, width) => {
        const [, ...lines] = table(columns, some, width)
        for (const [at, line] of lines.entries()) expect(line.startsWith(some[at]!.name.trimEnd())).toBe(true)
      })
    )
  })
})
