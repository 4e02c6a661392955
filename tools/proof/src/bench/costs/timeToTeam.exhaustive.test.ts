import { expect, it } from "vitest"
import { timeToTeam } from "./timeToTeam.ts"

it("reports how long it takes until everybody is in a team, which the platform can't do faster", async () => {
  const { vsPlatform, seconds } = await timeToTeam({ scale: 10, groupMillis: 3_000, rounds: 2 })
  expect(vsPlatform).toMatchObject({ rounds: 2 })
  expect(vsPlatform.least).toBeGreaterThanOrEqual(1)
  expect(seconds.least).toBeGreaterThanOrEqual(3)
}, 240_000)
