import { RecentlyUsed } from "@incident-teams/application/recent/RecentlyUsed"
import { Clock, Config, Context, Effect, Layer, Schema } from "effect"

/** Refused: the caller, or everyone without a valid token at one address, asks more often than is let through. */
export class RateExceeded extends Schema.TaggedError<RateExceeded>()("RateExceeded", {
  perMinute: Schema.Int,
  /** Whether the limit is that of a caller whose token was verified. */
  authenticated: Schema.Boolean,
  /** Until one more request is let through. */
  afterMillis: Schema.Finite,
  /** Until as many are let through at once as within a minute. */
  resetSeconds: Schema.Int
}) {}

/** What is left to a caller. */
export interface Allowance {
  /** Requests in a full bucket, which is what fills up within a minute. */
  readonly limit: number
  /** Requests that may be sent at once. */
  readonly remaining: number
  /** Seconds until the bucket is full again, if no request is sent. */
  readonly resetSeconds: number
}

/**
 * An allowance as headers, on every response to an authenticated caller. Microsoft Graph sends the same three, and any client
 * can read them: the IETF's draft still changes their names and their syntax.
 */
export const allowanceHeaders = ({ limit, remaining, resetSeconds }: Allowance): Record<string, string> => ({
  "ratelimit-limit": String(limit),
  "ratelimit-remaining": String(remaining),
  "ratelimit-reset": String(resetSeconds)
})

/** Keeps one caller from taking the server, and Azure's own limits, from everybody else. */
export class RateLimit extends Context.Service<
  RateLimit,
  {
    /** Counts one request of a caller. */
    take(caller: string): Effect.Effect<Allowance, RateExceeded>
    /** Counts one request without a valid token, by the address that it came from. */
    takeUnauthenticated(address: string): Effect.Effect<void, RateExceeded>
  }
>()("incident-teams-server/RateLimit") {}

interface Bucket {
  readonly tokens: number
  /** When they were counted; milliseconds. */
  readonly at: number
}

/** Callers remembered at a time. A forgotten caller starts with a full bucket. */
const remembered = 10_000

/** A bucket for each key that holds a minute's requests and fills evenly; they may be spent all at once. */
const bucketsOf = (perMinute: number, authenticated: boolean) => {
  const buckets = new RecentlyUsed<string, Bucket>(remembered)
  const tokensPerMilli = perMinute / 60_000
  const resetSeconds = (tokens: number): number => Math.ceil((perMinute - tokens) / tokensPerMilli / 1_000)
  return (key: string): Effect.Effect<Allowance, RateExceeded> =>
    Effect.withFiber((fiber) => {
      const at = fiber.getRef(Clock.Clock).currentTimeMillisUnsafe()
      const before = buckets.get(key) ?? { tokens: perMinute, at }
      const tokens = Math.min(perMinute, before.tokens + Math.max(0, at - before.at) * tokensPerMilli)
      if (tokens < 1) {
        buckets.set(key, { tokens, at })
        const afterMillis = (1 - tokens) / tokensPerMilli
        return Effect.fail(
          new RateExceeded({ perMinute, authenticated, afterMillis, resetSeconds: resetSeconds(tokens) })
        )
      }
      const left = tokens - 1
      buckets.set(key, { tokens: left, at })
      return Effect.succeed({ limit: perMinute, remaining: Math.floor(left), resetSeconds: resetSeconds(left) })
    })
}

/** Refusals within a minute after which a caller obviously doesn't read them, and how long each further one takes. */
const promptRefusals = 60
const refusalTakes = "1 second"

/**
 * The same buckets. Who is refused and asks again without end gets each refusal late: otherwise refusing them, as fast as they
 * ask, would take the time in which the others are answered.
 */
const unhurried = (perMinute: number, authenticated: boolean): ReturnType<typeof bucketsOf> => {
  const take = bucketsOf(perMinute, authenticated)
  const refuse = bucketsOf(promptRefusals, authenticated)
  return (key) =>
    Effect.catchTag(take(key), "RateExceeded", (refusal) =>
      Effect.andThen(
        Effect.catchTag(refuse(key), "RateExceeded", () => Effect.sleep(refusalTakes)),
        Effect.fail(refusal)
      )
    )
}

export const make = (perMinute: number): RateLimit["Service"] => {
  const takeUnauthenticated = unhurried(perMinute, false)
  return {
    take: unhurried(perMinute, true),
    takeUnauthenticated: (address) => Effect.asVoid(takeUnauthenticated(address))
  }
}

/**
 * From the environment: RATE_LIMIT_PER_MINUTE, requests of one caller, and requests without a valid token from one address;
 * 1,200 by default.
 */
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
