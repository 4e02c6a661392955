import { describe, expect, it } from "vitest"
import { brokenClaims } from "./WorkersReport.ts"

const good = {
  due: 300,
  completed: 300,
  lost: 0,
  duplicated: 0,
  repeatedCalls: 4,
  staleRefused: 12,
  staleAccepted: 0,
  share429: 0.009
}

describe("the claims about workers", () => {
  it("hold where every team was completed once, whatever was called again", () => {
    expect(brokenClaims(good)).toEqual([])
  })

  it.each([
    [{ completed: 299 }, "299 of 300"],
    [{ due: 0, completed: 0 }, "0 of 0"],
    [{ lost: 1 }, "1 teams were lost"],
    [{ duplicated: 2 }, "twice for 2 teams"],
    [{ staleRefused: 0 }, "nothing that the frozen worker"],
    [{ staleAccepted: 2 }, "2 outcomes that the frozen worker"],
    [{ share429: 0.01 }, "1.00 %"]
  ])("are broken by %j", (change, words) => {
    expect(brokenClaims({ ...good, ...change })).toEqual([expect.stringContaining(words)])
  })
})
