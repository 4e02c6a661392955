import { expect, it } from "vitest"
import { withSimulator } from "../../kill/SimulatedTenant.ts"
import { runWorkers } from "./runWorkers.ts"
import { brokenClaims } from "./WorkersReport.ts"

it(
  "several workers on one store, one killed and one frozen beyond its lease, complete every team once",
  { timeout: 1_200_000 },
  async () => {
    const report = await withSimulator(20, (simulator) => runWorkers(simulator, { workers: 3, teams: 12 }))
    // How many requests are throttled is measured by the campaign: too few are sent here for a share to mean anything.
    expect(brokenClaims({ ...report, share429: 0 })).toEqual([])
  }
)
