import { expect, it } from "vitest"
import { withSimulator } from "../../kill/SimulatedTenant.ts"
import { brokenClaims } from "./HostileReport.ts"
import { runHostile, scale } from "./runHostile.ts"

/** Those that take the most; the campaign has more. */
const only = ["slow bodies", "large bodies", "slow readers", "streams", "flood", "forged tokens"]

// Takes more than 30 seconds: six attacks of 600 connections, by one caller and then by ten.
it("a hostile caller, or ten together, keep nobody else out", { timeout: 1_200_000 }, async () => {
  const report = await withSimulator(scale, (simulator) =>
    runHostile(simulator, { seconds: 0.5, connections: 600, only })
  )
  expect(brokenClaims(report)).toEqual([])
  expect(report.shutOut).toBe(0)
})
