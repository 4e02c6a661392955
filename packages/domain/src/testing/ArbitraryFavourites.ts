import * as fc from "fast-check"
import { type Favourites, maximumFavourites } from "../favourites/Favourites.ts"
import type { Principal } from "../favourites/Principal.ts"
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

export const favourites: fc.Arbitrary<Favourites> = fc
  .oneof(
    { weight: 9, arbitrary: principals({ maxLength: 8 }) },
    principals({ minLength: maximumFavourites, maxLength: maximumFavourites })
  )
  .map((starred) => ({ starred }))
