import { X509Certificate } from "node:crypto"
import { describe, expect, it } from "vitest"
import { type Answer, simulation } from "../../testing/simulation.ts"

const running = simulation({ still: true })

/** `ana` registers an application, which is known everywhere. */
const registered = async () => {
  const tenant = await running.tenant()
  await tenant.control("PATCH", "/users/ana", { directoryRoles: ["Application Administrator"] })
  const scope = "Application.ReadWrite.All"
  const token = await tenant.token({ user: "ana", audience: "graph", scope, expiresIn: 86_400 })
  const ask = (method: string, path: string, body?: unknown, headers = {}): Promise<Answer> =>
    tenant.graph(method, path, body, { authorization: `Bearer ${token}`, ...headers })
  const upsert = (path: string, body: unknown) => ask("PATCH", path, body, { prefer: "create-if-missing" })
  const { body: application } = await upsert("/applications(uniqueName='us')", { displayName: "Us" })
  tenant.advance(5_000)
  await upsert(`/servicePrincipals(appId='${application.appId}')`, {})
  tenant.advance(5_000)
  /** The answer of Entra to a proof. */
  const proved = async (assertion: string) => {
    const body = new URLSearchParams({
      grant_type: "client_credentials",
      scope: "https://graph.microsoft.com/.default",
      client_id: application.appId,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion: assertion
    })
    const answer = await fetch(`${running.base}/${tenant.id}/oauth2/v2.0/token`, { method: "POST", body })
    const text = await answer.text()
    return answer.ok ? "a token" : (/AADSTS\d+/u.exec(text)?.[0] ?? text)
  }
  return { tenant, ask, upsert, proved, path: `/applications/${application.id}` }
}

const issuer = "https://oidc.cluster.example"
const subject = "system:serviceaccount:soc:incident-teams"
const audiences = ["api://AzureADTokenExchange"]

describe("federated credentials", () => {
  it("let the tokens of their issuer's subject prove the application, and no others", async () => {
    const { tenant, upsert, proved, path } = await registered()
    const token = (claims: object) =>
      tenant.token({
        application: "server",
        audience: "api://AzureADTokenExchange",
        claims: { iss: issuer, sub: subject, ...claims }
      })
    expect(await proved(await token({}))).toBe("AADSTS700211")
    expect(
      (await upsert(`${path}/federatedIdentityCredentials(name='us')`, { issuer, subject, audiences })).status
    ).toBe(201)
    expect(await proved(await token({}))).toBe("a token")
    expect(await proved(await token({ sub: "system:serviceaccount:soc:other" }))).toBe("AADSTS700213")
    const forged = {
      application: "server",
      audience: "api://AzureADTokenExchange",
      claims: { iss: issuer, sub: subject }
    }
    expect(await proved(await tenant.token({ ...forged, forged: true }))).toBe("AADSTS700030")
    expect(await proved(await tenant.token({ ...forged, expiresIn: -600 }))).toBe("AADSTS700024")
  })

  it("are listed, changed by name, unique by issuer and subject, and removed", async () => {
    const { ask, upsert, path } = await registered()
    const one = `${path}/federatedIdentityCredentials(name='one')`
    await upsert(one, { issuer, subject: "old", audiences })
    expect((await upsert(one, { issuer, subject, audiences })).status).toBe(204)
    const { body } = await ask("GET", `${path}/federatedIdentityCredentials`)
    expect(body.value).toEqual([{ id: expect.any(String), name: "one", issuer, subject, audiences }])
    const two = await upsert(`${path}/federatedIdentityCredentials(name='two')`, { issuer, subject, audiences })
    expect([two.status, two.body.error?.message]).toEqual([409, expect.stringContaining("same Issuer and Subject")])
    expect((await ask("PATCH", `${path}/federatedIdentityCredentials(name='two')`, { subject })).status).toBe(404)
    expect((await ask("DELETE", `${path}/federatedIdentityCredentials/${body.value[0].id}`)).status).toBe(204)
    expect((await ask("GET", `${path}/federatedIdentityCredentials`)).body.value).toEqual([])
  })
})

describe("certificates of a registration", () => {
  it("are written at once, and refused if they are none, or said to last longer than they do", async () => {
    const { ask, path } = await registered()
    const certificate = new X509Certificate(running.simulator.ca)
    const key = {
      key: certificate.raw.toString("base64"),
      type: "AsymmetricX509Cert",
      usage: "Verify",
      displayName: "ours"
    }
    expect((await ask("PATCH", path, { keyCredentials: [key] })).status).toBe(204)
    const { body } = await ask("GET", `${path}?$select=keyCredentials`)
    expect(body.keyCredentials).toMatchObject([
      {
        ...key,
        endDateTime: certificate.validToDate.toISOString(),
        customKeyIdentifier: expect.stringMatching(/^[0-9A-F]{40}$/u)
      }
    ])
    for (const wrong of [{ key: "bm9uZQ==" }, { usage: "Sign" }, { endDateTime: "2999-01-01T00:00:00Z" }]) {
      expect((await ask("PATCH", path, { keyCredentials: [{ ...key, ...wrong }] })).status).toBe(400)
    }
    expect((await ask("PATCH", path, { keyCredentials: [] })).status).toBe(204)
    expect((await ask("GET", path)).body.keyCredentials).toEqual([])
  })
})
