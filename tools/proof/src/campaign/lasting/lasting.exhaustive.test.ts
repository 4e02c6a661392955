import { describe, expect, it } from "vitest"
import { withSimulator } from "../../kill/SimulatedTenant.ts"
import { brokenClaims, reportOf } from "./LastingReport.ts"
import { allLives, runLasting, scale } from "./runLasting.ts"

/** A sample of the matrix, another in each row and column; `npm run campaign -- lasting` is the whole. */
const every = 67

// Takes more than 40 seconds: a life of a team for each cell of the sample, with troubles that last for weeks of its time.
describe("a step that is answered the same for as long as it lasts", () => {
  it(
    "is told, refuses no one for the installation's trouble, and ends once that is mended",
    { timeout: 600_000 },
    async () => {
      const lives = allLives.filter((_, index) => index % every === 0)
      const report = reportOf(await withSimulator(scale, (simulator) => runLasting(simulator, lives, lives.length)))
      expect(report.failures).toEqual([])
      expect(brokenClaims(report)).toEqual([])
      expect(report.cells).toBe(2 * lives.length)
    }
  )
})
