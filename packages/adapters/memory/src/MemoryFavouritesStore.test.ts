import { favouritesStoreContract } from "@incident-teams/application/testing/favouritesStoreContract"
import { layer, layerOn } from "./MemoryFavouritesStore.ts"

favouritesStoreContract("memory", { layer, sharesData: () => layerOn(new Map()) })
