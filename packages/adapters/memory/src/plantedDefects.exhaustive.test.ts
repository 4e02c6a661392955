import { plantedDefects } from "@incident-teams/application/testing/plantedDefects"
import * as MemoryFavoritesStore from "./MemoryFavoritesStore.ts"
import * as MemoryTeamStore from "./MemoryTeamStore.ts"
import * as MemoryWatermarkStore from "./MemoryWatermarkStore.ts"

plantedDefects({
  teams: {
    layer: MemoryTeamStore.layer,
    sharesData: () => MemoryTeamStore.layerOn(MemoryTeamStore.noTeamData())
  },
  favorites: { layer: MemoryFavoritesStore.layer },
  watermarks: { layer: MemoryWatermarkStore.layer }
})
