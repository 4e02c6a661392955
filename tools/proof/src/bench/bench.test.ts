import { describe, expect, it } from "vitest"
import { consoleFigures } from "./console.ts"
import { growthOf } from "./growth.ts"
import { measuredStores } from "./measuredStores.ts"
import { performancePage } from "./performancePage.ts"
import { ratioOf, spreadOf } from "./Spread.ts"

describe("the benchmarks", () => {
  it("report the median and the spread, and a ratio by round", () => {
    expect(spreadOf([3, 1, 2])).toEqual({ median: 2, least: 1, most: 3, rounds: 3 })
    expect(ratioOf([2, 9, 8], [1, 3, 2])).toEqual({ median: 3, least: 2, most: 4, rounds: 3 })
  })

  it("report the worst of the console's keys and terminals, by the median of its rounds", () => {
    const rounds = (...p95s: ReadonlyArray<number>) =>
      p95s.map((p95Ms) => ({ p50Ms: 1, p95Ms, p95CpuMs: 1, p50Bytes: 100 }))
    const { keyToFrameP95Ms, consoleFirstFrameMs, firstFrameVsHello, keyToFrameVsPlainInk } = consoleFigures({
      firstHelloMs: [155, 150, 160],
      firstFrameMs: [310, 300, 320],
      firstIncidentsMs: [400],
      keyToFrame: {
        "80x24": { moving: rounds(2, 90, 3), filtering: rounds(4, 5, 6), plainInk: rounds(1, 1, 1) },
        "200x60": { moving: rounds(8, 7, 9), filtering: rounds(5, 4, 6), plainInk: rounds(1, 1, 1) }
      }
    })
    expect(keyToFrameP95Ms).toEqual({ median: 8, least: 7, most: 9, rounds: 3 })
    expect(consoleFirstFrameMs.median).toBe(310)
    expect(firstFrameVsHello.median).toBe(2)
    expect(keyToFrameVsPlainInk.median).toBe(1)
  })

  it("measure a store of any size, and write a page of the figures", async () => {
    const figures = await measuredStores.sqlite((store) => growthOf(store, [20, 40]))
    expect(Object.keys(figures.at)).toEqual(["20", "40"])
    expect(performancePage({ growth: figures })).toMatch(/\| `growth\.at\.40\.claim` \| [\d.]+ \(/u)
  })
})
