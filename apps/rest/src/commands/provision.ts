import { Console, Effect } from "effect"
import { wordsFor } from "../startFailure.ts"

/** What was done about one part of the store. */
export interface Provisioned {
  readonly container: string
  readonly done: string
}

/** Prints what was done, line by line, or why it failed. */
export const provision = <E extends { readonly message: string }>(
  provisioned: Effect.Effect<ReadonlyArray<Provisioned>, E>
): Effect.Effect<void, E> =>
  provisioned.pipe(
    Effect.flatMap(Effect.forEach(({ container, done }) => Console.log(`${container}: ${done}`), { discard: true })),
    Effect.tapError((failure) => Console.error(wordsFor(failure)))
  )
