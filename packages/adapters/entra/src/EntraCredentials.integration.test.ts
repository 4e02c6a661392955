import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { sample } from "@incident-teams/testkit/sample"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { Effect, Redacted } from "effect"
import { beforeAll, describe, expect, it } from "vitest"
import * as ClientProof from "./ClientProof.ts"
import * as EntraCredentials from "./EntraCredentials.ts"
import { onMachine } from "./testing/onMachine.ts"
import { settingsOf } from "./testing/settingsOf.ts"

const graph = "https://graph.microsoft.com/.default"
const arm = "https://management.azure.com/.default"

const claimsOf = (token: string): unknown =>
  JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString("utf8"))

describe("EntraCredentials", () => {
  let tenant: Tenant
  beforeAll(async () => {
    tenant = await newTenant()
  })

  it("asks once for the application's token and keeps it", async () => {
    const { application } = EntraCredentials.make(settingsOf(tenant))
    await tenant.forgetCalls()
    const tokens = await Promise.all(Array.from({ length: 10 }, () => application.getToken(graph)))
    expect(new Set(tokens.map((token) => token?.token)).size).toBe(1)
    await application.getToken(graph)
    expect((await tenant.calls("entra")).filter(({ method }) => method === "POST")).toHaveLength(1)
    expect(claimsOf(tokens[0]!.token)).toMatchObject({ tid: tenant.id, aud: "https://graph.microsoft.com" })
  })

  it("acts in a person's name, with one credential for one token", async () => {
    const credentials = EntraCredentials.make(settingsOf(tenant))
    const ben = Redacted.make(await tenant.token({ user: "ben" }))
    const token = await credentials.onBehalfOf(ben).getToken(arm)
    expect(claimsOf(token!.token)).toMatchObject({ aud: "https://management.azure.com", scp: "user_impersonation" })
    expect(credentials.onBehalfOf(Redacted.make(Redacted.value(ben)))).toBe(credentials.onBehalfOf(ben))
    expect(credentials.onBehalfOf(Redacted.make(await tenant.token({ user: "ana" })))).not.toBe(
      credentials.onBehalfOf(ben)
    )
  })

  it("says in words that the secret is wrong, without showing it", async () => {
    const wrong = { ...settingsOf(tenant), proof: { _tag: "Secret" as const, secret: Redacted.make("not-it") } }
    const failure = await Effect.runPromise(
      Effect.flip(EntraCredentials.tokenFor(EntraCredentials.make(wrong).application, graph))
    )
    expect(failure).toMatchObject({ kind: "refused", remedy: expect.stringContaining("AZURE_CLIENT_SECRET") })
    expect(failure.message).not.toContain("not-it")
  })

  it("says in words that the certificate can't be read", async () => {
    const wrong = { ...settingsOf(tenant), proof: { _tag: "Certificate" as const, path: "/nowhere/app.pem" } }
    const failure = await Effect.runPromise(
      Effect.flip(EntraCredentials.tokenFor(EntraCredentials.make(wrong).application, graph))
    )
    expect(failure).toMatchObject({ kind: "refused", remedy: expect.stringContaining("AZURE_CLIENT_CERTIFICATE_PATH") })
  })

  const exchange = "api://AzureADTokenExchange"
  const cluster = { issuer: "https://oidc.cluster.example", subject: "system:serviceaccount:soc:incident-teams" }

  it("is the registration, for itself and for people, where it trusts the managed identity", async () => {
    const there = await newTenant()
    const { appId, objectId } = await onMachine(there)
    const settings = { ...settingsOf(there), proof: { _tag: "ManagedIdentity" as const, identity: appId } }
    const refused = await Effect.runPromise(
      Effect.flip(EntraCredentials.tokenFor(EntraCredentials.make(settings).application, graph))
    )
    expect(refused).toMatchObject({ kind: "refused", by: "operator", remedy: expect.stringContaining("federated") })
    const federations = [{ issuer: `${there.base}/${there.id}/v2.0`, subject: objectId }]
    await there.control("PUT", "/applications/server", { federations })
    const { application, onBehalfOf } = EntraCredentials.make(settings)
    const own = await application.getToken(graph)
    expect(claimsOf(own!.token)).toMatchObject({ appid: sample.client.server, idtyp: "app" })
    const ben = await onBehalfOf(Redacted.make(await there.token({ user: "ben" }))).getToken(arm)
    expect(claimsOf(ben!.token)).toMatchObject({ appid: sample.client.server, scp: "user_impersonation" })
  })

  it("is the registration, for itself and for people, where it trusts the cluster's token, which is read again", async () => {
    const tokenFile = join(newFolder(), "token")
    const settings = { ...settingsOf(tenant), proof: { _tag: "WorkloadIdentity" as const, tokenFile } }
    const { application, onBehalfOf } = EntraCredentials.make(settings)
    const unread = await Effect.runPromise(Effect.flip(EntraCredentials.tokenFor(application, graph)))
    expect(unread).toMatchObject({ kind: "refused", remedy: expect.stringContaining("AZURE_FEDERATED_TOKEN_FILE") })
    await tenant.control("PUT", "/applications/server", { federations: [cluster] })
    const claims = { iss: cluster.issuer, sub: cluster.subject }
    await writeFile(
      tokenFile,
      await tenant.token({ application: "server", audience: exchange, claims, expiresIn: -600 })
    )
    const expired = await Effect.runPromise(Effect.flip(EntraCredentials.tokenFor(application, graph)))
    expect(expired.kind).toBe("refused")
    await writeFile(tokenFile, `${await tenant.token({ application: "server", audience: exchange, claims })}\n`)
    expect(claimsOf((await application.getToken(graph))!.token)).toMatchObject({ appid: sample.client.server })
    const ben = await onBehalfOf(Redacted.make(await tenant.token({ user: "ben" }))).getToken(arm)
    expect(claimsOf(ben!.token)).toMatchObject({ scp: "user_impersonation" })
    const fields = await Effect.runPromise(ClientProof.make(settings).fields("unused"))
    expect(fields["client_assertion"]).toBe((await readFile(tokenFile, "utf8")).trim())
  })

  it("asks Entra ID again after a failure that passed, within the minute for which the library would repeat it", async () => {
    const { application } = EntraCredentials.make(settingsOf(tenant))
    const times = 2
    await tenant.inject({
      surface: "entra",
      path: "^/.+/token$",
      times,
      fault: { kind: "answer", status: 503 }
    })
    const failure = await Effect.runPromise(Effect.flip(EntraCredentials.tokenFor(application, graph)))
    expect(failure).toMatchObject({ kind: "unreachable", reason: expect.stringContaining("90033") })
    const token = await Effect.runPromise(EntraCredentials.tokenFor(application, graph))
    expect(claimsOf(token.token)).toMatchObject({ aud: "https://graph.microsoft.com" })
  })

  it("gives up where Entra ID doesn't answer", async () => {
    const silent = await newTenant()
    await silent.inject({ id: "silence", surface: "entra", fault: { kind: "hold" }, times: 10 })
    const { application } = EntraCredentials.make(settingsOf(silent), { request: 100, token: 1_500 })
    const failure = await Effect.runPromise(Effect.flip(EntraCredentials.tokenFor(application, graph)))
    expect(failure.kind).toBe("unreachable")
    await silent.heal()
  })

  it("is refused a token in the name of somebody whose token is another application's", async () => {
    const { application, onBehalfOf } = EntraCredentials.make(settingsOf(tenant))
    const own = await application.getToken(graph)
    const foreign = onBehalfOf(Redacted.make(own!.token))
    const failure = await Effect.runPromise(Effect.flip(EntraCredentials.tokenFor(foreign, arm)))
    expect(failure.kind).toBe("refused")
  })
})
