import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import "reflect-metadata"
import { sample } from "@incident-teams/testkit/sample"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import * as x509 from "@peculiar/x509"
import { Effect, Option, Redacted } from "effect"
import { beforeAll, describe, expect, it, onTestFinished } from "vitest"
import * as ClientProof from "./ClientProof.ts"
import { settingsOf } from "./testing/settingsOf.ts"

/** A PEM file with an RSA certificate and its key, and the certificate alone. */
const certificateFile = async () => {
  const algorithm = {
    name: "RSASSA-PKCS1-v1_5",
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
    hash: "SHA-256"
  }
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])
  const made = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: "CN=sample",
    keys,
    signingAlgorithm: algorithm
  })
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY")
  const folder = await mkdtemp(join(tmpdir(), "client-proof-"))
  onTestFinished(() => rm(folder, { recursive: true }))
  const path = join(folder, "app.pem")
  await writeFile(path, `${made.toString("pem")}\n${key}\n`)
  return { path, certificate: made.toString("pem") }
}

describe("ClientProof", () => {
  let tenant: Tenant
  beforeAll(async () => {
    tenant = await newTenant()
  })

  const tokenWith = async (proof: ClientProof.ClientProof["Service"]) => {
    const endpoint = `${tenant.base}/${tenant.id}/oauth2/v2.0/token`
    const fields = await Effect.runPromise(proof.fields(endpoint))
    const body = new URLSearchParams({
      grant_type: "client_credentials",
      scope: "https://graph.microsoft.com/.default",
      ...fields
    })
    return (await fetch(endpoint, { method: "POST", body })).status
  }

  it("proves by the secret, and hands it out to derive keys from", async () => {
    const proof = ClientProof.make(settingsOf(tenant))
    expect(await tokenWith(proof)).toBe(200)
    const secret = Option.getOrThrow(await Effect.runPromise(proof.secret))
    expect(Redacted.value(secret)).toBe(sample.secret)
    expect(JSON.stringify(secret)).not.toContain("sample")
  })

  it("proves by a certificate once it is registered, and none before", async () => {
    const { path, certificate } = await certificateFile()
    const proof = ClientProof.make({ ...settingsOf(tenant), proof: { _tag: "Certificate", path } })
    expect(await tokenWith(proof)).toBe(401)
    await tenant.control("POST", "/applications/server/certificates", { pem: certificate })
    expect(await tokenWith(proof)).toBe(200)
    const [one, again] = await Promise.all([Effect.runPromise(proof.secret), Effect.runPromise(proof.secret)])
    expect(Option.map(one, Redacted.value)).toEqual(Option.map(again, Redacted.value))
    expect(Option.map(one, Redacted.value)).toEqual(Option.some(expect.stringContaining("PRIVATE KEY")))
  })

  it("says in words that the certificate can't be read, and has no secret with a managed identity", async () => {
    const wrong = ClientProof.make({ ...settingsOf(tenant), proof: { _tag: "Certificate", path: "/nowhere/app.pem" } })
    expect(await Effect.runPromise(Effect.flip(wrong.secret))).toMatchObject({
      kind: "refused",
      remedy: expect.stringContaining("AZURE_CLIENT_CERTIFICATE_PATH")
    })
    const managed = ClientProof.make({ ...settingsOf(tenant), proof: { _tag: "ManagedIdentity" } })
    expect(await Effect.runPromise(managed.secret)).toEqual(Option.none())
  })
})
