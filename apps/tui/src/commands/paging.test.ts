import { Effect } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cellsOf } from "../look/cells.ts"
import { moreHint, type PageAsked, readPages } from "./paging.ts"

/** A server that has so many things, gives them in order, and notes what it was asked for. */
const serverWith = (count: number) => {
  const asked: Array<PageAsked> = []
  const page = (one: PageAsked) =>
    Effect.sync(() => {
      asked.push(one)
      const from = Number(one.continuation ?? 0)
      const to = Math.min(count, from + one.top)
      const items = Array.from({ length: to - from }, (_, at) => from + at)
      return { items, ...(to < count ? { continuation: String(to) } : {}) }
    })
  return { asked, page }
}

const upTo = (count: number) => Array.from({ length: count }, (_, at) => at)

describe("pages", () => {
  it("are read until there are as many as are wanted, never more, in pages that the server gives", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 1_000 }), fc.integer({ min: 1, max: 1_000 }), async (count, limit) => {
        const { asked, page } = serverWith(count)
        const { items, continuation } = await Effect.runPromise(readPages({ limit, all: false }, page))
        expect(items).toEqual(upTo(Math.min(count, limit)))
        expect(continuation).toBe(count > limit ? String(limit) : undefined)
        for (const { top } of asked) expect(top).toBeLessThanOrEqual(200)
        expect(asked.length).toBe(Math.max(1, Math.ceil(Math.min(count, limit) / 200)))
      })
    )
  })

  it("are all read where all are wanted", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 1_000 }), async (count) => {
        const { items, continuation } = await Effect.runPromise(
          readPages({ limit: 1, all: true }, serverWith(count).page)
        )
        expect(items).toEqual(upTo(count))
        expect(continuation).toBeUndefined()
      })
    )
  })

  it("have a hint below where there are more, within the line", () => {
    expect(moreHint({ items: upTo(50) }, 40)).toEqual([])
    const hint = moreHint({ items: upTo(50), continuation: "50" }, 40)
    expect(hint.join(" ")).toContain("Only the first 50 are shown.")
    expect(Math.max(...hint.map(cellsOf))).toBeLessThanOrEqual(40)
  })
})
