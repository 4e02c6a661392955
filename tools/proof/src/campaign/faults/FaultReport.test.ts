import { describe, expect, it } from "vitest"
import type { CellReport } from "./Cell.ts"
import { brokenClaims, reportOf } from "./FaultReport.ts"

const good: CellReport = {
  step: "Archive",
  surface: "graph",
  trouble: "503",
  meanwhile: "reopen",
  applied: 2,
  converged: true,
  retried: false,
  requested: 1,
  teams: 1,
  orphans: 0,
  falseAudits: [],
  calls: 30
}

const brokenBy = (change: Partial<CellReport>) => brokenClaims(reportOf([good, { ...good, ...change }]))

describe("the claims about what goes wrong", () => {
  it("hold where every life ends as the incident says, with one team", () => {
    expect(brokenBy({})).toEqual([])
  })

  it("don't hold of nothing", () => {
    expect(brokenClaims(reportOf([]))).toEqual(["no cell was lived"])
  })

  it.each<[Partial<CellReport>, string]>([
    [{ converged: false, failure: "never came to rest" }, "1 lives didn't end as the incident says"],
    [{ teams: 2 }, "1 teams are there beyond one"],
    [{ orphans: 1 }, "1 groups have no team"],
    [{ falseAudits: ["Archived"], failure: "Archived is recorded, but it never was" }, "1 entries say"],
    [{ applied: 0, failure: "it never went wrong" }, "1 cells aren't as claimed"]
  ])("are broken by %j", (change, words) => {
    const broken = brokenBy(change)
    expect(broken).toContainEqual(expect.stringContaining(words))
    expect(broken).toContain("1 cells aren't as claimed")
  })
})
