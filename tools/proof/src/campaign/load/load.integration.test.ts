import { describe, expect, it } from "vitest"
import { brokenClaims } from "./LoadReport.ts"
import { runLoad } from "./runLoad.ts"

describe("the server with more to do than it can", () => {
  it("answers everybody, or says when to come again, and keeps nothing", { timeout: 120_000 }, async () => {
    const report = await runLoad({ seconds: 6, connections: 150, atOnce: 2 })
    expect(brokenClaims(report)).toEqual([])
  })
})
