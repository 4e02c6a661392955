import { Config, Effect, Redacted, Schema } from "effect"

/** Refused: the settings name no account that could be used. */
export class CosmosMisconfigured extends Schema.TaggedError<CosmosMisconfigured>()("CosmosMisconfigured", {
  problem: Schema.String,
  remedy: Schema.String
}) {
  override get message(): string {
    return `${this.problem} ${this.remedy}`
  }
}

export interface CosmosSettings {
  /** The account's address, without a path. */
  readonly endpoint: string
  /** Absent: tokens of Entra ID, as the application. */
  readonly key?: Redacted.Redacted
  readonly database: string
}

/** Cosmos DB: an id has at most 255 characters, none of / \ # ? and no blank at its end. */
const databaseName = /^[^/\\#?]{0,254}[^/\\#?\s]$/u

/** From the environment: COSMOS_ENDPOINT, COSMOS_KEY (none: Entra ID), COSMOS_DATABASE (default `incident-teams`). */
export const cosmosSettings: Effect.Effect<CosmosSettings, CosmosMisconfigured | Config.ConfigError> = Effect.gen(
  function* () {
    const given = yield* Config.all({
      endpoint: Config.String("COSMOS_ENDPOINT").pipe(Config.withDefault("")),
      key: Config.Redacted("COSMOS_KEY").pipe(Config.withDefault(Redacted.make(""))),
      database: Config.String("COSMOS_DATABASE").pipe(Config.withDefault("incident-teams"))
    })
    // The SDK sends a key over http just the same, and refuses a token only with the first request.
    if (!URL.canParse(given.endpoint) || new URL(given.endpoint).protocol !== "https:") {
      return yield* new CosmosMisconfigured({
        problem: `COSMOS_ENDPOINT is "${given.endpoint}".`,
        remedy: "Set it to the URI of the Azure Cosmos DB account, such as https://name.documents.azure.com."
      })
    }
    if (!databaseName.test(given.database)) {
      return yield* new CosmosMisconfigured({
        problem: `COSMOS_DATABASE is "${given.database}".`,
        remedy: "Set it to 1 to 255 characters without / \\ # ?. Default: incident-teams."
      })
    }
    return {
      endpoint: new URL(given.endpoint).origin,
      database: given.database,
      ...(Redacted.value(given.key) === "" ? {} : { key: given.key })
    }
  }
)

/** Whether the environment names an account: then the stores are in Cosmos DB. */
export const isConfigured: Effect.Effect<boolean, Config.ConfigError> = Effect.map(
  Config.String("COSMOS_ENDPOINT").pipe(Config.withDefault("")),
  (endpoint) => endpoint !== ""
)
