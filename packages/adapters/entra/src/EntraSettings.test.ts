import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ConfigProvider, Effect, Redacted } from "effect"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { entraSettings } from "./EntraSettings.ts"
import { type KeyKind, pemWith } from "./testing/pemWith.ts"

const tenant = "11111111-2222-4333-8444-555555555555"
const client = "aaaaaaaa-bbbb-4ccc-8ddd-eeeeeeeeeeee"
const ids = { AZURE_TENANT_ID: tenant, AZURE_CLIENT_ID: client }

const settingsOf = (environment: Readonly<Record<string, string>>) =>
  entraSettings.pipe(Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromUnknown(environment)))

const proofOf = async (environment: Readonly<Record<string, string>>) =>
  (await Effect.runPromise(settingsOf({ ...ids, ...environment }))).proof

let folder: string
let pem: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "entra-settings-"))
  pem = await written("app.pem", await pemWith("rsa"))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const written = async (name: string, content: string): Promise<string> => {
  const file = join(folder, name)
  await writeFile(file, content)
  return file
}

describe("entraSettings", () => {
  it("chooses the proof by what is set, secret before certificate before token file before managed identity", async () => {
    const certificate = { AZURE_CLIENT_CERTIFICATE_PATH: pem }
    expect(await proofOf({ AZURE_CLIENT_SECRET: "s", ...certificate })).toMatchObject({ _tag: "Secret" })
    expect(await proofOf(certificate)).toEqual({ _tag: "Certificate", path: pem })
    const token = { AZURE_FEDERATED_TOKEN_FILE: await written("token", "a token") }
    expect(await proofOf({ ...certificate, ...token })).toMatchObject({ _tag: "Certificate" })
    expect(await proofOf(token)).toEqual({ _tag: "WorkloadIdentity", tokenFile: token.AZURE_FEDERATED_TOKEN_FILE })
    expect(await proofOf({})).toEqual({ _tag: "ManagedIdentity" })
    expect(await proofOf({ AZURE_MANAGED_IDENTITY_CLIENT_ID: client })).toEqual({
      _tag: "ManagedIdentity",
      identity: client
    })
  })

  it("chooses the proof that is named", async () => {
    const both = { AZURE_CLIENT_SECRET: "s", AZURE_CLIENT_CERTIFICATE_PATH: pem }
    expect(await proofOf({ ...both, AZURE_CREDENTIAL: "certificate" })).toMatchObject({ _tag: "Certificate" })
    expect(await proofOf({ ...both, AZURE_CREDENTIAL: "managed-identity" })).toMatchObject({ _tag: "ManagedIdentity" })
  })

  it("takes another cloud's address without the slashes at its end, and names none for the public one", async () => {
    const AZURE_AUTHORITY_HOST = "https://login.microsoftonline.us//"
    expect(await Effect.runPromise(settingsOf({ ...ids, AZURE_AUTHORITY_HOST }))).toMatchObject({
      authorityHost: "https://login.microsoftonline.us"
    })
    expect(await Effect.runPromise(settingsOf(ids))).not.toHaveProperty("authorityHost")
  })

  it("never shows the secret", async () => {
    const settings = await Effect.runPromise(settingsOf({ ...ids, AZURE_CLIENT_SECRET: "very secret" }))
    expect(JSON.stringify(settings)).not.toContain("very secret")
    expect(settings.proof).toMatchObject({ secret: Redacted.make("very secret") })
  })

  it.each([
    [{}, "AZURE_TENANT_ID and AZURE_CLIENT_ID aren't set."],
    [{ AZURE_TENANT_ID: tenant }, "AZURE_CLIENT_ID isn't set."],
    [{}, "Copy both from the app registration"],
    [{ ...ids, AZURE_CREDENTIAL: "secret" }, "no client secret is set. Set AZURE_CLIENT_SECRET."],
    [{ ...ids, AZURE_CREDENTIAL: "certificate" }, "no certificate is set. Set AZURE_CLIENT_CERTIFICATE_PATH."],
    [{ ...ids, AZURE_CREDENTIAL: "password" }, "secret, certificate, managed-identity or workload-identity"],
    [{ ...ids, AZURE_CREDENTIAL: "password" }, 'AZURE_CREDENTIAL is "password".'],
    [{ ...ids, AZURE_CREDENTIAL: "workload-identity" }, "no token file is set. Set AZURE_FEDERATED_TOKEN_FILE"],
    [
      { ...ids, AZURE_FEDERATED_TOKEN_FILE: "/nowhere/token" },
      "AZURE_FEDERATED_TOKEN_FILE names a file that isn't there"
    ],
    [{ ...ids, AZURE_AUTHORITY_HOST: "http://localhost" }, "begins with https://"],
    [{ ...ids, AZURE_AUTHORITY_HOST: "nowhere" }, "begins with https://"],
    [{ ...ids, AZURE_AUTHORITY_HOST: "nowhere" }, 'AZURE_AUTHORITY_HOST is "nowhere".'],
    [{ ...ids, AZURE_TENANT_ID: `x${tenant}` }, `AZURE_TENANT_ID is "x${tenant}".`],
    [{ ...ids, AZURE_TENANT_ID: `${tenant}x` }, `AZURE_TENANT_ID is "${tenant}x".`],
    [{ ...ids, AZURE_TENANT_ID: "contoso" }, 'AZURE_TENANT_ID is "contoso". Set it to a GUID'],
    [{ ...ids, AZURE_CLIENT_ID: "incident-teams" }, 'AZURE_CLIENT_ID is "incident-teams". Set it to a GUID'],
    [{ ...ids, AZURE_MANAGED_IDENTITY_CLIENT_ID: "own" }, 'AZURE_MANAGED_IDENTITY_CLIENT_ID is "own". Set it to a GUID']
  ])("says what to set: %j", async (environment, words) => {
    const failure = await Effect.runPromise(Effect.flip(settingsOf(environment)))
    expect(failure.message).toContain(words)
  })

  const two = (one: KeyKind, other: KeyKind, part: (pem: string) => string) => async () =>
    `${part(await pemWith(one))}${(await pemWith(other)).replace(/[^]*(?=-----BEGIN CERTIFICATE)/u, "")}`
  const keyOf = (whole: string): string => whole.replace(/-----BEGIN CERTIFICATE[^]*/u, "")

  it.each<[string, (() => Promise<string>) | undefined, string]>([
    ["isn't there", undefined, "can't be read"],
    ["is something else", async () => "a certificate", "doesn't hold both"],
    ["holds the key alone", async () => keyOf(await pemWith("rsa")), "doesn't hold both"],
    ["holds an EC key", () => pemWith("ec"), "isn't RSA"],
    ["holds another certificate's key", two("rsa", "rsa", keyOf), "isn't its certificate's"]
  ])("refuses a certificate file that %s, and shows nothing of it", async (_, content, words) => {
    const path = content === undefined ? join(folder, "nothing.pem") : await written("bad.pem", await content())
    const failure = await Effect.runPromise(Effect.flip(settingsOf({ ...ids, AZURE_CLIENT_CERTIFICATE_PATH: path })))
    expect(failure.message).toContain(`AZURE_CLIENT_CERTIFICATE_PATH names a file that`)
    expect(failure.message).toContain(words)
    expect(failure.message).toContain("Set it to a PEM file with an RSA certificate and its private key.")
    expect(failure.message).not.toMatch(/BEGIN|PRIVATE KEY/u)
  })
})
