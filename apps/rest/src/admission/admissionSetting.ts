import { Config, Schema } from "effect"

/** REQUESTS_AT_ONCE, 1 to 100,000: requests that are worked on at a time; the next ones are asked to come again. */
export const admissionSetting = Config.schema(
  Schema.FiniteFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 1, maximum: 100_000 })),
  "REQUESTS_AT_ONCE"
).pipe(Config.withDefault(500))
