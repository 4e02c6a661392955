import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { type Timestamp, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { Context, Effect, Layer, type Scope } from "effect"
import { TestClock } from "effect/testing"
import { beforeAll } from "vitest"
import { unansweredCalls, watched } from "./watchedCalls.ts"

/** What a store hands to its contract suite. */
export interface StoreUnderTest<Store> {
  /** A store with data of its own, empty, each time that it is built. */
  readonly layer: Layer.Layer<Store, unknown>
  /**
   * Names an empty place. The stores that are built from one answer share what is in it, as processes do. Left out by a
   * store that only one process can see; the tests of more than one are then skipped.
   */
  readonly sharesData?: () => Layer.Layer<Store, unknown>
  /** Names an empty place whose database the suite can bring into trouble. Left out by a store without a database. */
  readonly troubled?: () => TroubledPlace<Store>
  /** How many sequences of calls it is compared with the model on, where one takes long. Default: 50. */
  readonly modelRuns?: number
}

/** Hands that reach the database past the store, while stores are built on it. A test without its hand is skipped. */
export interface TroubledPlace<Store> {
  readonly layer: Layer.Layer<Store, unknown>
  /** Nobody can use the database until the scope ends. */
  readonly cut?: Effect.Effect<unknown, unknown, Scope.Scope>
  /** Another transaction has changed the row of this team and doesn't end before the scope does. */
  readonly holdRow?: (team: TeamId) => Effect.Effect<unknown, unknown, Scope.Scope>
  /** What is stored of this team or person can't be read from now on. */
  readonly spoil?: (id: string) => Effect.Effect<unknown, unknown>
}

/** When the suites' clock begins. It moves only when a test moves it. */
export const start: Timestamp = timestampOf(Date.UTC(2026, 2, 31, 12))

/** Of one test, by the real clock. Long enough for any store on a slow machine; only says that something hangs. */
const patienceMillis = 240_000

/** Runs `body` on a fresh store under a clock that stands at `start`. */
export const onStore = <Store, A>(
  under: Pick<StoreUnderTest<Store>, "layer">,
  body: Effect.Effect<A, unknown, Store | Scope.Scope>
): Promise<A> => underTestClock(Effect.provide(body, watched(under.layer)))

/** Runs `body` with two stores on the same data, or with one store twice if it can't share. */
export const onTwoStores = <Id, Store, A>(
  under: StoreUnderTest<Id>,
  port: Context.Key<Id, Store>,
  body: (one: Store, other: Store) => Effect.Effect<A, unknown, Scope.Scope>
): Promise<A> => {
  const place = under.sharesData?.()
  return underTestClock(
    Effect.gen(function* () {
      const layer = watched(place ?? under.layer)
      const built = Effect.map(Layer.build(Layer.fresh(layer)), (context) => Context.get(context, port))
      const one = yield* built
      return yield* body(one, place === undefined ? one : yield* built)
    })
  )
}

/**
 * Builds the store once before the tests of the suite in which this is called: one that can't be built fails here, with
 * its cause, instead of in every test and every run of a property.
 */
export const buildsFirst = <Store>(under: StoreUnderTest<Store>): void => {
  beforeAll(async () => {
    await onStore(under, Effect.void)
  })
}

const underTestClock = <A>(body: Effect.Effect<A, unknown, Scope.Scope>): Promise<A> =>
  inTime(
    TestClock.setTime(start).pipe(
      Effect.andThen(body),
      Effect.scoped,
      Effect.provide(TestClock.layer()),
      Effect.runPromise
    )
  )

/** Fails with what it waits for, where it isn't done in time. */
export const inTime = async <A>(run: Promise<A>): Promise<A> => {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    const waitsFor = unansweredCalls().join(", ") || "the store to be built or closed"
    reject(new Error(`Not done after ${patienceMillis / 1_000} seconds. It waits for ${waitsFor}.`))
  }, patienceMillis)
  try {
    return await Promise.race([run, late])
  } finally {
    clearTimeout(timer)
  }
}
