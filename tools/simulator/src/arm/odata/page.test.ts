import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { ArmError } from "../ArmError.ts"
import { type Listing, nextLink, page } from "./page.ts"

interface Item {
  readonly key: string
  readonly size: number | null
}

const listing: Listing<Item> = {
  fields: { key: "string", size: "number" },
  valueAt: (item) => (path) => (path === "size" ? item.size : item.key),
  keyOf: ({ key }) => key,
  defaultOrder: "key asc"
}

const query = (options: Readonly<Record<string, string>>): URLSearchParams => new URLSearchParams(options)

/** All pages, the list as it is at each of them. */
const walk = (
  lists: (round: number) => ReadonlyArray<Item>,
  options: Readonly<Record<string, string>>
): Array<Item> => {
  const seen: Array<Item> = []
  let token: string | undefined
  for (let round = 0; round < 1000; round += 1) {
    const { items, skipToken } = page(
      lists(round),
      listing,
      query({ ...options, ...(token !== undefined && { $skipToken: token }) })
    )
    seen.push(...items)
    if (skipToken === undefined) return seen
    token = skipToken
  }
  throw new Error("the list has no end")
}

const anyItems = fc.uniqueArray(fc.record({ key: fc.string({ minLength: 1 }), size: fc.option(fc.integer()) }), {
  selector: ({ key }) => key,
  maxLength: 40
})
const anyOrder = fc.constantFrom("key asc", "key desc", "size asc", "size desc", "size desc, key asc", "size")

describe("pages", () => {
  it("are always the whole sorted list, cut, however many go on one", () => {
    fc.assert(
      fc.property(anyItems, anyOrder, fc.integer({ min: 1, max: 10 }), (items, $orderby, top) => {
        const cut = walk(() => items, { $orderby, $top: String(top) })
        const whole = page(items, listing, query({ $orderby, $top: "1000" }))
        expect(cut).toEqual(whole.items)
        expect(new Set(cut)).toEqual(new Set(items))
      })
    )
  })

  it("never lose an item that stays, although another changes between two pages", () => {
    fc.assert(
      fc.property(anyItems, anyOrder, fc.integer({ min: 1, max: 5 }), fc.nat(), (items, $orderby, top, pick) => {
        const moved = items[pick % Math.max(1, items.length)]
        const after = items.filter((item) => item !== moved)
        const seen = walk((round) => (round === 0 ? items : after), { $orderby, $top: String(top) })
        expect(seen.filter((item) => item !== moved)).toEqual(
          page(after, listing, query({ $orderby, $top: "1000" })).items
        )
      })
    )
  })

  it("end where the list ends: a full last page leads nowhere", () => {
    const items = ["a", "b", "c", "d"].map((key) => ({ key, size: 1 }))
    const { skipToken } = page(items, listing, query({ $top: "2" }))
    const last = page(items, listing, query({ $top: "2", $skipToken: skipToken ?? "" }))
    expect(last).toEqual({ items: items.slice(2) })
  })

  it("hold 50 without $top", () => {
    const items = Array.from({ length: 60 }, (_, index) => ({ key: String(index), size: index }))
    expect(page(items, listing, query({})).items).toHaveLength(50)
    expect(page(items, listing, query({ $top: "1000" })).items).toHaveLength(60)
  })

  it.each([
    { $top: "0" },
    { $top: "1001" },
    { $top: "-1" },
    { $top: "ten" },
    { $orderby: "color asc" },
    { $orderby: "key upwards" },
    { $filter: "color eq 'red'" },
    { $skipToken: "bm9uc2Vuc2U" },
    { $skipToken: Buffer.from('["a","b","c"]').toString("base64url") }
  ])("are refused for %o", (options) => {
    expect(() => page([], listing, query(options))).toThrow(ArmError)
  })

  it("are found by option names in any case", () => {
    const items = [
      { key: "a", size: 1 },
      { key: "b", size: 2 }
    ]
    const first = page(items, listing, query({ $TOP: "1" }))
    expect(page(items, listing, query({ $skiptoken: first.skipToken ?? "" })).items).toEqual([items[1]])
  })
})

it("the next link is absolute, on the request's own origin, and keeps the other options", () => {
  const link = new URL(
    nextLink("https://localhost:4711/a/b?api-version=2025-09-01&%24filter=x%20eq%20'y'&$skiptoken=old", "new+/=")
  )
  expect(link.origin + link.pathname).toBe("https://localhost:4711/a/b")
  expect([...link.searchParams]).toEqual([
    ["api-version", "2025-09-01"],
    ["$filter", "x eq 'y'"],
    ["$skipToken", "new+/="]
  ])
})
