import { postgresPrograms } from "@incident-teams/testkit/PostgresServer"
import { describe, expect, it } from "vitest"
import { withSimulator } from "../../kill/SimulatedTenant.ts"
import { runKills, scale } from "./runKills.ts"

// Takes more than 30 seconds: thirteen kills under load, each followed by a start and the end of a lease.
describe("the server under load, killed with SIGKILL at random moments", () => {
  // Enough to die in the middle of things; `npm run campaign -- kill` is the long one.
  it.for([
    { store: "sqlite", kills: 6 },
    { store: "cosmos", kills: 3 },
    { store: "postgres", kills: 4 }
  ] as const)(
    "loses nothing that it acknowledged, repeats nothing and ends as the incidents say, on $store",
    { timeout: 1_200_000 },
    async ({ store, kills }, { skip }) => {
      if (store === "postgres" && process.env["CI"] !== "true" && postgresPrograms() === undefined) {
        skip("PostgreSQL's server isn't installed")
      }
      const report = await withSimulator(scale, (simulator) => runKills(simulator, { kills, seed: 7, store }))
      expect(report).toEqual({
        kills,
        acknowledged: report.acknowledged,
        lost: 0,
        duplicates: 0,
        wrongState: 0,
        findings: []
      })
      expect(report.acknowledged).toBeGreaterThan(0)
    }
  )
})
