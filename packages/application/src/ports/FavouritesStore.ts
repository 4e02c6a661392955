import type { Favourites } from "@incident-teams/domain/favourites/Favourites"
import { PersonId } from "@incident-teams/domain/ids/PersonId"
import { Context, type Effect, Schema } from "effect"
import type { StoreUnavailable } from "./TeamStore.ts"

/** Somebody else wrote this person's favourites in between. Load again, decide again. */
export class StaleFavourites extends Schema.TaggedError<StaleFavourites>()("StaleFavourites", { owner: PersonId }) {}

export interface StoredFavourites {
  /** Opaque. The version of what isn't stored yet is a version too. */
  readonly version: string
  readonly favourites: Favourites
}

/** Each person's favourites. */
export class FavouritesStore extends Context.Service<
  FavouritesStore,
  {
    /** None starred when nothing is stored. */
    load(owner: PersonId): Effect.Effect<StoredFavourites, StoreUnavailable>
    /** Fails with StaleFavourites unless `expected` is the stored version. */
    save(
      owner: PersonId,
      expected: StoredFavourites["version"],
      favourites: Favourites
    ): Effect.Effect<StoredFavourites, StaleFavourites | StoreUnavailable>
  }
>()("@incident-teams/application/ports/FavouritesStore") {}
