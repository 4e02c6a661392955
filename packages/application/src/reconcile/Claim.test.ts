import { plus, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { Option } from "effect"
import { describe, expect, it } from "vitest"
import { firstCommit } from "../testing/team-store/commits.ts"
import { callMillis, type Claim, leaseTerms } from "./Claim.ts"

const at = timestampOf(0)

/** Claimed under a lease that ends so many milliseconds after `at`. */
const claimedFor = (millis: number): Claim => {
  const { commitId, schedule, team } = firstCommit(1)
  const lease = { holder: "ann", until: plus(at, millis) }
  return {
    stored: { id: team.id, version: "1", team, commitId, schedule: { ...schedule, lease } },
    fence: 1,
    terms: leaseTerms("ann"),
    begun: undefined,
    goesOn: () => true
  }
}

describe("a call under a lease of a minute", () => {
  it.each([
    [60_000, Option.some(50_000)],
    [45_000, Option.some(35_000)],
    [44_999, Option.none()],
    [1, Option.none()],
    [-1, Option.none()]
  ])("has, with %d ms of it left, %j", (left, millis) => {
    expect(callMillis(claimedFor(left), at)).toEqual(millis)
  })
})
