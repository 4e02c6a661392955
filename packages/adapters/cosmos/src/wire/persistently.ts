import { StoreUnavailable } from "@incident-teams/application/ports/TeamStore"
import { CallPurpose } from "@incident-teams/application/tracing/CallPurpose"
import { Context, Effect, Option, Random, Result } from "effect"
import { type CallFailure, type Conflict, type Missing, NotDone, type Stale, type Unusable } from "./CallFailure.ts"

/** How long a call of the store is tried, in milliseconds; the SDK itself repeats nothing that was throttled. */
interface TimeLimits {
  /** All pauses together. */
  readonly pauses: number
  /** Everything together. */
  readonly whole: number
}

/** Somebody waits for an answer: better a quick "try again" than a slow one. */
const interactive: TimeLimits = { pauses: 2_000, whole: 6_000 }
/** Nobody waits but a lease, which lasts a minute. */
const atWork: TimeLimits = { pauses: 15_000, whole: 25_000 }

/** The limits for a `CallPurpose`. A test replaces it where the time that a busy machine takes isn't what it is about. */
export const Patience: Context.Reference<(purpose: string) => TimeLimits> = Context.Reference(
  "@incident-teams/adapter-cosmos/wire/Patience",
  { defaultValue: () => (purpose: string) => (purpose === "request" ? interactive : atWork) }
)

const firstPause = 20
const longestPause = 2_000

const unavailable = ({ reason, cause }: NotDone | Unusable): StoreUnavailable =>
  new StoreUnavailable({ reason: `Azure Cosmos DB isn't available: ${reason}`, cause })

/**
 * Repeats what certainly wasn't done, after pauses that double and are never shorter than what was asked for, for as
 * long as there is patience.
 */
export const persistently = <A>(attempt: Effect.Effect<A, NotDone | Unusable>): Effect.Effect<A, StoreUnavailable> =>
  Effect.gen(function* () {
    const { pauses, whole } = (yield* Patience)(yield* CallPurpose)
    const from = (tries: number, left: number): Effect.Effect<A, StoreUnavailable> =>
      Effect.catch(
        attempt,
        Effect.fnUntraced(function* (failure) {
          if (failure._tag === "Unusable") return yield* unavailable(failure)
          const own = Math.min(firstPause * 2 ** tries, longestPause) * (0.5 + 0.5 * (yield* Random.next))
          const pause = Math.max(own, failure.afterMillis ?? 0)
          if (pause > left) return yield* unavailable(failure)
          yield* Effect.sleep(pause)
          return yield* from(tries + 1, left - pause)
        })
      )
    return yield* Effect.timeoutOrElse(from(0, pauses), {
      duration: whole,
      orElse: () => unavailable(new NotDone({ reason: `No answer within ${whole / 1_000} s.` }))
    })
  })

/** What a write may be refused for. Nothing was written. */
export type Refused = Missing | Conflict | Stale

/**
 * A write that finds things as they were read or changes nothing, so that it may be repeated. One whose answer was lost,
 * now or in an earlier round, is found out by reading: `landed` is what it has written, none if it hasn't.
 */
export const persistentWrite = <A>(
  write: Effect.Effect<A, CallFailure>,
  landed: Effect.Effect<Option.Option<A>, NotDone | Unusable>
): Effect.Effect<A, Refused | StoreUnavailable> => {
  const round = Effect.matchEffect(write, {
    onSuccess: (written): Effect.Effect<Result.Result<A, Refused>, NotDone | Unusable> =>
      Effect.succeed(Result.succeed(written)),
    onFailure: (failure): Effect.Effect<Result.Result<A, Refused>, NotDone | Unusable> => {
      switch (failure._tag) {
        case "NotDone":
        case "Unusable":
          return Effect.fail(failure)
        case "Missing":
          return Effect.succeed(Result.fail(failure))
        case "Unclear":
        case "Conflict":
        case "Stale":
          return Effect.flatMap(landed, (found): Effect.Effect<Result.Result<A, Refused>, NotDone> => {
            if (Option.isSome(found)) return Effect.succeed(Result.succeed(found.value))
            return failure._tag === "Unclear" ? new NotDone(failure) : Effect.succeed(Result.fail(failure))
          })
      }
    }
  })
  return Effect.flatMap(persistently(round), Effect.fromResult)
}
