import type { Favorites } from "@incident-teams/domain/favorites/Favorites"
import { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { Context, type Effect, Schema } from "effect"
import type { StoreUnavailable } from "./TeamStore.ts"

/** This person's favorites were written in between. Load again, decide again. */
export class StaleFavorites extends Schema.TaggedError<StaleFavorites>()("StaleFavorites", { owner: PersonId }) {}

export interface StoredFavorites {
  /** Opaque. The version of what isn't stored yet is a version too. */
  readonly version: string
  readonly favorites: Favorites
}

/** Each person's favorites. A record that can't be read concerns its owner only: a call for it dies of UnreadableRecord. */
export class FavoritesStore extends Context.Service<
  FavoritesStore,
  {
    /** None starred when nothing is stored. */
    load(owner: PersonId): Effect.Effect<StoredFavorites, StoreUnavailable>
    /** Fails with StaleFavorites unless `expected` is the stored version. */
    save(
      owner: PersonId,
      expected: StoredFavorites["version"],
      favorites: Favorites
    ): Effect.Effect<StoredFavorites, StaleFavorites | StoreUnavailable>
  }
>()("@incident-teams/application/ports/FavoritesStore") {}
