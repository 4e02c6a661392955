import { StoreUnavailable } from "@incident-teams/application/ports/TeamStore"
import { CallPurpose } from "@incident-teams/application/tracing/CallPurpose"
import { Effect, Random } from "effect"
import type { CallFailure } from "./CallFailure.ts"

/** All pauses together, in milliseconds, while a person waits for an answer; then a quick "try again" is better. */
const interactive = 2_000
/** The same while a worker does, whose lease lasts a minute. */
const atWork = 15_000

const firstPause = 20
const longestPause = 1_000

const unavailable = ({ cause, reason }: CallFailure): StoreUnavailable =>
  new StoreUnavailable({ reason: `PostgreSQL isn't available: ${reason}`, cause })

/** Whether a call that may have been done can be done again. */
export type Again = "repeatable" | "once"

/** Repeats what wasn't done, and what does no more if it is done twice, after pauses that double. */
export const persistently = <A>(
  again: Again,
  attempt: Effect.Effect<A, CallFailure>
): Effect.Effect<A, StoreUnavailable> =>
  Effect.flatMap(CallPurpose, (purpose) => {
    const from = (tries: number, left: number): Effect.Effect<A, StoreUnavailable> =>
      Effect.catch(
        attempt,
        Effect.fnUntraced(function* (failure) {
          if (failure._tag === "Unusable" || (failure._tag === "Unclear" && again === "once")) {
            return yield* unavailable(failure)
          }
          const pause = Math.min(firstPause * 2 ** tries, longestPause) * (0.5 + 0.5 * (yield* Random.next))
          if (pause > left) return yield* unavailable(failure)
          yield* Effect.sleep(pause)
          return yield* from(tries + 1, left - pause)
        })
      )
    return from(0, purpose === "request" ? interactive : atWork)
  })
