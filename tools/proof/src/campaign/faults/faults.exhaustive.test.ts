import { describe, expect, it } from "vitest"
import { withSimulator } from "../../kill/SimulatedTenant.ts"
import { reportOf } from "./FaultReport.ts"
import { allCells, runFaults, scale } from "./runFaults.ts"

/** A sample of the matrix, another in each row and column; `npm run campaign -- faults` is the whole. */
const every = 47

// Takes more than 30 seconds: one life of a team for each cell of the sample.
describe("a call that goes wrong, at any step and with any event meanwhile", () => {
  it("ends as the incident says, with one team and nothing false on record", { timeout: 1_200_000 }, async () => {
    const cells = allCells.filter((_, index) => index % every === 0)
    expect(reportOf(await withSimulator(scale, (simulator) => runFaults(simulator, cells)))).toEqual({
      cells: cells.length,
      converged: cells.length,
      duplicates: 0,
      orphans: 0,
      falseAudits: 0,
      failures: []
    })
  })
})
