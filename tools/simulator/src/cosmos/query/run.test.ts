import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { ItemRecord } from "../../platform/CosmosState.ts"
import type { Json, JsonObject } from "../../platform/json.ts"
import { readIndexingPolicy } from "./indexingPolicy.ts"
import { compareForOrder, type Value } from "./order.ts"
import { parseQuery } from "./parse.ts"
import { type Page, type Place, runQuery } from "./run.ts"

const everything = readIndexingPolicy({
  includedPaths: [{ path: "/*" }],
  compositeIndexes: [[{ path: "/a" }, { path: "/b", order: "descending" }]]
})

const itemOf = (serial: number, body: JsonObject): ItemRecord => {
  const document = { id: `item-${serial}`, _rid: `rid-${serial}`, _etag: `"${serial}"`, _ts: 0, ...body }
  return { document, bytes: JSON.stringify(document).length, serial, lsn: serial, writtenAt: 0 }
}

const page = (text: string, items: ReadonlyArray<ItemRecord>, size = 1_000, after?: Place, policy = everything): Page =>
  runQuery(parseQuery(text), new Map(), items, policy, { size, after })

/** All pages of a query, with `between` called before each but the first. */
const pages = (
  text: string,
  items: () => ReadonlyArray<ItemRecord>,
  size: number,
  between: () => void = () => undefined
): ReadonlyArray<Json> => {
  const values: Array<Json> = []
  let after: Place | undefined
  for (let turn = 0; turn === 0 || after; turn += 1) {
    if (turn > 0) between()
    const { values: found, next } = page(text, items(), size, after)
    values.push(...found)
    // As text, as a continuation token carries it.
    after = next && (JSON.parse(JSON.stringify(next)) as Place)
    expect(turn).toBeLessThan(1_000)
  }
  return values
}

const scalar = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -3, max: 3 }),
  fc.constantFrom("a", "b", "ä", "B"),
  fc.constant([1]),
  fc.constant({ x: 1 })
)
const body = fc.record({ a: scalar, b: scalar, tags: fc.array(fc.constantFrom("x", "y")) }, { requiredKeys: [] })
const items = fc
  .array(body, { maxLength: 30 })
  .map((bodies) => bodies.map((each, at) => itemOf(at, each as JsonObject)))
const size = fc.integer({ min: 1, max: 7 })

describe("pages", () => {
  it.each([
    "SELECT VALUE c.id FROM c",
    "SELECT VALUE c.id FROM c WHERE c.a > 0 OR c.b = 'a'",
    "SELECT VALUE c.id FROM c ORDER BY c.a",
    "SELECT VALUE c.id FROM c ORDER BY c.a DESC",
    "SELECT VALUE c.id FROM c ORDER BY c.a, c.b DESC",
    "SELECT VALUE c.id FROM c ORDER BY c.a DESC, c.b",
    "SELECT TOP 4 VALUE c.id FROM c ORDER BY c.a",
    "SELECT VALUE c.id FROM c ORDER BY c.b OFFSET 2 LIMIT 9",
    "SELECT DISTINCT VALUE c.a FROM c",
    "SELECT VALUE t FROM c JOIN t IN c.tags",
    "SELECT VALUE t FROM t IN c.tags"
  ])("of any size put together are always the whole of %s", (text) => {
    fc.assert(
      fc.property(items, size, (all, most) => {
        expect(pages(text, () => all, most)).toEqual(page(text, all).values)
      })
    )
  })

  it("never miss or repeat an item that stays, although others are added and deleted between them", () => {
    const change = fc.record({ remove: fc.nat(), add: body })
    fc.assert(
      fc.property(
        items,
        size,
        fc.array(change, { maxLength: 20 }),
        fc.constantFrom("ASC", "DESC"),
        (all, most, changes, order) => {
          let now = [...all]
          const staying = new Set(all.map(({ document }) => document.id))
          const waiting = [...changes]
          const answered = pages(
            `SELECT VALUE c.id FROM c ORDER BY c.a ${order}`,
            () => now,
            most,
            () => {
              const next = waiting.shift()
              if (!next) return
              const [gone] = now.splice(next.remove % Math.max(now.length, 1), 1)
              if (gone) staying.delete(gone.document.id)
              now = [...now, itemOf(100 + waiting.length, next.add)]
            }
          )
          for (const id of staying) expect(answered.filter((other) => other === id)).toHaveLength(1)
        }
      )
    )
  })

  it("never hold more than 4 MB", () => {
    const big = Array.from({ length: 10 }, (_, at) => itemOf(at, { text: "x".repeat(1_000_000) }))
    const first = page("SELECT * FROM c", big)
    expect(first.values).toHaveLength(5)
    expect(pages("SELECT * FROM c", () => big, 1_000)).toHaveLength(10)
  })
})

describe("order", () => {
  it("is always by type, then by value, then by creation", () => {
    fc.assert(
      fc.property(items, (all) => {
        const rows = page("SELECT VALUE [c.id, c.a ?? 'none', IS_DEFINED(c.a)] FROM c ORDER BY c.a", all).values
        const expected = all.toSorted(
          (left, right) => compareForOrder(left.document["a"], right.document["a"]) || left.serial - right.serial
        )
        expect(rows.map((row) => (row as ReadonlyArray<Json>)[0])).toEqual(expected.map(({ document }) => document.id))
      })
    )
  })

  it("goes from undefined over null, false, true, numbers and texts to arrays and objects", () => {
    const values: ReadonlyArray<Value> = [undefined, null, false, true, -1, 2, "B", "a", "ä", [], {}]
    // Boxed, because sort itself always puts what is undefined last.
    const sorted = values
      .map((value) => [value])
      .toReversed()
      .toSorted(([left], [right]) => compareForOrder(left, right))
    expect(sorted.map(([value]) => value)).toEqual(values)
  })
})

describe("what the index doesn't serve", () => {
  const policy = readIndexingPolicy({ includedPaths: [{ path: "/a/?" }], excludedPaths: [{ path: "/*" }] })
  const some = [itemOf(1, { a: 1, b: 1 }), itemOf(2, { a: 2, b: 1 }), itemOf(3, { a: 3, b: 2 })]
  const run = (text: string) => page(text, some, 10, undefined, policy)

  it.each([
    ["SELECT * FROM c ORDER BY c.b", "excluded"],
    ["SELECT * FROM c ORDER BY c.a, c.b", "composite index"],
    ["SELECT * FROM c ORDER BY c.a + 1", "document path"],
    ["SELECT * FROM c ORDER BY LOWER(c.a)", "document path"]
  ])("%s is refused", (text, reason) => expect(() => run(text)).toThrow(reason))

  it.each([
    ["SELECT * FROM c WHERE c.a = 2", 1, 1],
    ["SELECT * FROM c WHERE c.a >= 2 AND c.b = 1", 1, 2],
    ["SELECT * FROM c WHERE c.b = 1", 2, 3],
    ["SELECT * FROM c WHERE c.a IN (1, 3)", 2, 2],
    ["SELECT * FROM c WHERE ARRAY_CONTAINS([1, 3], c.a)", 2, 2],
    ["SELECT * FROM c WHERE c.a = 1 OR c.a = 3", 2, 2],
    ["SELECT * FROM c WHERE c.a = 1 OR c.b = 2", 2, 3],
    ["SELECT * FROM c WHERE IS_DEFINED(c.a) AND NOT c.a = 1", 2, 3],
    ["SELECT * FROM c WHERE c.id = 'item-2'", 1, 1],
    ["SELECT TOP 1 * FROM c WHERE c.a >= 2 ORDER BY c.a", 1, 1],
    ["SELECT VALUE COUNT(1) FROM c WHERE c.a >= 2", 1, 2]
  ])("%s answers %i and has to load %i", (text, answered, loaded) => {
    const { values, retrieved } = run(text)
    expect([values.length, retrieved]).toEqual([answered, loaded])
  })
})

describe("aggregates", () => {
  const some = [
    itemOf(1, { a: "x", n: 1 }),
    itemOf(2, { a: "y", n: 5 }),
    itemOf(3, { a: "x", n: 3 }),
    itemOf(4, { a: "y" })
  ]

  it.each([
    ["SELECT VALUE COUNT(1) FROM c", [4]],
    ["SELECT VALUE COUNT(c.n) FROM c", [3]],
    ["SELECT VALUE SUM(c.n) FROM c", [9]],
    ["SELECT VALUE AVG(c.n) FROM c", [3]],
    ["SELECT VALUE MIN(c.n) FROM c", [1]],
    ["SELECT VALUE MAX(c.a) FROM c", ["y"]],
    ["SELECT VALUE COUNT(1) FROM c WHERE false", [0]],
    ["SELECT VALUE MAX(c.n) FROM c WHERE false", []],
    ["SELECT VALUE SUM(c.a) FROM c", []],
    ["SELECT COUNT(1) AS all, MAX(c.n) AS most FROM c", [{ all: 4, most: 5 }]],
    [
      "SELECT c.a, COUNT(1) AS n FROM c GROUP BY c.a",
      [
        { a: "x", n: 2 },
        { a: "y", n: 2 }
      ]
    ]
  ])("%s", (text, expected) => expect(page(text, some).values).toEqual(expected))
})

it("SELECT * of a join would mean several items, and is refused", () => {
  expect(() => page("SELECT * FROM c JOIN t IN c.tags", [])).toThrow("single input set")
})

it.each(["SELECT TOP 'a' * FROM c", "SELECT * FROM c OFFSET 1 LIMIT 0.5", "SELECT TOP 1.5 * FROM c"])(
  "%s is refused",
  (text) => expect(() => page(text, [itemOf(1, {})])).toThrow("non-negative integer")
)
