import { RecentlyUsed } from "@incident-teams/application/recent/RecentlyUsed"
import { Clock, Config, Context, Effect, Layer, Schema } from "effect"

/** Refused: the caller asks more often than is let through. */
export class RateExceeded extends Schema.TaggedError<RateExceeded>()("RateExceeded", {
  perMinute: Schema.Int,
  /** Until one more request is let through. */
  afterMillis: Schema.Finite
}) {}

/** Keeps one caller from taking the server, and Azure's own limits, from everybody else. */
export class RateLimit extends Context.Service<
  RateLimit,
  {
    /** Counts one request of a caller. */
    take(caller: string): Effect.Effect<void, RateExceeded>
  }
>()("incident-teams-server/RateLimit") {}

interface Bucket {
  readonly tokens: number
  /** When they were counted; milliseconds. */
  readonly at: number
}

/** Callers remembered at a time. A forgotten caller starts with a full bucket. */
const remembered = 10_000

/** A bucket for each caller that holds a minute's requests and fills evenly; they may be spent all at once. */
export const make = (perMinute: number): RateLimit["Service"] => {
  const buckets = new RecentlyUsed<string, Bucket>(remembered)
  const tokensPerMilli = perMinute / 60_000
  return {
    take: (caller) =>
      Effect.withFiber((fiber) => {
        const at = fiber.getRef(Clock.Clock).currentTimeMillisUnsafe()
        const before = buckets.get(caller) ?? { tokens: perMinute, at }
        const tokens = Math.min(perMinute, before.tokens + Math.max(0, at - before.at) * tokensPerMilli)
        if (tokens < 1) {
          buckets.set(caller, { tokens, at })
          return Effect.fail(new RateExceeded({ perMinute, afterMillis: (1 - tokens) / tokensPerMilli }))
        }
        buckets.set(caller, { tokens: tokens - 1, at })
        return Effect.void
      })
  }
}

/** From the environment: RATE_LIMIT_PER_MINUTE, requests of one caller, 1,200 by default. */
export const layer = Layer.effect(
  RateLimit,
  Effect.map(
    Config.schema(
      Schema.FiniteFromString.check(Schema.isInt(), Schema.isBetween({ minimum: 1, maximum: 1_000_000 })),
      "RATE_LIMIT_PER_MINUTE"
    ).pipe(Config.withDefault(1_200)),
    make
  )
)
