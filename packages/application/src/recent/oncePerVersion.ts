import { Effect } from "effect"
import type { Stored } from "../ports/TeamStore.ts"

/**
 * Reads what is stored with a team once for each version of it that a store hands out: it changes with a commit only,
 * and a commit makes another version. `keeps`: whether it is small enough to be remembered with the team.
 */
export const oncePerVersion = <A, E, R>(
  read: (stored: Stored) => Effect.Effect<A, E, R>,
  keeps: (value: A) => boolean
): ((stored: Stored) => Effect.Effect<A, E, R>) => {
  const known = new WeakMap<Stored, { readonly value: A }>()
  return (stored) => {
    const before = known.get(stored)
    if (before !== undefined) return Effect.succeed(before.value)
    return Effect.tap(read(stored), (value) =>
      Effect.sync(() => {
        if (keeps(value)) known.set(stored, { value })
      })
    )
  }
}
