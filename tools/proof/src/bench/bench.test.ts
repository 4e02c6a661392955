import { describe, expect, it } from "vitest"
import { domainVsXstate } from "./domain.ts"
import { growth } from "./growth.ts"
import { performancePage } from "./performancePage.ts"
import { ratioOf, spreadOf } from "./Spread.ts"

describe("the benchmarks", () => {
  it("tell the median and the spread, and a ratio round by round", () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3, rounds: 3 })
    expect(ratioOf([2, 9, 8], [1, 3, 2])).toEqual({ median: 3, least: 2, most: 4, rounds: 3 })
  })

  it("live the same life in both machines, to its end", () => {
    const figures = domainVsXstate(1)
    expect(figures.perSecond.median).toBeGreaterThan(0)
    expect(figures.xstatePerSecond.median).toBeGreaterThan(0)
  })

  it("measure a store of any size, and make a page of what they measured", async () => {
    const figures = await growth([20, 40])
    expect(Object.keys(figures.at)).toEqual(["20", "40"])
    expect(performancePage({ growth: figures })).toMatch(/\| `growth\.at\.40\.claim` \| [\d.]+ \(/u)
  })
})
