import { ConfigProvider, Effect, Redacted } from "effect"
import { describe, expect, it } from "vitest"
import { CosmosMisconfigured, cosmosSettings, isConfigured } from "./CosmosSettings.ts"

const from = <A, E>(environment: Record<string, string>, effect: Effect.Effect<A, E>) =>
  Effect.provide(effect, ConfigProvider.layer(ConfigProvider.fromUnknown(environment)))

describe("cosmosSettings", () => {
  it("takes the account's address, a key and the database's name", async () => {
    const settings = await Effect.runPromise(
      from(
        { COSMOS_ENDPOINT: "https://soc.documents.azure.com:443/", COSMOS_KEY: "secret", COSMOS_DATABASE: "teams" },
        cosmosSettings
      )
    )
    expect(settings).toMatchObject({ endpoint: "https://soc.documents.azure.com", database: "teams" })
    expect(settings.key === undefined ? undefined : Redacted.value(settings.key)).toBe("secret")
    expect(JSON.stringify(settings)).not.toContain("secret")
  })

  it("goes without a key, for Entra ID, and without a name for the database", async () => {
    const settings = await Effect.runPromise(
      from({ COSMOS_ENDPOINT: "https://soc.documents.azure.com", COSMOS_KEY: "" }, cosmosSettings)
    )
    expect(settings).toStrictEqual({ endpoint: "https://soc.documents.azure.com", database: "incident-teams" })
  })

  it.each([
    ["COSMOS_ENDPOINT", {}],
    ["COSMOS_ENDPOINT", { COSMOS_ENDPOINT: "soc.documents.azure.com" }],
    ["COSMOS_ENDPOINT", { COSMOS_ENDPOINT: "http://soc.documents.azure.com" }],
    ["COSMOS_DATABASE", { COSMOS_ENDPOINT: "https://soc.documents.azure.com", COSMOS_DATABASE: "a/b" }],
    ["COSMOS_DATABASE", { COSMOS_ENDPOINT: "https://soc.documents.azure.com", COSMOS_DATABASE: "ends in a blank " }]
  ])("says what is wrong with %s in %j, and what to set", async (name, environment) => {
    const failure = await Effect.runPromise(Effect.flip(from(environment, cosmosSettings)))
    expect(failure).toBeInstanceOf(CosmosMisconfigured)
    expect(failure.message).toContain(`${name} is`)
    expect(failure.message).toContain("Set it to")
  })
})

describe("isConfigured", () => {
  it.each([
    [true, { COSMOS_ENDPOINT: "https://soc.documents.azure.com" }],
    [true, { COSMOS_ENDPOINT: "anything" }],
    [false, { COSMOS_ENDPOINT: "" }],
    [false, {}]
  ])("is %s for %j", async (expected, environment) => {
    expect(await Effect.runPromise(from(environment, isConfigured))).toBe(expected)
  })
})
