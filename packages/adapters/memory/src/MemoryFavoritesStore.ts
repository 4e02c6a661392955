import { FavoritesStore, StaleFavorites, type StoredFavorites } from "@incident-teams/application/ports/FavoritesStore"
import { noFavorites } from "@incident-teams/domain/favorites/Favorites"
import type { PersonId } from "@incident-teams/domain/ids/directoryIds"
import { Effect, Layer } from "effect"

/** What a store remembers. Outlives the store where a test wants to see a restart. */
export type FavoritesData = Map<PersonId, StoredFavorites>

const nothingStored: StoredFavorites = { version: "0", favorites: noFavorites }

const storeOn = (data: FavoritesData): FavoritesStore["Service"] => {
  const stored = (owner: PersonId) => data.get(owner) ?? nothingStored
  return {
    load: (owner) => Effect.sync(() => stored(owner)),
    save: (owner, expected, favorites) =>
      Effect.suspend(() => {
        const { version } = stored(owner)
        if (version !== expected) return Effect.fail(new StaleFavorites({ owner }))
        const saved = { version: String(Number(version) + 1), favorites }
        data.set(owner, saved)
        return Effect.succeed(saved)
      })
  }
}

/** A store on data that somebody else keeps. */
export const layerOn = (data: FavoritesData) => Layer.sync(FavoritesStore, () => storeOn(data))

/** A store that begins empty and is forgotten with its layer. */
export const layer = Layer.sync(FavoritesStore, () => storeOn(new Map()))
