import { Clock, Effect, Option, type Scope, Semaphore } from "effect"
import { NotDone } from "../wire/CallFailure.ts"
import type { Limit } from "./limitsOf.ts"
import { makePace, type Pace } from "./Pace.ts"

/** Graph counts rejected requests too, so waiting here is cheaper than a 429. Platform time, in milliseconds. */
const mostWait = 10_000
/** Never scaled below this: our own network and timers don't run faster. */
const leastBound = 1_000

interface PermitPool {
  readonly permits: Semaphore.Semaphore
  /** Requests that hold or want a permit, or held one within the last window. */
  users: number
}

/** Requests that wait for their turn at a pace. */
interface Line {
  readonly pace: Pace
  readonly gate: Semaphore.Semaphore
  waiting: number
}

/**
 * Keeps requests below the documented limits, and below this process's share of limits that several processes share
 * (`Pace`). A request takes a permit when it is sent and returns it one window after the answer, so that no window ever
 * sees too many requests, even on a network that delays one and speeds up the next. Waiting requests are sent in the
 * order in which they came. A request that would wait too long isn't sent at all.
 */
export interface Budget {
  /** Fails with NotDone, without having sent anything, when the turn doesn't come in time. */
  spend<A, E, R>(limits: ReadonlyArray<Limit>, request: Effect.Effect<A, E, R>): Effect.Effect<A, E | NotDone, R>
  /** The service throttled a request: its narrowest limit is paused, and the shares of its shared limits shrink. */
  pause(limits: ReadonlyArray<Limit>, millis: number): Effect.Effect<void>
  /** The service answered a request: the shares of its shared limits may grow. */
  answered(limits: ReadonlyArray<Limit>): Effect.Effect<void>
  /** The number of limits that are in use right now. */
  readonly watched: Effect.Effect<number>
}

const tooLong = (afterMillis: number): NotDone =>
  new NotDone({
    reason: "The request limit of Microsoft Graph is used up, so the request wasn't sent.",
    afterMillis: Math.ceil(afterMillis)
  })

/** `scale`: how many times as fast the platform's time runs. */
export const makeBudget = (scale: number): Effect.Effect<Budget, never, Scope.Scope> =>
  Effect.gen(function* () {
    const scope = yield* Effect.scope
    const pools = new Map<string, PermitPool>()
    const pauses = new Map<string, number>()
    /** Of limits that are shared, a dozen at most. */
    const lines = new Map<string, Line>()
    const bound = Math.max(mostWait / scale, leastBound)

    const poolOf = ({ key, most }: Limit): PermitPool => {
      const known = pools.get(key)
      if (known !== undefined) return known
      const pool: PermitPool = { permits: Semaphore.makeUnsafe(most), users: 0 }
      pools.set(key, pool)
      return pool
    }

    const leave = (limit: Limit, pool: PermitPool): Effect.Effect<void> =>
      Effect.sync(() => {
        pool.users -= 1
        if (pool.users === 0) pools.delete(limit.key)
      })

    const lineOf = ({ key, most, windowMillis }: Limit): Line => {
      const known = lines.get(key)
      if (known !== undefined) return known
      const line: Line = { pace: makePace(most, windowMillis / scale), gate: Semaphore.makeUnsafe(1), waiting: 0 }
      lines.set(key, line)
      return line
    }

    /** One request after the other, each at its own moment: requests that waited together aren't sent together. */
    const ownTurn = (limit: Limit): Effect.Effect<void, NotDone> =>
      Effect.suspend(() => {
        if (limit.shared !== true) return Effect.void
        const line = lineOf(limit)
        if (line.pace.time(line.waiting) > bound) return tooLong(line.pace.time(line.waiting))
        line.waiting += 1
        return line.gate.withPermit(nextTurn(limit, line.pace)).pipe(
          Effect.ensuring(
            Effect.sync(() => {
              line.waiting -= 1
            })
          )
        )
      })

    const nextTurn = (limit: Limit, pace: Pace): Effect.Effect<void> =>
      Effect.flatMap(Clock.currentTimeMillis, (now) => {
        const wait = pace.wait(now)
        return wait > 0
          ? Effect.andThen(Effect.sleep(wait), nextTurn(limit, pace))
          : Effect.sync(() => pace.sent(limit.cost, now))
      })

    const afterPause = (limit: Limit): Effect.Effect<void, NotDone> =>
      Effect.gen(function* () {
        const until = pauses.get(limit.key)
        if (until === undefined) return
        const left = until - (yield* Clock.currentTimeMillis)
        if (left > bound) return yield* tooLong(left)
        if (left > 0) yield* Effect.sleep(left)
        pauses.delete(limit.key)
      })

    const spendOne = <A, E, R>(
      limit: Limit,
      request: Effect.Effect<A, E | NotDone, R>
    ): Effect.Effect<A, E | NotDone, R> =>
      Effect.uninterruptibleMask((restore) =>
        Effect.gen(function* () {
          const pool = poolOf(limit)
          pool.users += 1
          const permit = yield* restore(
            Effect.andThen(afterPause(limit), Effect.timeoutOption(pool.permits.take(limit.cost), bound))
          ).pipe(Effect.onError(() => leave(limit, pool)))
          if (Option.isNone(permit)) {
            yield* leave(limit, pool)
            return yield* tooLong(limit.windowMillis / scale)
          }
          const free = pool.permits
            .release(limit.cost)
            .pipe(Effect.delay(limit.windowMillis / scale), Effect.andThen(leave(limit, pool)))
          const inTurn = Effect.andThen(ownTurn(limit), request)
          return yield* restore(inTurn).pipe(Effect.ensuring(Effect.forkIn(free, scope)))
        })
      )

    const spendAll = <A, E, R>(
      limits: ReadonlyArray<Limit>,
      request: Effect.Effect<A, E | NotDone, R>
    ): Effect.Effect<A, E | NotDone, R> => limits.reduceRight((inner, limit) => spendOne(limit, inner), request)

    return {
      spend: spendAll,
      pause: (limits, millis) =>
        Effect.map(Clock.currentTimeMillis, (now) => {
          const [narrowest] = limits
          if (narrowest !== undefined) {
            pauses.set(narrowest.key, Math.max(pauses.get(narrowest.key) ?? 0, now + millis))
          }
          for (const limit of limits) if (limit.shared === true) lineOf(limit).pace.throttled(now, millis)
        }),
      answered: (limits) =>
        Effect.sync(() => {
          for (const limit of limits) if (limit.shared === true) lineOf(limit).pace.answered(limit.cost)
        }),
      watched: Effect.sync(() => pools.size)
    }
  })
