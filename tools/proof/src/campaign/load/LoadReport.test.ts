import { describe, expect, it } from "vitest"
import { brokenClaims } from "./LoadReport.ts"

const good = {
  requests: 90_000,
  errors: 0,
  refusedWithRetryAfter: 40_000,
  p50Ms: 90,
  p99Ms: 400,
  rssStartMiB: 250,
  rssEndMiB: 300,
  findings: []
}

describe("the claims about a server at saturation", () => {
  it("hold where callers who can't be answered are asked to come again, and memory is flat", () => {
    expect(brokenClaims(good)).toEqual([])
  })

  it.each([
    [{ requests: 0 }, "nothing was asked"],
    [{ errors: 2 }, "2 requests ended as none should"],
    [{ refusedWithRetryAfter: 0 }, "nobody was asked to come again"],
    [{ rssEndMiB: 371 }, "from 250 to 371 MiB"],
    [{ findings: ["500 {}"] }, "500"]
  ])("are broken by %j", (change, words) => {
    expect(brokenClaims({ ...good, ...change })).toEqual([expect.stringContaining(words)])
  })
})
