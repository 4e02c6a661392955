import { describe, expect, it } from "vitest"
import { runKills } from "./runKills.ts"

/** Enough to die in the middle of things; `npm run campaign -- kill` is the long one. */
const kills = 8

describe("the server under load, killed with SIGKILL at random moments", () => {
  it(
    "loses nothing that it acknowledged, makes nothing twice and ends as the incidents say",
    { timeout: 300_000 },
    async () => {
      const report = await runKills({ kills, seed: 7 })
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
