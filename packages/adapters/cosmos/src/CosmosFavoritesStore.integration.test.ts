import { favoritesStoreContract } from "@incident-teams/application/testing/favoritesStoreContract"
import { Effect, Layer } from "effect"
import { layerOn } from "./CosmosFavoritesStore.ts"
import { emptyPlace } from "./testing/cosmosUnderTest.ts"
import { troubledPlace } from "./testing/troubledPlace.ts"

favoritesStoreContract("cosmos", {
  layer: Layer.provide(layerOn, Layer.unwrap(Effect.sync(() => emptyPlace()))),
  sharesData: () => Layer.provide(layerOn, emptyPlace()),
  troubled: () => troubledPlace(layerOn)
})
