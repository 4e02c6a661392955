import { type Timestamp, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { Context, Effect, Layer, type Scope } from "effect"
import { TestClock } from "effect/testing"

/** What a store hands to its contract suite. */
export interface StoreUnderTest<Store> {
  /** A store with data of its own, empty, each time that it is built. */
  readonly layer: Layer.Layer<Store, unknown>
  /**
   * Names an empty place. The stores that are built from one answer share what is in it, as processes do. Left out by a
   * store that only one process can see; the tests of more than one are then skipped.
   */
  readonly sharesData?: () => Layer.Layer<Store, unknown>
  /** How many sequences of calls it is compared with the model on, where one takes long. Default: 50. */
  readonly modelRuns?: number
}

/** When the suites' clock begins. It moves only when a test moves it. */
export const start: Timestamp = timestampOf(Date.UTC(2026, 2, 31, 12))

/** Runs `body` on a fresh store under a clock that stands at `start`. */
export const onStore = <Store, A>(
  under: StoreUnderTest<Store>,
  body: Effect.Effect<A, unknown, Store | Scope.Scope>
): Promise<A> => underTestClock(Effect.provide(body, under.layer))

/** Runs `body` with two stores on the same data, or with one store twice if it can't share. */
export const onTwoStores = <Id, Store, A>(
  under: StoreUnderTest<Id>,
  port: Context.Key<Id, Store>,
  body: (one: Store, other: Store) => Effect.Effect<A, unknown, Scope.Scope>
): Promise<A> => {
  const place = under.sharesData?.()
  return underTestClock(
    Effect.gen(function* () {
      const built = Effect.map(Layer.build(Layer.fresh(place ?? under.layer)), (context) => Context.get(context, port))
      const one = yield* built
      return yield* body(one, place === undefined ? one : yield* built)
    })
  )
}

const underTestClock = <A>(body: Effect.Effect<A, unknown, Scope.Scope>): Promise<A> =>
  TestClock.setTime(start).pipe(
    Effect.andThen(body),
    Effect.scoped,
    Effect.provide(TestClock.layer()),
    Effect.runPromise
  )
