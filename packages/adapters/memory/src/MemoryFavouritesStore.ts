import {
  FavouritesStore,
  StaleFavourites,
  type StoredFavourites
} from "@incident-teams/application/ports/FavouritesStore"
import { noFavourites } from "@incident-teams/domain/favourites/Favourites"
import type { PersonId } from "@incident-teams/domain/ids/PersonId"
import { Effect, Layer } from "effect"

/** What a store remembers. Outlives the store where a test wants to see a restart. */
export type FavouritesData = Map<PersonId, StoredFavourites>

const nothingStored: StoredFavourites = { version: "0", favourites: noFavourites }

const storeOn = (data: FavouritesData): FavouritesStore["Service"] => {
  const stored = (owner: PersonId) => data.get(owner) ?? nothingStored
  return {
    load: (owner) => Effect.sync(() => stored(owner)),
    save: (owner, expected, favourites) =>
      Effect.suspend(() => {
        const { version } = stored(owner)
        if (version !== expected) return Effect.fail(new StaleFavourites({ owner }))
        const saved = { version: String(Number(version) + 1), favourites }
        data.set(owner, saved)
        return Effect.succeed(saved)
      })
  }
}

/** A store on data that somebody else keeps. */
export const layerOn = (data: FavouritesData) => Layer.sync(FavouritesStore, () => storeOn(data))

/** A store that begins empty and is forgotten with its layer. */
export const layer = Layer.sync(FavouritesStore, () => storeOn(new Map()))
