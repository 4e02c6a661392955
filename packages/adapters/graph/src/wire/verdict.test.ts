import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { type Verdict, verdict } from "./verdict.ts"

/** Every status that Graph documents or was seen to answer with: what it means after a write, and after a read. */
const table: ReadonlyArray<[status: number, write: Verdict, read: Verdict]> = [
  [199, "unclear", "notDone"],
  [200, "done", "done"],
  [201, "done", "done"],
  [202, "done", "done"],
  [204, "done", "done"],
  [207, "done", "done"],
  [299, "done", "done"],
  [302, "unclear", "notDone"],
  [304, "unclear", "notDone"],
  [400, "refused", "refused"],
  [401, "refused", "refused"],
  [402, "refused", "refused"],
  [403, "refused", "refused"],
  [404, "missing", "missing"],
  [405, "refused", "refused"],
  [406, "refused", "refused"],
  [408, "unclear", "notDone"],
  [409, "conflict", "conflict"],
  [410, "missing", "missing"],
  [411, "refused", "refused"],
  [412, "notDone", "notDone"],
  [413, "refused", "refused"],
  [415, "refused", "refused"],
  [416, "refused", "refused"],
  [422, "refused", "refused"],
  [423, "notDone", "notDone"],
  [429, "notDone", "notDone"],
  [499, "refused", "refused"],
  [500, "unclear", "notDone"],
  [501, "refused", "refused"],
  [502, "unclear", "notDone"],
  [503, "unclear", "notDone"],
  [504, "unclear", "notDone"],
  [507, "unclear", "notDone"],
  [509, "notDone", "notDone"]
]

describe("verdict", () => {
  it.each(table)("%i is %s after a write, %s after a read", (status, write, read) => {
    for (const method of ["POST", "PUT", "PATCH", "DELETE"] as const) expect(verdict(method, status)).toBe(write)
    expect(verdict("GET", status)).toBe(read)
  })

  it("never says of a read that it may have had an effect", () => {
    fc.assert(fc.property(fc.integer({ min: 100, max: 599 }), (status) => verdict("GET", status) !== "unclear"))
  })

  it("never says of a write that a server failed on that it certainly had no effect", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 500, max: 599 }).filter((status) => status !== 501 && status !== 509),
        (status) => verdict("POST", status) === "unclear"
      )
    )
  })
})
