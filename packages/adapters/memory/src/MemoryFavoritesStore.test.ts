import { favoritesStoreContract } from "@incident-teams/application/testing/favoritesStoreContract"
import { layer, layerOn } from "./MemoryFavoritesStore.ts"

favoritesStoreContract("memory", { layer, sharesData: () => layerOn(new Map()) })
