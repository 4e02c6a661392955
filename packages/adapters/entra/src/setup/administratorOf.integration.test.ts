import { chmodSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as pause } from "node:timers/promises"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { ConfigProvider, Console, Effect } from "effect"
import { describe, expect, it, onTestFinished, vi } from "vitest"
import { Administrator, type AdministratorAnswer } from "./Administrator.ts"
import { layer } from "./administratorOf.ts"

const roles = "/me/transitiveMemberOf/microsoft.graph.directoryRole?$count=true"

/** A tenant with `ana` as its administrator, and an executable `az` before all others, which keeps what it is asked. */
const place = async (az: (tenant: Tenant) => Promise<string>) => {
  const tenant = await newTenant()
  await tenant.behave({ devicePollSeconds: 1 })
  await tenant.control("PATCH", "/users/ana", { directoryRoles: ["Global Administrator"] })
  const folder = newFolder()
  const log = join(folder, "asked")
  writeFileSync(log, "")
  writeFileSync(join(folder, "az"), `#!/bin/sh\necho "$*" >> '${log}'\n${await az(tenant)}`)
  chmodSync(join(folder, "az"), 0o755)
  vi.stubEnv("PATH", `${folder}:${process.env["PATH"]}`)
  onTestFinished(() => void vi.unstubAllEnvs())
  const environment = { GRAPH_URL: tenant.base, ARM_URL: tenant.base, AZURE_AUTHORITY_HOST: tenant.base }
  const said: Array<string> = []
  /** The answers to three requests, one after the other. */
  const ask = (): Promise<ReadonlyArray<AdministratorAnswer>> =>
    Effect.runPromise(
      Effect.gen(function* () {
        const { send } = yield* Administrator
        const subscriptions = "/subscriptions?api-version=2022-12-01"
        return [
          yield* send({ to: "graph", method: "GET", path: roles }),
          yield* send({ to: "graph", method: "GET", path: roles }),
          yield* send({ to: "azure", method: "GET", path: subscriptions })
        ]
      }).pipe(
        Effect.provide(layer(tenant.id)),
        Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromUnknown(environment)),
        Effect.provideService(Console.Console, { ...console, error: (text: string) => void said.push(text) })
      )
    )
  const asked = () => readFileSync(log, "utf8").split("\n").slice(0, -1)
  return { tenant, ask, asked, said }
}

/** As the Azure CLI answers `account get-access-token` (@azure/identity reads these members). */
const answerOf = (accessToken: string, tenant: Tenant): string =>
  JSON.stringify({
    accessToken,
    expiresOn: "2099-01-01 00:00:00.000000",
    expires_on: Math.floor(Date.now() / 1_000) + 3_600,
    subscription: "7a1e0000-5a3b-4c1d-9e2f-0d0000000002",
    tenant: tenant.id,
    tokenType: "Bearer"
  })

const signedIn = async (tenant: Tenant): Promise<string> => {
  const graph = await tenant.token({ user: "ana", audience: "graph", scope: "Directory.AccessAsUser.All" })
  const arm = await tenant.token({ user: "ana", audience: "arm", scope: "user_impersonation" })
  return [
    'case "$*" in',
    `*graph*) echo '${answerOf(graph, tenant)}' ;;`,
    `*) echo '${answerOf(arm, tenant)}' ;;`,
    "esac"
  ].join("\n")
}

/** Enters the code of the device that waits, once there is one. */
const enterCode = async (tenant: Tenant): Promise<void> => {
  for (;;) {
    const { value } = await tenant.control("GET", "/device-sign-ins")
    if (value.length > 0) return tenant.control("POST", `/device-sign-ins/${value[0].userCode}`, { user: "ana" })
    await pause(20)
  }
}

describe("the administrator", () => {
  it("is who the Azure CLI is signed in as, asked once for each service", async () => {
    const { tenant, ask, asked, said } = await place(signedIn)
    const [first, second] = await ask()
    expect(first).toMatchObject({ status: 200, body: { value: [{ displayName: "Global Administrator" }] } })
    expect(second).toEqual(first)
    const command = (resource: string) =>
      `account get-access-token --output json --resource ${resource} --tenant ${tenant.id}`
    expect(asked()).toEqual([command("https://graph.microsoft.com"), command("https://management.azure.com")])
    expect(said).toEqual([])
  })

  it.each([
    ["isn't signed in", "echo \"ERROR: Please run 'az login' to setup account.\" >&2\nexit 1"],
    ["fails", "echo nothing that is JSON"]
  ])("enters a code in a browser where the Azure CLI %s", async (_, script) => {
    const { tenant, ask, said } = await place(async () => script)
    const [answers] = await Promise.all([ask(), enterCode(tenant)])
    expect(answers[0]).toMatchObject({ status: 200, body: { value: [{ displayName: "Global Administrator" }] } })
    expect(said.join()).toContain("enter the code")
  })

  it("enters a code in a browser where there is no Azure CLI", async () => {
    const { tenant, ask, said } = await place(async () => "exit 1")
    vi.stubEnv("PATH", newFolder())
    const [answers] = await Promise.all([ask(), enterCode(tenant)])
    expect(answers[0]?.status).toBe(200)
    expect(said.join()).toContain("enter the code")
  })
})
