import { ConfigProvider, Effect, Redacted } from "effect"
import { describe, expect, it } from "vitest"
import { entraSettings } from "./EntraSettings.ts"

const ids = { AZURE_TENANT_ID: "tenant", AZURE_CLIENT_ID: "client" }

const settingsOf = (environment: Readonly<Record<string, string>>) =>
  entraSettings.pipe(Effect.provideService(ConfigProvider.ConfigProvider, ConfigProvider.fromUnknown(environment)))

const proofOf = async (environment: Readonly<Record<string, string>>) =>
  (await Effect.runPromise(settingsOf({ ...ids, ...environment }))).proof

describe("entraSettings", () => {
  it("chooses the proof by what is set, secret before certificate before managed identity", async () => {
    const certificate = { AZURE_CLIENT_CERTIFICATE_PATH: "/run/app.pem" }
    expect(await proofOf({ AZURE_CLIENT_SECRET: "s", ...certificate })).toMatchObject({ _tag: "Secret" })
    expect(await proofOf(certificate)).toEqual({ _tag: "Certificate", path: "/run/app.pem" })
    expect(await proofOf({})).toEqual({ _tag: "ManagedIdentity" })
    expect(await proofOf({ AZURE_MANAGED_IDENTITY_CLIENT_ID: "own" })).toEqual({
      _tag: "ManagedIdentity",
      identity: "own"
    })
  })

  it("chooses the proof that is named", async () => {
    const both = { AZURE_CLIENT_SECRET: "s", AZURE_CLIENT_CERTIFICATE_PATH: "/run/app.pem" }
    expect(await proofOf({ ...both, AZURE_CREDENTIAL: "certificate" })).toMatchObject({ _tag: "Certificate" })
    expect(await proofOf({ ...both, AZURE_CREDENTIAL: "managed-identity" })).toMatchObject({ _tag: "ManagedIdentity" })
  })

  it("never shows the secret", async () => {
    const settings = await Effect.runPromise(settingsOf({ ...ids, AZURE_CLIENT_SECRET: "very secret" }))
    expect(JSON.stringify(settings)).not.toContain("very secret")
    expect(settings.proof).toMatchObject({ secret: Redacted.make("very secret") })
  })

  it.each([
    [{}, "AZURE_TENANT_ID and AZURE_CLIENT_ID aren't set."],
    [{ AZURE_TENANT_ID: "tenant" }, "AZURE_CLIENT_ID isn't set."],
    [{ ...ids, AZURE_CREDENTIAL: "secret" }, "Set AZURE_CLIENT_SECRET."],
    [{ ...ids, AZURE_CREDENTIAL: "certificate" }, "Set AZURE_CLIENT_CERTIFICATE_PATH."],
    [{ ...ids, AZURE_CREDENTIAL: "password" }, "secret, certificate or managed-identity"],
    [{ ...ids, AZURE_AUTHORITY_HOST: "http://localhost" }, "begins with https://"],
    [{ ...ids, AZURE_AUTHORITY_HOST: "nowhere" }, "begins with https://"]
  ])("says what to set: %j", async (environment, words) => {
    const failure = await Effect.runPromise(Effect.flip(settingsOf(environment)))
    expect(failure.message).toContain(words)
  })
})
