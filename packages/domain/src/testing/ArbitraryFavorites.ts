import * as fc from "fast-check"
import { type Favorites, maximumFavorites } from "../favorites/Favorites.ts"
import type { Principal } from "../favorites/Principal.ts"
import { groupId, personId } from "./ArbitraryIds.ts"

const name = fc.string({ minLength: 1, maxLength: 20 })

export const principal: fc.Arbitrary<Principal> = fc.oneof(
  fc.record({ _tag: fc.constant("Person" as const), id: personId, name }),
  fc.record({ _tag: fc.constant("Group" as const), id: groupId, name })
)

/** Different people and groups. */
export const principals = (limits: {
  readonly minLength?: number
  readonly maxLength: number
}): fc.Arbitrary<Array<Principal>> =>
  fc.uniqueArray(principal, { ...limits, selector: ({ _tag, id }) => `${_tag} ${id}` })

export const favorites: fc.Arbitrary<Favorites> = fc
  .oneof(
    { weight: 9, arbitrary: principals({ maxLength: 8 }) },
    principals({ minLength: maximumFavorites, maxLength: maximumFavorites })
  )
  .map((starred) => ({ starred }))
