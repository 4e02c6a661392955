import { Config, Schema } from "effect"

/** How long a worker holds a team between two commits, in milliseconds: WORKER_LEASE_SECONDS, 60 by default. */
export const leaseMillis = Config.schema(
  Schema.FiniteFromString.check(Schema.isBetween({ minimum: 1, maximum: 600 })),
  "WORKER_LEASE_SECONDS"
).pipe(
  Config.withDefault(60),
  Config.map((seconds) => seconds * 1_000)
)
