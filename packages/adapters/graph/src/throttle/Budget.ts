import { Clock, Effect, Option, type Scope, Semaphore } from "effect"
import { NotDone } from "../wire/CallFailure.ts"
import type { Limit } from "./limitsOf.ts"
import { makePace, type Pace } from "./Pace.ts"

/** Graph counts rejected requests too, so waiting here is cheaper than a 429. Platform time, in milliseconds. */
const mostWait = 10_000
/** However fast the platform's time runs, ours has its own pace. */
const leastBound = 1_000

interface Purse {
  readonly permits: Semaphore.Semaphore
  /** Requests that hold or want a permit, or held one within the last window. */
  users: number
}

/** Those who wait for their turn at a pace. */
interface Line {
  readonly pace: Pace
  readonly gate: Semaphore.Semaphore
  waiting: number
}

/**
 * Keeps requests below documented limits, and below this process's share of those that hold for several (`Pace`). A request takes its place when it is sent and frees it one window after it
 * was answered, so that even on a network that delays one and hastens the next no window ever sees too many. Those who
 * wait are served in the order in which they came; whoever would wait too long isn't sent at all.
 */
export interface Budget {
  /** Fails with NotDone, without having sent anything, when the turn doesn't come in time. */
  spend<A, E, R>(limits: ReadonlyArray<Limit>, request: Effect.Effect<A, E, R>): Effect.Effect<A, E | NotDone, R>
  /** The service asked for a pause: nothing under these limits' narrowest key is sent meanwhile, and less under a shared one. */
  pause(limits: ReadonlyArray<Limit>, millis: number): Effect.Effect<void>
  /** The service took a request under these limits: of a shared one there may be more for us. */
  answered(limits: ReadonlyArray<Limit>): Effect.Effect<void>
  /** How many limits are watched right now. */
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
    const purses = new Map<string, Purse>()
    const pauses = new Map<string, number>()
    /** Of limits that are shared, a dozen at most. */
    const lines = new Map<string, Line>()
    const bound = Math.max(mostWait / scale, leastBound)

    const purseOf = ({ key, most }: Limit): Purse => {
      const known = purses.get(key)
      if (known !== undefined) return known
      const purse: Purse = { permits: Semaphore.makeUnsafe(most), users: 0 }
      purses.set(key, purse)
      return purse
    }

    const leave = (limit: Limit, purse: Purse): Effect.Effect<void> =>
      Effect.sync(() => {
        purse.users -= 1
        if (purse.users === 0) purses.delete(limit.key)
      })

    const lineOf = ({ key, most, windowMillis }: Limit): Line => {
      const known = lines.get(key)
      if (known !== undefined) return known
      const line: Line = { pace: makePace(most, windowMillis / scale), gate: Semaphore.makeUnsafe(1), waiting: 0 }
      lines.set(key, line)
      return line
    }

    /** One after the other, each at its own moment: what was held up together isn't sent together. */
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
          const purse = purseOf(limit)
          purse.users += 1
          const taken = yield* restore(
            Effect.andThen(afterPause(limit), Effect.timeoutOption(purse.permits.take(limit.cost), bound))
          ).pipe(Effect.onError(() => leave(limit, purse)))
          if (Option.isNone(taken)) {
            yield* leave(limit, purse)
            return yield* tooLong(limit.windowMillis / scale)
          }
          const free = purse.permits
            .release(limit.cost)
            .pipe(Effect.delay(limit.windowMillis / scale), Effect.andThen(leave(limit, purse)))
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
      watched: Effect.sync(() => purses.size)
    }
  })
