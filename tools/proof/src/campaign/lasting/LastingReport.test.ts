import { describe, expect, it } from "vitest"
import type { LifeReport } from "./LastingLife.ts"
import { brokenClaims, reportOf } from "./LastingReport.ts"

const good: LifeReport = {
  step: "Archive",
  answer: "403",
  turn: "stays",
  span: "1 hour",
  unmended: "waitingTold",
  mended: "ended",
  acted: true,
  leftOpen: false,
  wrongRemedies: [],
  refusedForOurTrouble: 0,
  words: "Microsoft Graph rejected the request."
}

const brokenBy = (change: Partial<LifeReport>) => brokenClaims(reportOf([good, { ...good, ...change }]))

describe("the claims about what lasts", () => {
  it("hold where everything that waits is told and ends once it is mended", () => {
    expect(brokenBy({})).toEqual([])
    expect(reportOf([good])).toMatchObject({ cells: 2, ended: 1, waitingTold: 1, silent: 0, failures: [] })
  })

  it("don't hold of nothing", () => {
    expect(brokenClaims(reportOf([]))).toEqual(["no cell was lived"])
  })

  it.each<[Partial<LifeReport>, string]>([
    [{ unmended: "silent" }, "1 cells wait and nothing says so"],
    [{ leftOpen: true }, "1 teams of closed incidents stayed open"],
    [{ mended: "waitingTold" }, "1 lives didn't end"],
    [{ wrongRemedies: ["Retry."] }, "1 remedies don't mend"],
    [{ refusedForOurTrouble: 2 }, "2 people were refused"]
  ])("are broken by %j", (change, words) => {
    expect(brokenBy(change)).toEqual([expect.stringContaining(words)])
    expect(reportOf([good, { ...good, ...change }]).failures).toHaveLength(1)
  })
})
