import { Effect, Layer, Stream } from "effect"
import { WorkBell } from "../changes/WorkBell.ts"
import { CommitBell } from "./CommitBell.ts"

/**
 * Rings both bells for commits of other processes, from a store that tells of them. A commit that it doesn't tell of is
 * found by the next query of the store.
 */
export const ringForCommitsElsewhere = <E, R>(commits: Stream.Stream<unknown, E, R>) =>
  Layer.effectDiscard(
    Effect.gen(function* () {
      const [work, live] = [yield* WorkBell, yield* CommitBell]
      yield* Effect.forkScoped(Stream.runForEach(commits, () => Effect.andThen(work.ring, live.ring)))
    })
  )
