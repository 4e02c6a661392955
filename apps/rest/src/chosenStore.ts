import { Effect, Schema } from "effect"

/** Refused: the settings name two stores. */
export class TwoStores extends Schema.TaggedError<TwoStores>()("TwoStores", {}) {
  override get message(): string {
    return "COSMOS_ENDPOINT and POSTGRES_URL are both set, and the server has no use for two stores. Remove one of them."
  }
}

/** The one store of a deployment, by what is configured. */
export const chosenStore = (configured: {
  readonly cosmos: boolean
  readonly postgres: boolean
}): Effect.Effect<"cosmos" | "postgres" | "sqlite", TwoStores> => {
  if (configured.cosmos && configured.postgres) return Effect.fail(new TwoStores())
  return Effect.succeed(configured.cosmos ? "cosmos" : configured.postgres ? "postgres" : "sqlite")
}
