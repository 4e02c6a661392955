import { Result, Schema } from "effect"
import { isSamePrincipal, Principal, type PrincipalRef } from "./Principal.ts"
import type { Selection } from "./Selection.ts"

/** So many that nobody meets it by starring, and few enough to look all of them up when a team is drafted. */
export const maximumFavourites = 100

const eachOnce = Schema.makeFilter((starred: ReadonlyArray<Principal>) =>
  new Set(starred.map(({ _tag, id }) => `${_tag} ${id}`)).size === starred.length
    ? undefined
    : "each person and group at most once"
)

/** The people and groups that somebody wants in every new team, in the order of starring, each at most once. */
export const Favourites = Schema.Struct({
  starred: Schema.Array(Principal).check(Schema.isMaxLength(maximumFavourites), eachOnce)
})
export type Favourites = typeof Favourites.Type

export const noFavourites: Favourites = { starred: [] }

/** Refused: no further favourite fits. */
export class TooManyFavourites extends Schema.TaggedError<TooManyFavourites>()("TooManyFavourites", {
  /** The name of whom there is no room for. */
  name: Schema.String,
  maximum: Schema.Int
}) {
  override get message(): string {
    return (
      `There is no room for ${this.name}: you have ${this.maximum} favourites already.` +
      " Unstar one first, or star a group instead of its people."
    )
  }
}

export const isStarred = (favourites: Favourites, who: PrincipalRef): boolean =>
  favourites.starred.some((favourite) => isSamePrincipal(favourite, who))

/** Starring a favourite changes nothing: it keeps its place and the name that it had then. */
export const star = (favourites: Favourites, who: Principal): Result.Result<Favourites, TooManyFavourites> => {
  if (isStarred(favourites, who)) return Result.succeed(favourites)
  return favourites.starred.length < maximumFavourites
    ? Result.succeed({ starred: [...favourites.starred, who] })
    : Result.fail(new TooManyFavourites({ name: who.name, maximum: maximumFavourites }))
}

/** Unstarring whoever is no favourite changes nothing. */
export const unstar = (favourites: Favourites, who: PrincipalRef): Favourites => ({
  starred: favourites.starred.filter((favourite) => !isSamePrincipal(favourite, who))
})

/**
 * The selection that a new team begins with: the favourites that the directory still knows, in the order of starring
 * and by the names that they have now. Whoever is gone stays starred, as a deleted person can be restored.
 */
export const preselect = (favourites: Favourites, known: ReadonlyArray<Principal>): Selection =>
  favourites.starred.flatMap((favourite) => known.find((one) => isSamePrincipal(one, favourite)) ?? [])
