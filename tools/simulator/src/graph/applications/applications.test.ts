import { describe, expect, it } from "vitest"
import { sampleApplications } from "../../sample/people.ts"
import { type Answer, simulation, type TestTenant } from "../../testing/simulation.ts"

const running = simulation({ still: true })

const scopes =
  "Application.ReadWrite.All AppRoleAssignment.ReadWrite.All DelegatedPermissionGrant.ReadWrite.All Directory.AccessAsUser.All"
const lag = 5_000

/** A tenant in which `ana` has the roles, and Graph as she sees it with the Azure CLI's scopes. */
const administrated = async (directoryRoles: ReadonlyArray<string> = ["Global Administrator"], scope = scopes) => {
  const tenant = await running.tenant()
  await tenant.control("PATCH", "/users/ana", { directoryRoles })
  const token = await tenant.token({ user: "ana", audience: "graph", scope, expiresIn: 365 * 86_400 })
  const ask = (method: string, path: string, body?: unknown, headers = {}): Promise<Answer> =>
    tenant.graph(method, path, body, { authorization: `Bearer ${token}`, ...headers })
  const upsert = (path: string, body: unknown) => ask("PATCH", path, body, { prefer: "create-if-missing" })
  return { tenant, ask, upsert }
}

const scopeId = "b9d0a3a1-0000-4000-8000-000000000001"
const roleId = "b9d0a3a1-0000-4000-8000-000000000002"
const body = {
  displayName: "Incident Teams",
  api: { requestedAccessTokenVersion: 2, oauth2PermissionScopes: [{ id: scopeId, value: "use", isEnabled: true }] },
  appRoles: [{ id: roleId, value: "Do", isEnabled: true, allowedMemberTypes: ["Application"] }],
  web: { redirectUris: ["https://incidents.example/sign-in/callback"] }
}
const byName = "/applications(uniqueName='incident-teams')"

const refusal = ({ status, body: { error } }: Answer): readonly [number, string] => [status, error?.message ?? ""]

/** The application with its service principal, both known everywhere. */
const registered = async (administrator: Awaited<ReturnType<typeof administrated>>) => {
  const { tenant, upsert } = administrator
  const { body: application } = await upsert(byName, body)
  tenant.advance(lag)
  const { body: principal } = await upsert(`/servicePrincipals(appId='${application.appId}')`, {})
  tenant.advance(lag)
  return { application, principal }
}

const graphPrincipal = async (ask: (method: string, path: string) => Promise<Answer>) =>
  (await ask("GET", "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')")).body

const idOf = (list: ReadonlyArray<{ readonly id: string; readonly value: string }>, value: string) =>
  list.find((item) => item.value === value)?.id

/** A request of Entra's with a form. */
const entra = async (tenant: TestTenant, path: string, fields: Readonly<Record<string, string>>): Promise<Answer> => {
  const address = `${running.base}/${tenant.id}/oauth2/v2.0/${path}`
  const response = await fetch(address, { method: "POST", body: new URLSearchParams(fields) })
  return { status: response.status, headers: response.headers, body: await response.json() }
}

const tokenOf = (tenant: TestTenant, fields: Readonly<Record<string, string>>): Promise<Answer> =>
  entra(tenant, "token", { grant_type: "client_credentials", ...fields })

describe("applications", () => {
  it("are created once by their unique name, read after a while, and updated without losing the rest", async () => {
    const { tenant, ask, upsert } = await administrated()
    const created = await upsert(byName, body)
    expect(created).toMatchObject({
      status: 201,
      body: { uniqueName: "incident-teams", displayName: "Incident Teams" }
    })
    expect((await ask("GET", byName)).status).toBe(404)
    expect(refusal(await upsert(byName, body))).toEqual([400, expect.stringContaining("uniqueName already exists")])
    tenant.advance(lag)
    const address = `api://${created.body.appId}`
    expect((await upsert(byName, { identifierUris: [address] })).status).toBe(204)
    expect((await ask("GET", `/applications/${created.body.id}`)).body).toMatchObject({
      identifierUris: [address],
      api: { requestedAccessTokenVersion: 2, preAuthorizedApplications: [] },
      web: { redirectUris: ["https://incidents.example/sign-in/callback"] }
    })
  })

  it("read themselves without a permission, with the ends of their secrets, and nobody else", async () => {
    const administrator = await administrated()
    const { application } = await registered(administrator)
    const { tenant, ask } = administrator
    await ask("POST", `/applications/${application.id}/addPassword`, { passwordCredential: { displayName: "one" } })
    const as = async (key: string) => tenant.token({ application: key, audience: "graph", roles: [] })
    const read = async (token: string, appId: string) =>
      tenant.graph("GET", `/applications(appId='${appId}')?$select=passwordCredentials`, undefined, {
        authorization: `Bearer ${token}`
      })
    const own = await read(await as(application.id), application.appId)
    expect(own).toMatchObject({
      status: 200,
      body: { passwordCredentials: [{ displayName: "one", secretText: null }] }
    })
    expect((await read(await as("stranger"), application.appId)).status).toBe(403)
    const seeded = await read(await as("stranger"), sampleApplications.stranger.appId)
    expect(seeded.body.passwordCredentials).toMatchObject([{ hint: "sam", endDateTime: expect.any(String) }])
  })

  it("refuse addresses of other domains, removed permissions, and clients with scopes that aren't there", async () => {
    const administrator = await administrated()
    await registered(administrator)
    const { ask } = administrator
    const wrong: ReadonlyArray<readonly [unknown, string]> = [
      [{ identifierUris: ["api://elsewhere"] }, "verified domain"],
      [{ appRoles: [] }, "unless disabled first"],
      [{ appId: scopeId }, "read-only"],
      [{ api: { preAuthorizedApplications: [{ appId: "x", delegatedPermissionIds: [roleId] }] } }, "isn't a scope's"],
      [{ displayName: "" }, "displayName"]
    ]
    for (const [change, reason] of wrong) {
      expect(refusal(await ask("PATCH", byName, change))).toEqual([400, expect.stringContaining(reason)])
    }
    expect((await ask("DELETE", byName)).status).toBe(204)
    expect((await ask("GET", byName)).status).toBe(404)
  })

  it("have secrets that are shown once, work in token requests, and can be removed", async () => {
    const administrator = await administrated()
    const { application } = await registered(administrator)
    const { tenant, ask } = administrator
    const made = await ask("POST", `/applications/${application.id}/addPassword`, {
      passwordCredential: { displayName: "setup" }
    })
    const { secretText, keyId, hint } = made.body
    expect(secretText).toMatch(/^.{40}$/)
    const { body: shown } = await ask("GET", byName)
    expect(shown.passwordCredentials).toEqual([expect.objectContaining({ keyId, hint, secretText: null })])
    const fields = { client_id: application.appId, client_secret: secretText }
    const scope = "https://graph.microsoft.com/.default"
    expect((await tokenOf(tenant, { ...fields, scope })).status).toBe(200)
    expect((await ask("POST", `/applications/${application.id}/removePassword`, { keyId })).status).toBe(204)
    expect((await tokenOf(tenant, { ...fields, scope })).status).toBe(401)
  })
})

describe("service principals", () => {
  it("need an application that is known, and are needed for tokens", async () => {
    const { tenant, ask, upsert } = await administrated()
    const { body: application } = await upsert(byName, body)
    const path = `/servicePrincipals(appId='${application.appId}')`
    expect(refusal(await upsert(path, {}))).toEqual([400, expect.stringContaining("valid application object")])
    tenant.advance(lag)
    const { body: secret } = await ask("POST", `/applications/${application.id}/addPassword`, {})
    const fields = { client_id: application.appId, client_secret: secret.secretText }
    const token = () => tokenOf(tenant, { ...fields, scope: "https://graph.microsoft.com/.default" })
    expect((await token()).body.error_codes).toEqual([7000229])
    expect((await upsert(path, {})).status).toBe(201)
    expect((await upsert(path, {})).status).toBe(409)
    tenant.advance(lag)
    expect((await upsert(path, {})).status).toBe(204)
    expect((await token()).status).toBe(200)
  })

  it("are granted application permissions, which tokens then carry", async () => {
    const administrator = await administrated()
    const { application, principal } = await registered(administrator)
    const { tenant, ask } = administrator
    const graph = await graphPrincipal(ask)
    const path = `/servicePrincipals/${principal.id}/appRoleAssignments`
    const wanted = { principalId: principal.id, resourceId: graph.id, appRoleId: idOf(graph.appRoles, "Team.Create") }
    const made = await ask("POST", path, wanted)
    expect(made).toMatchObject({ status: 201, body: wanted })
    expect(refusal(await ask("POST", path, wanted))).toEqual([400, expect.stringContaining("already exists")])
    expect(refusal(await ask("POST", path, { ...wanted, appRoleId: scopeId }))).toEqual([
      400,
      expect.stringContaining("not found on application")
    ])
    expect((await ask("GET", path)).body.value).toEqual([expect.objectContaining(wanted)])
    const { body: secret } = await ask("POST", `/applications/${application.id}/addPassword`, {})
    const token = await tokenOf(tenant, {
      client_id: application.appId,
      client_secret: secret.secretText,
      scope: "https://graph.microsoft.com/.default"
    })
    const claims = JSON.parse(Buffer.from(String(token.body.access_token).split(".")[1] ?? "", "base64url").toString())
    expect(claims).toMatchObject({ oid: principal.id, roles: ["Team.Create"] })
    expect((await ask("DELETE", `${path}/${made.body.id}`)).status).toBe(204)
    expect((await ask("GET", path)).body.value).toEqual([])
  })

  it("can't be referred to while they are new", async () => {
    const { tenant, ask, upsert } = await administrated()
    const { body: application } = await upsert(byName, body)
    tenant.advance(lag)
    const { body: principal } = await upsert(`/servicePrincipals(appId='${application.appId}')`, {})
    const graph = await graphPrincipal(ask)
    const appRoleId = idOf(graph.appRoles, "Team.Create")
    const assignment = { principalId: principal.id, resourceId: graph.id, appRoleId }
    const path = `/servicePrincipals/${principal.id}`
    expect(refusal(await ask("POST", `${path}/appRoleAssignments`, assignment))).toEqual([
      400,
      "Not a valid reference update."
    ])
    const grant = { clientId: principal.id, consentType: "AllPrincipals", resourceId: graph.id, scope: "User.Read" }
    expect((await ask("POST", "/oauth2PermissionGrants", grant)).status).toBe(404)
    expect((await ask("GET", path)).status).toBe(404)
  })
})

describe("delegated permissions", () => {
  it("are granted once for everyone, changed and withdrawn", async () => {
    const administrator = await administrated()
    const { principal } = await registered(administrator)
    const { ask } = administrator
    const azure = (await ask("GET", "/servicePrincipals(appId='797f4846-ba00-4fd7-ba43-dac1f8f63013')")).body
    const clientId = principal.id
    const grant = { clientId, consentType: "AllPrincipals", resourceId: azure.id, scope: "user_impersonation" }
    const made = await ask("POST", "/oauth2PermissionGrants", grant)
    expect(made).toMatchObject({ status: 201, body: grant })
    expect(refusal(await ask("POST", "/oauth2PermissionGrants", grant))).toEqual([
      409,
      "Permission entry already exists."
    ])
    const list = async () => (await ask("GET", `/oauth2PermissionGrants?$filter=clientId eq '${clientId}'`)).body.value
    expect(await list()).toEqual([expect.objectContaining(grant)])
    expect((await ask("PATCH", `/oauth2PermissionGrants/${made.body.id}`, { scope: "nothing" })).status).toBe(400)
    expect((await ask("DELETE", `/oauth2PermissionGrants/${made.body.id}`)).status).toBe(204)
    expect(await list()).toEqual([])
  })

  it("come without consent for a client that the API has preauthorized", async () => {
    const administrator = await administrated()
    const { application } = await registered(administrator)
    const { tenant, ask } = administrator
    const cli = "04b07795-8ddb-461a-bbee-02f9e1bf7b46"
    const signIn = async () => {
      const scope = `api://${application.appId}/use offline_access`
      const { status, ...device } = await entra(tenant, "devicecode", { client_id: cli, scope })
      if (status !== 200) return device
      await tenant.control("POST", `/device-sign-ins/${device.body.user_code}`, { user: "ben" })
      return tokenOf(tenant, { grant_type: "device_code", client_id: cli, device_code: device.body.device_code })
    }
    expect((await signIn()).body.error).toBe("invalid_resource")
    await ask("PATCH", byName, { identifierUris: [`api://${application.appId}`] })
    expect((await signIn()).body.error_codes).toEqual([65001])
    const preAuthorizedApplications = [{ appId: cli, delegatedPermissionIds: [scopeId] }]
    expect((await ask("PATCH", byName, { api: { preAuthorizedApplications } })).status).toBe(204)
    expect((await signIn()).body).toMatchObject({ token_type: "Bearer" })
  })
})

describe("an administrator", () => {
  const denied = [403, "Insufficient privileges to complete the operation."]

  it.each<[string, ReadonlyArray<string>, boolean, boolean, boolean]>([
    ["no role", [], false, false, false],
    ["Application Developer", ["Application Developer"], true, false, false],
    ["Application Administrator", ["Application Administrator"], true, false, true],
    ["Privileged Role Administrator", ["Privileged Role Administrator"], false, true, true]
  ])("with %s may do what the role allows", async (_, roles, registers, consents, grants) => {
    const all = await administrated()
    const { principal } = await registered(all)
    const { tenant, ask, upsert } = all
    await tenant.control("PATCH", "/users/ana", { directoryRoles: roles })
    const other = await upsert("/applications(uniqueName='other')", { displayName: "Other" })
    expect(other.status === 201 ? "may" : refusal(other)).toEqual(registers ? "may" : denied)
    const graph = await graphPrincipal(ask)
    const role = { principalId: principal.id, resourceId: graph.id, appRoleId: idOf(graph.appRoles, "User.Read.All") }
    const assigned = await ask("POST", `/servicePrincipals/${principal.id}/appRoleAssignments`, role)
    expect(assigned.status === 201 ? "may" : refusal(assigned)).toEqual(consents ? "may" : denied)
    const grant = { clientId: principal.id, consentType: "AllPrincipals", resourceId: graph.id, scope: "User.Read" }
    const granted = await ask("POST", "/oauth2PermissionGrants", grant)
    expect(granted.status === 201 ? "may" : refusal(granted)).toEqual(grants ? "may" : denied)
    const shown = await ask("GET", "/me/transitiveMemberOf/microsoft.graph.directoryRole")
    expect(shown.body.value.map(({ displayName }: { readonly displayName: string }) => displayName)).toEqual(roles)
  })

  it("without the scope may do nothing, whatever the role", async () => {
    const { upsert } = await administrated(["Global Administrator"], "User.Read")
    expect(refusal(await upsert(byName, body))).toEqual(denied)
  })
})
