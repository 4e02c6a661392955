import { describe, expect, it } from "vitest"
import { runWorkers } from "./runWorkers.ts"
import { brokenClaims, type WorkersReport } from "./WorkersReport.ts"

/** Enough for each worker to be in the middle of things; `npm run campaign -- workers` is the long one. */
const few = { workers: 3, teams: 40, scale: 20 }

/** How many requests are throttled is measured by the long one: here too few are sent for a share to mean anything. */
const found = async (settings: Readonly<Record<string, string>> = {}): Promise<WorkersReport> => ({
  ...(await runWorkers({ ...few, settings })),
  share429: 0
})

const without = (check: "fence" | "etag") => ({
  NODE_OPTIONS: `--import=${new URL("plantedDefect.ts", import.meta.url).href}`,
  PLANTED_DEFECT: check
})

describe("several workers on one store, one killed and one frozen beyond its lease", { timeout: 300_000 }, () => {
  it("complete every team once, and refuse what the frozen one reports", async () => {
    const report = await found()
    expect(brokenClaims(report)).toEqual([])
    expect(report).toMatchObject({ due: few.teams, completed: few.teams, lost: 0, duplicated: 0 })
  })

  it.each(["fence", "etag"] as const)(
    "would be seen to accept what the frozen one reports, were there no %s",
    async (check) => {
      expect(brokenClaims(await found(without(check)))).toContain("nothing that the frozen worker reported was refused")
    }
  )
})
