import { describe, expect, it } from "vitest"
import { withSimulator } from "../../kill/SimulatedTenant.ts"
import { brokenClaims } from "./LoadReport.ts"
import { runLoad, scale } from "./runLoad.ts"

describe("the server with more to do than it can", () => {
  it("answers every caller or says when to retry, and its memory stays flat", { timeout: 600_000 }, async () => {
    const report = await withSimulator(scale, (simulator) =>
      runLoad(simulator, { lasts: { requests: 1_000 }, connections: 60, atOnce: 2 })
    )
    expect(brokenClaims(report)).toEqual([])
  })
})
