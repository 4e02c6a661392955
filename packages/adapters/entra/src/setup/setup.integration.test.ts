import { readFileSync, statSync, writeFileSync } from "node:fs"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { Redacted } from "effect"
import { describe, expect, it } from "vitest"
import * as EntraCredentials from "../EntraCredentials.ts"
import { administrated, left, ownGroup } from "../testing/administrated.ts"
import { permissionsFor } from "./graphPermissions.ts"

/** Roles in the application's own token for Microsoft Graph. */
const rolesOf = async (tenant: Tenant, settings: NodeJS.Dict<string>): Promise<ReadonlyArray<string>> => {
  const { application } = EntraCredentials.make({
    tenantId: tenant.id,
    clientId: settings["AZURE_CLIENT_ID"] ?? "",
    proof: { _tag: "Secret", secret: Redacted.make(settings["AZURE_CLIENT_SECRET"] ?? "") },
    authorityHost: tenant.base
  })
  const token = await application.getToken("https://graph.microsoft.com/.default")
  const claims = JSON.parse(Buffer.from(token?.token.split(".")[1] ?? "", "base64url").toString("utf8"))
  return claims.roles.map(String)
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

  it.each<[string, ReadonlyArray<string>, boolean, RegExp, RegExp]>([
    ["may not register applications", [], true, /App registration/u, /Application Administrator/u],
    ["may not consent", ["Application Administrator"], true, /^Microsoft Graph permission/u, /Privileged Role/u],
    ["may not assign Azure roles", ["Global Administrator"], false, /^Microsoft Sentinel Responder on/u, /Owner/u]
  ])("does the rest for an administrator who %s, and says who can", async (_, roles, owner, about, right) => {
    const { succeed } = await administrated([...roles], owner)
    const { plan, end } = await succeed()
    const others = end.filter(({ state }) => state === "other")
    expect(others.length).toBeGreaterThan(0)
    expect(others.find((step) => about.test(step.about))).toMatchObject({
      right: expect.stringMatching(right),
      remedy: expect.stringContaining("Ask")
    })
    if (roles.length > 0) {
      expect(left(end)).toEqual(others.map((step) => `other ${step.about}`))
      // Known before anything was tried.
      expect(plan.filter(({ state }) => state === "other").map((step) => step.about)).toEqual(
        others.map((step) => step.about)
      )
    }
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
