import { describe, expect, it } from "vitest"
import { withSimulator } from "../../kill/SimulatedTenant.ts"
import { brokenClaims } from "./KillReport.ts"
import { runKills, scale } from "./runKills.ts"

describe("the server under load, killed with SIGKILL at random moments", { timeout: 600_000 }, () => {
  it("loses nothing that it acknowledged, repeats nothing and ends as the incidents say", async () => {
    const report = await withSimulator(scale, (simulator) =>
      runKills(simulator, { kills: 3, seed: 11, store: "sqlite" })
    )
    expect(brokenClaims(report)).toEqual([])
    expect(report.kills).toBe(3)
  })
})
