import { Result, Schema } from "effect"
import { isSamePrincipal, Principal, type PrincipalRef } from "./Principal.ts"

/** More than anyone stars, and few enough to look all of them up when a team is drafted. */
export const maximumFavorites = 100

const eachOnce = Schema.makeFilter((starred: ReadonlyArray<Principal>) =>
  new Set(starred.map(({ _tag, id }) => `${_tag} ${id}`)).size === starred.length
    ? undefined
    : "each person and group at most once"
)

/** The people and groups that a person wants in every new team, in the order of starring, each at most once. */
export const Favorites = Schema.Struct({
  starred: Schema.Array(Principal).check(Schema.isMaxLength(maximumFavorites), eachOnce)
})
export type Favorites = typeof Favorites.Type

export const noFavorites: Favorites = { starred: [] }

/** Refused: no further favorite fits. */
export class TooManyFavorites extends Schema.TaggedError<TooManyFavorites>()("TooManyFavorites", {
  /** The name of whom there is no room for. */
  name: Schema.String,
  maximum: Schema.Int
}) {
  override get message(): string {
    return (
      `There is no room for ${this.name}: you have ${this.maximum} favorites already.` +
      " Unstar one first, or star a group instead of its people."
    )
  }
}

export const isStarred = (favorites: Favorites, who: PrincipalRef): boolean =>
  favorites.starred.some((favorite) => isSamePrincipal(favorite, who))

/** Starring a favorite changes nothing: it keeps its place and the name that it had then. */
export const star = (favorites: Favorites, who: Principal): Result.Result<Favorites, TooManyFavorites> => {
  if (isStarred(favorites, who)) return Result.succeed(favorites)
  return favorites.starred.length < maximumFavorites
    ? Result.succeed({ starred: [...favorites.starred, who] })
    : Result.fail(new TooManyFavorites({ name: who.name, maximum: maximumFavorites }))
}

/** Unstarring someone who is no favorite changes nothing. */
export const unstar = (favorites: Favorites, who: PrincipalRef): Favorites => ({
  starred: favorites.starred.filter((favorite) => !isSamePrincipal(favorite, who))
})

/**
 * The people and groups selected at first for a new team: the favorites that the directory still knows, in the order of starring
 * and by the names that they have now. Someone who is gone stays starred, as a deleted person can be restored.
 */
export const preselect = (favorites: Favorites, known: ReadonlyArray<Principal>): ReadonlyArray<Principal> =>
  favorites.starred.flatMap((favorite) => known.find((one) => isSamePrincipal(one, favorite)) ?? [])
