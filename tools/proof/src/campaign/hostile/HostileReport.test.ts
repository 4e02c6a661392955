import { describe, expect, it } from "vitest"
import { brokenByTime, brokenClaims, percentile, reportOf } from "./HostileReport.ts"

const held = {
  attack: "slow bodies",
  callers: 1,
  opened: 600,
  answers: { "429": 537 },
  requests: 40,
  p50Ms: 3,
  p99Ms: 20,
  shutOut: 0
}

describe("the claims about a server under attack", () => {
  it("hold where nobody else notices", () => {
    const report = reportOf([held, { ...held, callers: 10, p99Ms: 30 }], [])
    expect(report).toMatchObject({ attacks: 2, othersP99Ms: 30, shutOut: 0 })
    expect(brokenClaims(report)).toEqual([])
    expect(brokenByTime(report)).toEqual([])
  })

  it.each([
    [{ shutOut: 3 }, "slow bodies by 1: others were refused 3 of 40 times"],
    [{ opened: 0 }, "no connection was opened"],
    [{ requests: 0 }, "nobody else asked"]
  ])("are broken by %j", (change, words) => {
    expect(brokenClaims(reportOf([{ ...held, ...change }], []))).toEqual([expect.stringContaining(words)])
  })

  it("are broken by no attack at all, and by what was found", () => {
    expect(brokenClaims(reportOf([], ["503 {}"]))).toEqual(["nothing was attacked", "503 {}"])
  })

  it("include that others are answered promptly, where the machine does nothing else", () => {
    expect(brokenByTime(reportOf([{ ...held, p99Ms: 1_200 }], []))).toEqual([expect.stringContaining("1200 ms")])
  })
})

describe("a percentile", () => {
  it("is a time that was measured", () => {
    const times = Array.from({ length: 200 }, (_, index) => 200 - index)
    expect([0.5, 0.99, 1].map((part) => percentile(times, part))).toEqual([100, 198, 200])
    expect(percentile([], 0.99)).toBe(0)
  })
})
