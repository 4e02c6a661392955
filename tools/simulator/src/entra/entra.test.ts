import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  OnBehalfOfCredential
} from "@azure/identity"
import "reflect-metadata"
import * as x509 from "@peculiar/x509"
import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose"
import { describe, expect, it, onTestFinished } from "vitest"
import { sampleApplications, samplePeople } from "../sample/people.ts"
import { simulation } from "../testing/simulation.ts"
import { identityHeader } from "./managedIdentity.ts"

const running = simulation()
const { server, stranger } = sampleApplications
const graphScope = "https://graph.microsoft.com/.default"
const entra = () => ({ authorityHost: running.base, disableInstanceDiscovery: true })

const post = async (tenantId: string, form: Readonly<Record<string, string>>) => {
  const response = await fetch(`${running.base}/${tenantId}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams(form)
  })
  const body: unknown = await response.json()
  return { status: response.status, body }
}

const rsaCertificate = async (): Promise<{ readonly certificate: string; readonly key: string }> => {
  const algorithm = {
    name: "RSASSA-PKCS1-v1_5",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: "SHA-256"
  }
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: "CN=sample",
    keys,
    signingAlgorithm: algorithm
  })
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY")
  return { certificate: certificate.toString("pem"), key }
}

describe("credentials of @azure/identity", () => {
  it("a client secret gives an application token with the granted roles", async () => {
    const tenant = await running.tenant()
    const { token } = await tenant.credential().getToken(graphScope)
    expect(decodeJwt(token)).toMatchObject({
      aud: "https://graph.microsoft.com",
      iss: `https://sts.windows.net/${tenant.id}/`,
      ver: "1.0",
      tid: tenant.id,
      oid: server.objectId,
      idtyp: "app",
      roles: expect.arrayContaining(["Group.ReadWrite.All", "TeamMember.ReadWrite.All"])
    })
  })

  it("an application's token lives as long as the tenant is told", async () => {
    const tenant = await running.tenant()
    await tenant.control("PATCH", "/behavior", { tokenSeconds: 303 })
    const { token, expiresOnTimestamp } = await new ClientSecretCredential(
      tenant.id,
      server.appId,
      server.secret,
      entra()
    ).getToken(graphScope)
    for (const end of [(decodeJwt(token).exp ?? 0) * 1_000, expiresOnTimestamp]) {
      expect(end - Date.now()).toBeLessThanOrEqual(304_000)
      expect(end).toBeGreaterThan(Date.now())
    }
  })

  it("a certificate gives one once it is registered, and none before", async () => {
    const tenant = await running.tenant()
    const { certificate, key } = await rsaCertificate()
    const folder = await mkdtemp(join(tmpdir(), "simulator-test-"))
    onTestFinished(() => rm(folder, { recursive: true }))
    const certificatePath = join(folder, "client.pem")
    await writeFile(certificatePath, `${certificate}\n${key}`)
    const credential = () => new ClientCertificateCredential(tenant.id, server.appId, { certificatePath }, entra())

    await expect(credential().getToken(graphScope)).rejects.toThrow("AADSTS700027")
    await tenant.control("POST", "/applications/server/certificates", { pem: certificate })
    const { token } = await credential().getToken(graphScope)
    expect(decodeJwt(token)["appid"]).toBe(server.appId)
    expect(decodeJwt(token)).not.toHaveProperty("azp")
  })

  it("an assertion signed by another key is refused although it names the registered certificate", async () => {
    const tenant = await running.tenant()
    const [registered, other] = await Promise.all([rsaCertificate(), rsaCertificate()])
    const folder = await mkdtemp(join(tmpdir(), "simulator-test-"))
    onTestFinished(() => rm(folder, { recursive: true }))
    const certificatePath = join(folder, "client.pem")
    await writeFile(certificatePath, `${registered.certificate}\n${other.key}`)
    await tenant.control("POST", "/applications/server/certificates", { pem: registered.certificate })
    const credential = new ClientCertificateCredential(tenant.id, server.appId, { certificatePath }, entra())
    await expect(credential.getToken(graphScope)).rejects.toThrow("AADSTS700027")
  })

  it("on behalf of a user gives a token for ARM with the user's name in it", async () => {
    const tenant = await running.tenant()
    const userAssertionToken = await tenant.token({ user: "ben" })
    const credential = new OnBehalfOfCredential({
      tenantId: tenant.id,
      clientId: server.appId,
      clientSecret: server.secret,
      userAssertionToken,
      ...entra()
    })
    const { token } = await credential.getToken("https://management.azure.com/.default")
    expect(decodeJwt(token)).toMatchObject({
      aud: "https://management.azure.com",
      oid: samplePeople.ben.id,
      scp: "user_impersonation",
      ver: "1.0",
      upn: "ben@woodgrove.example"
    })
  })

  it.each([
    ["mfa", 50076],
    ["block", 53003]
  ])("on behalf of a user is subject to conditional access: %s", async (onBehalfOf, code) => {
    const tenant = await running.tenant({ onBehalfOf })
    const asked = async (claims: Readonly<Record<string, unknown>>) =>
      post(tenant.id, {
        grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
        client_id: server.appId,
        client_secret: server.secret,
        requested_token_use: "on_behalf_of",
        scope: "https://management.azure.com/.default",
        assertion: await tenant.token({ user: "ben", claims })
      })
    const { status, body } = await asked({})
    expect({ status, body }).toMatchObject({
      status: 400,
      body: { error: "interaction_required", error_codes: [code], claims: expect.stringContaining('"essential":true') }
    })
    expect((await asked({ amr: ["pwd", "mfa"] })).status).toBe(code === 50076 ? 200 : 400)
  })

  it.each([
    ["for another application", { user: "ben", audience: "playbook" }, 500131],
    ["expired", { user: "ben", expiresIn: -600 }, 500133],
    ["forged", { user: "ben", forged: true }, 50013],
    ["of an application", { application: "playbook" }, 50013],
    ["of a disabled user", { user: "hugo" }, 50057]
  ])("on behalf of a user refuses an assertion %s", async (_, request, code) => {
    const tenant = await running.tenant()
    const answer = await post(tenant.id, {
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      requested_token_use: "on_behalf_of",
      assertion: await tenant.token(request),
      client_id: server.appId,
      client_secret: server.secret,
      scope: "https://management.azure.com/.default"
    })
    expect(answer).toMatchObject({ status: 400, body: { error: "invalid_grant", error_codes: [code] } })
  })

  it("on behalf of a user refuses scopes without consent", async () => {
    const tenant = await running.tenant()
    await tenant.control("PUT", "/applications/server", { scopes: { arm: [] } })
    const answer = await post(tenant.id, {
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      requested_token_use: "on_behalf_of",
      assertion: await tenant.token({ user: "ben" }),
      client_id: server.appId,
      client_secret: server.secret,
      scope: "https://management.azure.com/.default"
    })
    expect(answer).toMatchObject({ status: 400, body: { error_codes: [65001] } })
  })

  it("a refresh token goes on for the same user", async () => {
    const tenant = await running.tenant()
    const client = {
      client_id: server.appId,
      client_secret: server.secret,
      scope: "https://management.azure.com/.default offline_access"
    }
    const first = await post(tenant.id, {
      ...client,
      grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
      requested_token_use: "on_behalf_of",
      assertion: await tenant.token({ user: "ben" })
    })
    const refreshToken = String((first.body as Record<string, unknown>)["refresh_token"])
    const second = await post(tenant.id, { ...client, grant_type: "refresh_token", refresh_token: refreshToken })
    expect(second.status).toBe(200)
    expect(decodeJwt(String((second.body as Record<string, unknown>)["access_token"]))["oid"]).toBe(samplePeople.ben.id)
  })

  it("a managed identity gets its token from the endpoint in the environment", async () => {
    const tenant = await running.tenant()
    const saved = { ...process.env }
    onTestFinished(() => {
      process.env = saved
    })
    process.env["IDENTITY_ENDPOINT"] = `${running.base}/msi/${tenant.id}/server/token`
    process.env["IDENTITY_HEADER"] = identityHeader
    const { token } = await new ManagedIdentityCredential().getToken(graphScope)
    expect(decodeJwt(token)).toMatchObject({ tid: tenant.id, oid: server.objectId })
  })
})

describe("the token endpoint", () => {
  it.each([
    ["a wrong secret", { client_secret: "wrong" }, 401, "invalid_client", 7000215],
    [
      "an unknown application",
      { client_id: "00000000-0000-4000-8000-00000000dead" },
      400,
      "unauthorized_client",
      700016
    ],
    ["no secret", { client_secret: undefined }, 401, "invalid_client", 7000218],
    ["an unknown resource", { scope: "https://nowhere.example/.default" }, 400, "invalid_resource", 500011],
    ["a scope without resource", { scope: "openid" }, 400, "invalid_scope", 70011],
    ["another grant", { grant_type: "password" }, 400, "unsupported_grant_type", 70003]
  ])("refuses %s in Entra's words", async (_, change, status, error, code) => {
    const tenant = await running.tenant()
    const form = {
      grant_type: "client_credentials",
      client_id: server.appId,
      client_secret: server.secret,
      scope: graphScope,
      ...change
    }
    const sent = Object.fromEntries(
      Object.entries(form).filter((entry): entry is [string, string] => entry[1] !== undefined)
    )
    const answer = await post(tenant.id, sent)
    expect(answer).toMatchObject({
      status,
      body: { error, error_codes: [code], error_description: expect.stringContaining(`AADSTS${code}: `) }
    })
  })

  it("takes a client's id and secret in a Basic header as well", async () => {
    const tenant = await running.tenant()
    const ask = (secret: string) =>
      fetch(`${running.base}/${tenant.id}/oauth2/v2.0/token`, {
        method: "POST",
        headers: {
          authorization: `Basic ${Buffer.from(`${server.appId}:${encodeURIComponent(secret)}`).toString("base64")}`
        },
        body: new URLSearchParams({ grant_type: "client_credentials", scope: graphScope })
      })
    expect((await ask(server.secret)).status).toBe(200)
    expect((await ask("not it")).status).toBe(401)
  })

  it("knows a tenant by its domain, and refuses an unknown one", async () => {
    const form = {
      grant_type: "client_credentials",
      client_id: server.appId,
      client_secret: server.secret,
      scope: graphScope
    }
    expect((await post("woodgrove.example", form)).status).toBe(200)
    expect(await post("nobody.example", form)).toMatchObject({ status: 400, body: { error_codes: [90002] } })
  })

  it("fails clearly through the official credential", async () => {
    const tenant = await running.tenant()
    const credential = new ClientSecretCredential(tenant.id, server.appId, "wrong", entra())
    await expect(credential.getToken(graphScope)).rejects.toThrow("AADSTS7000215")
  })
})

describe("tokens of the application's own API", () => {
  const verify = (tenantId: string, token: string) =>
    jwtVerify(token, createRemoteJWKSet(new URL(`${running.base}/${tenantId}/discovery/v2.0/keys`)), {
      issuer: `${running.base}/${tenantId}/v2.0`,
      audience: server.appId,
      algorithms: ["RS256"],
      clockTolerance: 60,
      requiredClaims: ["oid", "tid"]
    })

  it("a signed-in user's token verifies with the published key", async () => {
    const tenant = await running.tenant()
    const { payload } = await verify(tenant.id, await tenant.token({ user: "ben" }))
    expect(payload).toMatchObject({ oid: samplePeople.ben.id, name: "Ben Sample", scp: "access_as_user" })
  })

  it("has another subject for each application, never the object id, and no claims that nobody asked for", async () => {
    const tenant = await running.tenant()
    const own = decodeJwt(await tenant.token({ user: "ben" }))
    const other = decodeJwt(await tenant.token({ user: "ben", audience: "playbook" }))
    expect(own.sub).not.toBe(own["oid"])
    expect(other["oid"]).toBe(own["oid"])
    expect(other.sub).not.toBe(own.sub)
    expect(own).toMatchObject({ ver: "2.0", azp: expect.any(String), preferred_username: "ben@woodgrove.example" })
    for (const claim of ["appid", "upn", "email", "idtyp"]) expect(own).not.toHaveProperty(claim)
  })

  it("an application's token carries its app roles, or none", async () => {
    const tenant = await running.tenant()
    const playbook = await verify(tenant.id, await tenant.token({ application: "playbook" }))
    expect(playbook.payload["roles"]).toEqual(["Team.Create", "Incident.ReadWrite", "Incident.Notify"])
    const { payload } = await verify(tenant.id, await tenant.token({ application: "stranger" }))
    expect(payload["roles"]).toBeUndefined()
    expect(payload["oid"]).toBe(stranger.objectId)
  })

  it.each([
    ["expired", { expiresIn: -600 }, /"exp" claim/],
    ["forged", { forged: true }, /signature verification failed/],
    ["for another audience", { audience: "playbook" }, /"aud" claim/],
    ["of version 1, for Graph", { audience: "graph" }, /"iss" claim/],
    ["from another issuer", { claims: { iss: "https://elsewhere.example" } }, /"iss" claim/]
  ])("a token that is %s doesn't verify", async (_, request, message) => {
    const tenant = await running.tenant()
    await expect(verify(tenant.id, await tenant.token({ user: "ben", ...request }))).rejects.toThrow(message)
  })
})
