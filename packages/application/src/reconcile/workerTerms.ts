import { Config, Effect, Schema } from "effect"
import { leaseMillis } from "../deployment/PlatformTime.ts"
import { freshId } from "../tracing/freshId.ts"
import { leaseTerms } from "./Claim.ts"
import type { WorkerTerms } from "./reconciler.ts"

/**
 * From the environment: WORKER_LEASE_SECONDS, and WORKER_CONCURRENCY, the teams worked on at the same time (default 32).
 * The name is made up for each start: a process that is started again is another holder.
 */
export const workerTerms = Effect.gen(function* () {
  const terms = leaseTerms(`worker-${(yield* freshId).slice(0, 12)}`, yield* leaseMillis)
  const concurrency = yield* Config.schema(
    Schema.FiniteFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 1, maximum: 1_000 })),
    "WORKER_CONCURRENCY"
  ).pipe(Config.withDefault(32))
  const worker: WorkerTerms = { ...terms, concurrency, waitAtMostMillis: 1_000 }
  return worker
})
