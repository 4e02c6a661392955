import type { Simulator } from "@incident-teams/testkit/Simulator"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { startTrusted } from "../../kill/SimulatedTenant.ts"
import { type Defect, defects, plantedIn } from "../../planted/Defect.ts"
import { brokenClaims, type MergesReport } from "./MergesReport.ts"
import { runMerges, scale, type Store } from "./runMerges.ts"

let simulator: Simulator
beforeAll(async () => {
  simulator = await startTrusted(scale)
})
afterAll(() => simulator.stop())

/** `npm run campaign -- merges` is the long one. */
const run = (store: Store, ...planted: ReadonlyArray<Defect>): Promise<MergesReport> => {
  const part = { store, workers: 3, merges: 12, incidents: 20, seed: 1 }
  return runMerges(
    simulator,
    planted.length === 0 ? part : { ...part, settings: plantedIn(planted), patienceMillis: 20_000 }
  )
}

// Takes more than 20 seconds: each run starts four servers, and waits for the leases of two of them to end.
describe("merges in random order under several workers, one killed and one frozen", { timeout: 1_200_000 }, () => {
  it.each(["sqlite", "postgres"] as const)(
    "leave each attack to one team with everybody, the store being %s",
    async (store) => {
      const report = await run(store)
      expect(brokenClaims(report)).toEqual([])
      expect(report.merges).toBe(12)
    }
  )

  it.each([
    ["merged incidents that count as closed", [defects.mergedIsClosed], /archived with an open incident/u],
    ["merges without their people", [defects.leavesPeople, defects.leavesLatecomers], /lost sight of their incident/u]
  ] as const)("would be seen to break the laws, were there %s", async (_, planted, complaint) => {
    expect(brokenClaims(await run("sqlite", ...planted)).join("\n")).toMatch(complaint)
  })
})
