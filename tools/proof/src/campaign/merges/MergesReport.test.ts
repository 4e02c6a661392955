import { describe, expect, it } from "vitest"
import { brokenClaims } from "./MergesReport.ts"

const good = {
  merges: 300,
  archivedWhileOpen: 0,
  servedTwice: 0,
  lostPeople: 0,
  unresolved: 2,
  circular: 2,
  inconsistent: 0,
  restless: 0,
  findings: []
}

describe("the claims about merges", () => {
  it("hold where only merges in a circle are unresolved", () => {
    expect(brokenClaims(good)).toEqual([])
  })

  it.each([
    [{ merges: 0 }, "no incident"],
    [{ archivedWhileOpen: 1 }, "1 teams were archived"],
    [{ servedTwice: 2 }, "2 incidents were served by two"],
    [{ lostPeople: 3 }, "3 people lost sight"],
    [{ unresolved: 3 }, "3 merges are unresolved"],
    [{ inconsistent: 1 }, "1 histories"],
    [{ restless: 4 }, "4 teams didn't come"],
    [{ findings: ["team a waits"] }, "team a waits"]
  ])("are broken by %j", (change, words) => {
    expect(brokenClaims({ ...good, ...change })).toEqual([expect.stringContaining(words)])
  })
})
