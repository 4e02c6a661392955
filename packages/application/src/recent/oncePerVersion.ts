import { Context, Effect } from "effect"
import type { Stored } from "../ports/TeamStore.ts"

/**
 * What stands for one version of a team as long as something remembers that version; undefined otherwise. By default
 * nothing is remembered. `RecentTeams` remembers.
 */
export const RememberedVersion: Context.Reference<VersionOf> = Context.Reference<VersionOf>(
  "@incident-teams/application/recent/RememberedVersion",
  { defaultValue: () => () => undefined }
)

type VersionOf = (stored: Stored) => object | undefined

/**
 * `compute`, with its value kept for as long as the version of the team is remembered: what follows from a team changes
 * with a commit only, and each commit makes another version. `keeps`: whether the value is small enough to be kept.
 */
export const oncePerVersion = <From, A, E, R>(
  storedOf: (from: From) => Stored,
  compute: (from: From) => Effect.Effect<A, E, R>,
  keeps: (value: A) => boolean
): ((from: From) => Effect.Effect<A, E, R>) => {
  const values = new WeakMap<object, { readonly value: A }>()
  return (from) =>
    Effect.withFiber((fiber) => {
      const version = fiber.getRef(RememberedVersion)(storedOf(from))
      if (version === undefined) return compute(from)
      const known = values.get(version)
      if (known !== undefined) return Effect.succeed(known.value)
      return Effect.map(compute(from), (value) => {
        if (keeps(value)) values.set(version, { value })
        return value
      })
    })
}
