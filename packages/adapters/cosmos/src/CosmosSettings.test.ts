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

  const endpoint = (given: string) =>
    `COSMOS_ENDPOINT is "${given}". Set it to the URI of the Azure Cosmos DB account, such as https://name.documents.azure.com.`
  const database = (given: string) =>
    `COSMOS_DATABASE is "${given}". Set it to 1 to 255 characters without / \\ # ?. Default: incident-teams.`
  const account = { COSMOS_ENDPOINT: "https://soc.documents.azure.com" }

  it.each<readonly [Record<string, string>, string]>([
    [{}, endpoint("")],
    [{ COSMOS_ENDPOINT: "soc.documents.azure.com" }, endpoint("soc.documents.azure.com")],
    [{ COSMOS_ENDPOINT: "http://soc.documents.azure.com" }, endpoint("http://soc.documents.azure.com")],
    ...["a/b", "a?", "a\\", "#", "/a", "ends in a blank ", "x".repeat(256)].map(
      (name) => [{ ...account, COSMOS_DATABASE: name }, database(name)] as const
    )
  ])("says what is wrong with %j, and what to set", async (environment, message) => {
    const failure = await Effect.runPromise(Effect.flip(from(environment, cosmosSettings)))
    expect(failure).toBeInstanceOf(CosmosMisconfigured)
    expect(failure.message).toBe(message)
  })

  it.each(["x", "a b", "x".repeat(255)])("takes a database named %s", async (name) => {
    const settings = from({ ...account, COSMOS_DATABASE: name }, cosmosSettings)
    expect(await Effect.runPromise(settings)).toStrictEqual({ endpoint: account.COSMOS_ENDPOINT, database: name })
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
