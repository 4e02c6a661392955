import { Favorites } from "@incident-teams/domain/favorites/Favorites"
import { recordCodec } from "./RecordCodec.ts"

/** How every store keeps a person's favorites. Anyone who changes their schema adds an upcaster here. */
export const favoritesCodec = recordCodec("favorites", Favorites, [])
