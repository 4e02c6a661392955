import { X509Certificate } from "node:crypto"
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { ConfigProvider, Effect } from "effect"
import { describe, expect, it } from "vitest"
import * as EntraCredentials from "../EntraCredentials.ts"
import { entraSettings } from "../EntraSettings.ts"
import { administrated, left, ownGroup } from "../testing/administrated.ts"
import { administratorUnderTest } from "../testing/administratorUnderTest.ts"
import { onMachine } from "../testing/onMachine.ts"
import { pemWith } from "../testing/pemWith.ts"
import { teamsAppUnderTest } from "../testing/teamsAppUnderTest.ts"
import type { Choices, Credential } from "./Choices.ts"
import { permissionsFor } from "./graphPermissions.ts"

/** Roles in the own token for Microsoft Graph of a server with these settings. */
const rolesOf = async (tenant: Tenant, settings: NodeJS.Dict<string>): Promise<ReadonlyArray<string>> => {
  const environment = ConfigProvider.fromUnknown({ ...settings, AZURE_AUTHORITY_HOST: tenant.base })
  const read = await Effect.runPromise(Effect.provideService(entraSettings, ConfigProvider.ConfigProvider, environment))
  const token = await EntraCredentials.make(read).application.getToken("https://graph.microsoft.com/.default")
  const claims = JSON.parse(Buffer.from(token?.token.split(".")[1] ?? "", "base64url").toString("utf8"))
  return claims.roles.map(String)
}

/** A certificate that somebody else registered, as Graph takes it. */
const keyOfTheirs = async () => {
  const key = new X509Certificate(await pemWith("rsa")).raw.toString("base64")
  return { key, type: "AsymmetricX509Cert", usage: "Verify", displayName: "theirs" }
}

describe("setup", () => {
  it("makes everything, so that the application's token has exactly the permissions; a second run changes nothing", async () => {
    const { tenant, succeed, settings, settingsPath } = await administrated()
    const first = await succeed()
    expect(left(first.end)).toEqual([])
    expect(statSync(settingsPath).mode & 0o777).toBe(0o600)
    const expected = permissionsFor(["teamsApp", "defender"]).map(({ name }) => name)
    expect((await rolesOf(tenant, settings())).toSorted()).toEqual(expected.toSorted())
    const before = readFileSync(settingsPath, "utf8")
    await tenant.forgetCalls()
    const second = await succeed()
    expect({ plan: left(second.plan), made: second.made }).toEqual({ plan: [], made: [] })
    expect((await tenant.calls()).filter(({ method }) => method !== "GET").map(({ surface }) => surface)).toEqual([])
    expect(readFileSync(settingsPath, "utf8")).toBe(before)
  })

  /** What each credential takes on a tenant. */
  const workload = { issuer: "https://oidc.cluster.example", subject: "system:serviceaccount:soc:incident-teams" }
  const kinds: ReadonlyArray<readonly [Credential, string, (tenant: Tenant) => Promise<Partial<Choices>>]> = [
    ["secret", "AZURE_CLIENT_SECRET", async () => ({})],
    ["certificate", "", async () => ({})],
    [
      "managed-identity",
      "PAGE_SECRET",
      async (tenant) => {
        const { appId } = await onMachine(tenant)
        return { managedIdentity: appId }
      }
    ],
    [
      "workload-identity",
      "PAGE_SECRET",
      async (tenant) => {
        const tokenFile = join(newFolder(), "token")
        const claims = { iss: workload.issuer, sub: workload.subject }
        const audience = "api://AzureADTokenExchange"
        writeFileSync(tokenFile, await tenant.token({ application: "server", audience, claims }))
        return { workload: { ...workload, tokenFile } }
      }
    ]
  ]

  it.each(kinds)(
    "gives the server the credential %s, once, and takes it away again",
    async (credential, secret, takes) => {
      const { tenant, choices, succeed, settings, settingsPath } = await administrated()
      const chosen = { ...choices, credential, ...(await takes(tenant)) }
      const { end } = await succeed({ choices: chosen })
      expect(left(end)).toEqual([])
      expect(await rolesOf(tenant, settings())).toContain("TeamSettings.ReadWrite.All")
      expect(settings()["AZURE_CREDENTIAL"]).toBe(credential)
      const secrets = ["AZURE_CLIENT_SECRET", "PAGE_SECRET"].filter((name) => settings()[name] !== undefined)
      expect(secrets.join()).toBe(secret)
      expect((await succeed({ choices: chosen })).made).toEqual([])
      const folder = dirname(settingsPath)
      for (const file of readdirSync(folder)) expect(statSync(join(folder, file)).mode & 0o777).toBe(0o600)
      expect((await succeed({ choices: chosen, purpose: "removal" })).end).toEqual([])
      expect(readdirSync(folder)).toEqual([])
    }
  )

  it("writes the package of the Teams app, again with a higher version when something in it changes, and removes it", async () => {
    const { choices, succeed, settings, settingsPath } = await administrated()
    const chosen = { ...choices, teamsAppFile: join(newFolder(), "app.zip") }
    await succeed({ choices: chosen })
    const written = () => readFileSync(chosen.teamsAppFile, "utf8")
    const { AZURE_CLIENT_ID: appId } = settings()
    expect(written()).toBe(`Teams app 1: plain of ${appId} on https://incidents.example`)
    expect((await succeed({ choices: chosen })).made).toEqual([])
    const teamsApp = teamsAppUnderTest("round")
    expect((await succeed({ choices: chosen, teamsApp })).made).toEqual(["Teams app package"])
    const moved = { choices: { ...chosen, publicUrl: "https://moved.example" }, teamsApp }
    expect((await succeed(moved)).made).toContain("Teams app package")
    expect(written()).toBe(`Teams app 3: round of ${appId} on https://moved.example`)
    // Somebody needs the place for something else.
    writeFileSync(chosen.teamsAppFile, "theirs")
    const { end } = await succeed(moved)
    expect(left(end)).toEqual(["other Teams app package"])
    await succeed({ ...moved, purpose: "removal" })
    expect(written()).toBe("theirs")
    expect(readdirSync(dirname(settingsPath))).toEqual([])
  })

  it("takes only its credentials from a registration that isn't its own", async () => {
    const { tenant, choices, succeed, settings } = await administrated()
    await succeed()
    const { AZURE_CLIENT_ID: appId } = settings()
    const state = async () => {
      const { value } = await tenant.control("GET", "/applications")
      return value.find((one: { readonly appId: string }) => one.appId === appId)
    }
    const { registration } = await state()
    const api = await administratorUnderTest(tenant)
    const patch = (body: unknown) =>
      Effect.runPromise(api.send({ to: "graph", method: "PATCH", path: `/applications/${registration.id}`, body }))
    await patch({ tags: [], keyCredentials: [await keyOfTheirs()] })
    for (const credential of ["certificate", "workload-identity"] as const) {
      await succeed({ choices: { ...choices, credential, workload } })
    }
    const made = await state()
    expect([made.registration.keys.length, made.federations.length, made.registration.passwords.length]).toEqual([
      2, 1, 1
    ])
    await succeed({ purpose: "removal" })
    const after = await state()
    expect([after.registration.keys.length, after.federations.length, after.registration.passwords.length]).toEqual([
      1, 0, 0
    ])
    expect(after.registration.keys[0].displayName).toBe("theirs")
  })

  const accountOf = (choices: Choices): string =>
    `${choices.workspaces["soc"]?.split("/providers/")[0]}/providers/Microsoft.DocumentDB/databaseAccounts/incident-teams`

  it("assigns the data-plane role that Cosmos DB needs, once the principal is known there, and removes it", async () => {
    const { tenant, choices, succeed, settings } = await administrated()
    const cosmosAccount = accountOf(choices)
    const chosen = { ...choices, cosmosAccount }
    await tenant.control("DELETE", "/cosmos/role-assignments")
    let accepted = 0
    // Cosmos DB hasn't heard of the principal: it accepts the request, and makes nothing.
    const { end } = await succeed({ choices: chosen }, async ({ method, path }, send) => {
      if (method !== "PUT" || !path.includes("/sqlRoleAssignments/")) return send()
      accepted += 1
      return accepted === 1 ? { status: 202, body: {} } : send()
    })
    expect(left(end)).toEqual([])
    expect(accepted).toBe(2)
    expect(settings()["COSMOS_ENDPOINT"]).toBe(tenant.base)
    const { roleAssignments } = await tenant.control("GET", "/cosmos")
    const { principalId, roleId, scope } = roleAssignments[0]
    const own = (await tenant.control("GET", "/applications")).value.find(
      ({ appId }: { readonly appId: string }) => appId === settings()["AZURE_CLIENT_ID"]
    )
    expect({ principalId, roleId, scope }).toEqual({
      principalId: own.objectId,
      roleId: "00000000-0000-0000-0000-000000000002",
      scope: "/"
    })
    expect((await succeed({ choices: chosen })).made).toEqual([])
    await tenant.control("DELETE", "/cosmos/role-assignments")
    expect((await succeed({ choices: chosen })).made).toEqual([
      `Cosmos DB Built-in Data Contributor on ${cosmosAccount}`
    ])
    await succeed({ choices: chosen, purpose: "removal" })
    expect((await tenant.control("GET", "/cosmos")).roleAssignments).toEqual([])
  })

  it("says who can assign the data-plane role, where this administrator can't", async () => {
    const { choices, succeed } = await administrated(["Global Administrator"], false)
    const failed = await succeed({ choices: { ...choices, cosmosAccount: accountOf(choices) } })
    expect(failed.plan.find(({ about }) => about.startsWith("Cosmos DB"))).toMatchObject({
      state: "other",
      right: expect.stringContaining("DocumentDB Account Contributor")
    })
  })

  it("says that the managed identity isn't there, and does the rest", async () => {
    const { tenant, choices, succeed } = await administrated()
    const chosen = { ...choices, credential: "managed-identity" as const, managedIdentity: tenant.id }
    const { end } = await succeed({ choices: chosen })
    expect(left(end)).toEqual(["other Federated credential"])
    expect(end.find(({ state }) => state === "other")?.remedy).toContain("isn't in this tenant")
  })

  it("makes again what someone took away, and keeps what someone added", async () => {
    const { tenant, succeed, settings, settingsPath } = await administrated()
    await succeed()
    const { AZURE_CLIENT_ID: appId = "" } = settings()
    const roles: ReadonlyArray<string> = await rolesOf(tenant, settings())
    const key = (await tenant.control("GET", "/applications")).value.find(
      (one: { readonly appId: string }) => one.appId === appId
    ).key
    const without = [...roles.filter((role) => role !== "User.Read.All"), "Mail.ReadWrite"]
    await tenant.control("PUT", `/applications/${key}`, { roles: { graph: without }, scopes: { arm: [] } })
    writeFileSync(settingsPath, `${readFileSync(settingsPath, "utf8")}LOG_LEVEL='Debug'\n`)
    const { made, end } = await succeed()
    expect(made).toEqual(["Microsoft Graph permission User.Read.All", "Azure permission user_impersonation"])
    expect(left(end)).toEqual([])
    expect((await rolesOf(tenant, settings())).toSorted()).toEqual([...roles, "Mail.ReadWrite"].toSorted())
    expect(settings()["LOG_LEVEL"]).toBe("Debug")
  })

  const registering = "App registration: Application Administrator or Application Developer"
  const consenting = "Microsoft Graph: Global Administrator or Privileged Role Administrator"
  const granting = ["Azure permission", "Own permission"].map(
    (what) => `${what}: Global Administrator, Privileged Role Administrator`
  )
  const assigning = "Microsoft Sentinel: Owner, User Access Administrator"
  it.each<[string, ReadonlyArray<string>, boolean, ReadonlyArray<string>]>([
    ["no role", [], true, [registering, consenting, ...granting]],
    ["Application Developer", ["Application Developer"], true, [consenting, ...granting]],
    ["Application Administrator", ["Application Administrator"], true, [consenting]],
    ["Cloud Application Administrator", ["Cloud Application Administrator"], true, [consenting]],
    ["Privileged Role Administrator", ["Privileged Role Administrator"], true, [registering]],
    ["Global Administrator, but not Owner", ["Global Administrator"], false, [assigning]],
    ["Application Administrator, and not Owner", ["Application Administrator"], false, [consenting, assigning]],
    ["Global Administrator and Owner", ["Global Administrator"], true, []]
  ])("does the rest for an administrator with %s, and tells who can do what is left", async (_, roles, owner, told) => {
    const { succeed } = await administrated([...roles], owner)
    const { plan, end } = await succeed()
    const others = end.filter(({ state }) => state === "other")
    const asked = others.map(({ about, right }) => `${about.split(" ").slice(0, 2).join(" ")}: ${right}`)
    for (const words of told) expect(asked).toContainEqual(expect.stringContaining(words))
    expect(asked.filter((one) => !told.some((words) => one.startsWith(words)))).toEqual([])
    for (const { remedy } of others) expect(remedy).toContain("Ask")
    if (told.includes(registering)) return
    expect(left(end)).toEqual(others.map((step) => `other ${step.about}`))
    // Known before anything was tried.
    expect(plan.filter(({ state }) => state === "other").map((step) => step.about)).toEqual(
      others.map((step) => step.about)
    )
  })

  /** The registration with `change`, as somebody may leave it. */
  const register = async (tenant: Tenant, change: object) => {
    const { send } = await administratorUnderTest(tenant)
    const path = "/applications(uniqueName='incident-teams-server-main')"
    await Effect.runPromise(send({ to: "graph", method: "PATCH", path, body: change }))
  }
  const ours = async (tenant: Tenant, appId = "") =>
    (await tenant.control("GET", "/applications")).value.find((one: { readonly appId: string }) => one.appId === appId)
  const registration = "change App registration Incident Teams"
  const breaks: ReadonlyArray<
    readonly [string, string, (tenant: Tenant, settings: NodeJS.Dict<string>, path: string) => Promise<unknown>]
  > = [
    ["the redirect address is removed", registration, (tenant) => register(tenant, { web: { redirectUris: [] } })],
    [
      "Teams' clients aren't pre-authorized",
      registration,
      (tenant) => register(tenant, { api: { preAuthorizedApplications: [] } })
    ],
    ["tokens have version 1", registration, (tenant) => register(tenant, { api: { requestedAccessTokenVersion: 1 } })],
    ["the application's address is removed", registration, (tenant) => register(tenant, { identifierUris: [] })],
    [
      "other tenants may sign in",
      registration,
      (tenant) => register(tenant, { signInAudience: "AzureADMultipleOrgs" })
    ],
    [
      "the consent for Azure is withdrawn",
      "make Azure permission user_impersonation",
      async (tenant, { AZURE_CLIENT_ID: appId }) =>
        tenant.control("PUT", `/applications/${(await ours(tenant, appId)).key}`, { scopes: { arm: [] } })
    ],
    [
      "the role on the resource group is removed",
      "make Microsoft Sentinel Responder on",
      async (tenant, { AZURE_CLIENT_ID: appId }) =>
        tenant.control("DELETE", `/arm/role-assignments?principalId=${(await ours(tenant, appId)).objectId}`)
    ],
    [
      "the secret is removed",
      "change Client secret",
      async (tenant) => {
        const { send } = await administratorUnderTest(tenant)
        const path = "/applications(uniqueName='incident-teams-server-main')"
        const { body } = await Effect.runPromise(send({ to: "graph", method: "GET", path }))
        const [{ keyId }] = JSON.parse(JSON.stringify(body)).passwordCredentials
        await Effect.runPromise(send({ to: "graph", method: "POST", path: `${path}/removePassword`, body: { keyId } }))
      }
    ],
    [
      "a setting is changed by hand",
      "change Settings file",
      async (_, __, path) =>
        writeFileSync(path, readFileSync(path, "utf8").replace(/^PUBLIC_URL=.*$/mu, "PUBLIC_URL='https://old.example'"))
    ],
    ["the settings file is lost", "make Settings file", async (_, __, path) => rmSync(path)]
  ]
  it.each(breaks)("finds that %s, and mends it", async (_, found, spoil) => {
    const { tenant, succeed, settings, settingsPath } = await administrated()
    await succeed()
    await spoil(tenant, settings(), settingsPath)
    const { plan, end } = await succeed()
    expect(left(plan)).toContainEqual(expect.stringContaining(found))
    expect(left(end)).toEqual([])
    expect(left((await succeed()).plan)).toEqual([])
  })

  it("is finished by a second administrator who has the right that the first one lacked", async () => {
    const { tenant, succeed } = await administrated(["Application Administrator"], false)
    await succeed()
    await tenant.control("PATCH", "/users/ana", { directoryRoles: ["Privileged Role Administrator"] })
    await ownGroup(tenant)
    const { end, made } = await succeed()
    expect(left(end)).toEqual([])
    expect(made.every((about) => /permission|Responder/u.test(about))).toBe(true)
  })

  it("removes what it made, and nothing else", async () => {
    const { tenant, succeed, settingsPath } = await administrated()
    const state = async () => ({
      applications: (await tenant.control("GET", "/applications")).value,
      arm: (await tenant.control("GET", "/arm")).roleAssignments
    })
    const before = await state()
    await succeed()
    const { end } = await succeed({ purpose: "removal" })
    expect(end).toEqual([])
    expect(await state()).toEqual(before)
    expect(() => statSync(settingsPath)).toThrow("ENOENT")
  })

  it("waits while the service is throttled or fails, and says so in words if it doesn't end", async () => {
    const { tenant, run, succeed } = await administrated()
    const fault = { surface: "graph", method: "PATCH", fault: { kind: "answer", status: 503 } }
    await tenant.inject({ ...fault, times: 2 })
    expect(left((await succeed()).end)).toEqual([])
    await tenant.inject({ surface: "graph", method: "GET", fault: { kind: "answer", status: 503 } })
    expect(String(await run())).toMatch(/Microsoft Graph refused a request.*503.*Run the command again later/u)
  })
})
