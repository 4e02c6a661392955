import { Effect, identity } from "effect"
import fc from "fast-check"
import {
  type BetweenStores,
  inMemoryWorld,
  type MemoryWorld,
  whileTimePasses,
  type WorldOptions
} from "./MemoryWorld.ts"

/** Stores whose answers come in the order that the scheduler chooses, so that concurrent changes race. */
const interleavedBy = (
  scheduler: fc.Scheduler,
  watch: NonNullable<BetweenStores["teams"]> = identity
): BetweenStores => {
  const turn = (label: string) => Effect.promise(() => scheduler.schedule(Promise.resolve(), label))
  return {
    teams: (unwatched) => {
      const store = watch(unwatched)
      return {
        ...store,
        load: (id) => Effect.andThen(turn("load"), store.load(id)),
        create: (commit) => Effect.andThen(turn("create"), store.create(commit)),
        commit: (expected, commit) => Effect.andThen(turn("commit"), store.commit(expected, commit)),
        chunks: (id) => Effect.andThen(turn("chunks"), store.chunks(id)),
        answered: (id, scope, key) => Effect.andThen(turn("answered"), store.answered(id, scope, key)),
        pointers: (ids) => Effect.andThen(turn("pointers"), store.pointers(ids)),
        point: (id, pointer) => Effect.andThen(turn("point"), store.point(id, pointer)),
        unpoint: (id, pointer) => Effect.andThen(turn("unpoint"), store.unpoint(id, pointer))
      }
    },
    favorites: (store) => ({
      load: (owner) => Effect.andThen(turn("load favorites"), store.load(owner)),
      save: (owner, expected, favorites) =>
        Effect.andThen(turn("save favorites"), store.save(owner, expected, favorites))
    })
  }
}

/** Whether a test holds in any order of the stores' answers. The test's clock runs by itself. */
export const howeverItRaces = <A, E>(
  test: Effect.Effect<A, E, MemoryWorld>,
  {
    numRuns = 30,
    watch,
    ...options
  }: Omit<WorldOptions, "between"> & {
    readonly numRuns?: number
    /** What stands before the store and sees each call as it is carried out. Default: nothing. */
    readonly watch?: BetweenStores["teams"]
  } = {}
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.scheduler(), async (scheduler) => {
      const running = inMemoryWorld(whileTimePasses(test), { ...options, between: interleavedBy(scheduler, watch) })
      await scheduler.waitFor(running)
    }),
    { numRuns }
  )
