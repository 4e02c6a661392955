import { describe, expect, it } from "vitest"
import { brokenClaims } from "./KillReport.ts"

const good = { kills: 200, acknowledged: 4_000, lost: 0, duplicates: 0, wrongState: 0, findings: [] }

describe("the claims about a server that is killed", () => {
  it("hold where everything that was acknowledged is there, once", () => {
    expect(brokenClaims(good)).toEqual([])
  })

  it.each([
    [{ kills: 0 }, "0 kills"],
    [{ acknowledged: 0 }, "0 acknowledged changes prove nothing"],
    [{ lost: 1 }, "1 acknowledged changes were lost"],
    [{ duplicates: 2 }, "2 teams or groups"],
    [{ wrongState: 3 }, "3 teams aren't as their incident says"],
    [{ findings: ["GET /v1/teams: 500"] }, "500"]
  ])("are broken by %j", (change, words) => {
    expect(brokenClaims({ ...good, ...change })).toEqual([expect.stringContaining(words)])
  })
})
