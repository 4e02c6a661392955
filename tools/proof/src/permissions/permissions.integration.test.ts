import { readFileSync } from "node:fs"
import type { Simulator } from "@incident-teams/testkit/Simulator"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { SimulatedTenant, startTrusted } from "../kill/SimulatedTenant.ts"
import { type Grant, grants, type Lived, liveWithout } from "./LimitedLife.ts"
import { liveWithoutEach, permissionsFile, permissionsPage } from "./permissionsPage.ts"

let simulator: Simulator
let lives: ReadonlyMap<Grant, Lived>
beforeAll(async () => {
  simulator = await startTrusted(100)
  lives = await liveWithoutEach(simulator)
})
afterAll(() => simulator.stop())

describe("what setup grants", () => {
  it("is enough for a life with every option, and for doctor", async () => {
    expect(await liveWithout(await SimulatedTenant.create(simulator))).toEqual({ denied: [], findings: [] })
  })

  it.each(grants)("is needed: without %s something is denied, and the remedy names it and setup", (without) => {
    const remedies = (lives.get(without)?.denied ?? []).map(({ remedy }) => remedy)
    expect(remedies.length).toBeGreaterThan(0)
    for (const remedy of remedies) {
      expect(remedy).toContain(without)
      expect(remedy).toContain("incident-teams-server setup")
    }
  })

  it.each(grants.filter((one) => one !== "user_impersonation"))("is looked for by doctor: %s", (without) => {
    const named = without === "Microsoft Sentinel Responder" ? "incidents/read" : without
    expect(lives.get(without)?.findings).toContainEqual(
      expect.objectContaining({
        found: expect.stringContaining(named),
        remedy: expect.stringContaining("incident-teams-server setup")
      })
    )
  })

  it("is in docs/reference/permissions.md with what fails without it: npm run reference writes it", () => {
    expect(readFileSync(permissionsFile, "utf8")).toBe(permissionsPage(lives))
  })
})
