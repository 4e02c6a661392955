import { plantedDefects } from "@incident-teams/application/testing/plantedDefects"
import { Effect, Layer } from "effect"
import type { CosmosDatabase } from "./CosmosDatabase.ts"
import * as CosmosFavoritesStore from "./CosmosFavoritesStore.ts"
import * as CosmosTeamStore from "./CosmosTeamStore.ts"
import * as CosmosWatermarkStore from "./CosmosWatermarkStore.ts"
import { emptyPlace } from "./testing/cosmosUnderTest.ts"
import { troubledPlace } from "./testing/troubledPlace.ts"

const under = <Store, E>(layerOn: Layer.Layer<Store, E, CosmosDatabase>) => ({
  layer: Layer.provide(layerOn, Layer.unwrap(Effect.sync(() => emptyPlace()))),
  sharesData: () => Layer.provide(layerOn, emptyPlace()),
  troubled: () => troubledPlace(layerOn)
})

plantedDefects({
  teams: under(CosmosTeamStore.layerOn),
  favorites: under(CosmosFavoritesStore.layerOn),
  watermarks: under(CosmosWatermarkStore.layerOn)
})
