import { Favourites } from "@incident-teams/domain/favourites/Favourites"
import { recordCodec } from "./RecordCodec.ts"

/** How every store keeps a person's favourites. Whoever changes their schema adds an upcaster here. */
export const favouritesCodec = recordCodec("favourites", Favourites, [])
