import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Context, Effect, Layer, Option } from "effect"
import { type Stored, TeamStore, unchanged } from "../ports/TeamStore.ts"
import { RememberedVersion } from "./oncePerVersion.ts"
import { RecentlyUsed } from "./RecentlyUsed.ts"

/** Teams of up to a thousand people, with the text of a response: about 100 MB at most. */
const mostTeams = 500

/**
 * The same store, which remembers the teams that were read last. It asks at each read whether the team is still stored in
 * that version, so nothing is ever out of date; it only saves to read and decode the team again, and what `oncePerVersion`
 * computes from it. Without this layer everything works the same.
 */
export const layer = <A, E, R>(
  store: Layer.Layer<TeamStore | A, E, R>,
  capacity = mostTeams
): Layer.Layer<TeamStore | A, E, R> =>
  Layer.effectContext(
    Effect.map(TeamStore, (inner) => {
      const recent = new RecentlyUsed<TeamId, { readonly stored: Stored }>(capacity)
      const load: (typeof inner)["load"] = (id) => {
        const known = recent.get(id)
        return Effect.map(
          known === undefined ? inner.load(id) : inner.loadIfChanged(id, known.stored.version),
          (found) => {
            if (found === unchanged) return Option.fromUndefinedOr(known?.stored)
            if (Option.isSome(found)) recent.set(id, { stored: found.value })
            return found
          }
        )
      }
      const remembered = new Proxy(inner, {
        // Not a copy with one method replaced, because the methods of a store needn't be its own properties.
        get: (same, name): unknown => (name === "load" ? load : Reflect.get(same, name))
      })
      return Context.make(TeamStore, remembered).pipe(
        Context.add(RememberedVersion, (stored) => {
          const known = recent.get(stored.id)
          return known?.stored.version === stored.version ? known : undefined
        })
      )
    })
  ).pipe(Layer.provideMerge(store))
