import { readFileSync } from "node:fs"
import { join } from "node:path"
import { parseEnv } from "node:util"
import { sample } from "@incident-teams/testkit/sample"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { Effect, Exit } from "effect"
import { Administrator } from "../setup/Administrator.ts"
import { carryOut, planOf, type Setting } from "../setup/carryOut.ts"
import type { Choices } from "../setup/Choices.ts"
import { readFound } from "../setup/readFound.ts"
import { administratorUnderTest, type Sending } from "./administratorUnderTest.ts"
import { teamsAppUnderTest } from "./teamsAppUnderTest.ts"

const group = sample.workspace("soc-prod").split("/providers/")[0] ?? ""

const choicesOf = (tenant: Tenant): Choices => ({
  tenantId: tenant.id,
  publicUrl: "https://incidents.example",
  workspaces: { soc: sample.workspace("soc-prod"), lab: sample.workspace("soc-lab") },
  standbyOwners: [sample.person.ines],
  teamsApp: true
})

/** Makes `ana` an owner of the workspaces' resource group. */
export const ownGroup = (tenant: Tenant): Promise<unknown> =>
  tenant.control("POST", "/arm/role-assignments", { principalId: sample.person.ana, role: "Owner", scope: group })

/** What isn't there in a plan. */
export const left = (plan: ReadonlyArray<{ readonly state: string; readonly about: string }>) =>
  plan.filter(({ state }) => state !== "there").map(({ state, about }) => `${state} ${about}`)

/** A tenant in which `ana` is an administrator with these rights, and a folder for the settings file. */
export const administrated = async (directoryRoles = ["Global Administrator"], owner = true) => {
  const tenant = await newTenant()
  await tenant.control("PATCH", "/users/ana", { directoryRoles })
  if (owner) await ownGroup(tenant)
  const settingsPath = join(newFolder(), "incident-teams.env")
  const setting: Setting = { choices: choicesOf(tenant), settingsPath, purpose: "setup", teamsApp: teamsAppUnderTest() }
  /** One run of the command; `sending` stands between it and the tenant. */
  const run = async (more: Partial<Setting> = {}, sending?: Sending) => {
    const api = await administratorUnderTest(tenant, sending)
    const asked: Setting = { ...setting, ...more }
    const made: Array<string> = []
    return Effect.runPromiseExit(
      Effect.gen(function* () {
        const found = yield* readFound(asked.choices, settingsPath, asked.teamsApp)
        const plan = planOf(asked, found, Date.now())
        const end = yield* carryOut(asked, found, ({ about }) => Effect.sync(() => void made.push(about)))
        return { plan, end, made }
      }).pipe(Effect.provideService(Administrator, api))
    )
  }
  const succeed = async (more: Partial<Setting> = {}, sending?: Sending) => {
    const exit = await run(more, sending)
    if (Exit.isFailure(exit)) throw new Error(String(exit.cause))
    return exit.value
  }
  const settings = () => parseEnv(readFileSync(settingsPath, "utf8"))
  return { tenant, choices: setting.choices, settingsPath, run, succeed, settings }
}
