import { describe, expect, it } from "vitest"
import { teamsFinding } from "./lookAtTeamsOfStandbyOwners.ts"

describe("what doctor says of how many teams a standby owner is in (bad day 12)", () => {
  it.each([
    [0, "ok"],
    [799, "ok"],
    [800, "warning"],
    [999, "warning"],
    [1_000, "problem"]
  ])("%i", (teams, state) => {
    expect(teamsFinding("Ines Sample", teams)).toMatchObject({
      state,
      found: `Ines Sample is in ${teams} teams. Teams allows 1000 per person, archived ones included.`,
      ...(state === "ok" ? {} : { remedy: expect.stringContaining("STANDBY_OWNERS") })
    })
  })
})
