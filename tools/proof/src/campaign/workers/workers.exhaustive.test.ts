import type { Simulator } from "@incident-teams/testkit/Simulator"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { startTrusted } from "../../kill/SimulatedTenant.ts"
import { type Defect, defects, plantedIn } from "../../planted/Defect.ts"
import { runWorkers } from "./runWorkers.ts"
import { brokenClaims, type WorkersReport } from "./WorkersReport.ts"

let simulator: Simulator
beforeAll(async () => {
  simulator = await startTrusted(20)
})
afterAll(() => simulator.stop())

/** `npm run campaign -- workers` is the long one, which also measures how many requests are throttled. */
const run = async (teams: number, planted: ReadonlyArray<Defect> = []): Promise<WorkersReport> => {
  const settings = planted.length === 0 ? {} : plantedIn(planted)
  return { ...(await runWorkers(simulator, { workers: 3, teams, settings })), share429: 0 }
}

// Takes more than 60 seconds: a worker stays frozen for longer than its lease, in three runs.
describe("several workers on one store, one killed and one frozen beyond its lease", { timeout: 1_200_000 }, () => {
  it("complete every team once, and refuse what the frozen one reports", async () => {
    const report = await run(40)
    expect(brokenClaims(report)).toEqual([])
    expect(report).toMatchObject({ due: 40, completed: 40, lost: 0, duplicated: 0 })
  })

  it.each([
    ["fence", [defects.fenceUnchecked]],
    ["etag", [defects.commitsWithoutEtag, defects.claimsWithoutEtag]]
  ] as const)("would be seen to accept what the frozen one reports, were there no %s", async (_, planted) => {
    expect(brokenClaims(await run(12, planted)).join("\n")).toMatch(
      /outcomes that the frozen worker reported late were accepted/u
    )
  })
})
