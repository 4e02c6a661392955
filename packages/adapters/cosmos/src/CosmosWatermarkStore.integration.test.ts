import { watermarkStoreContract } from "@incident-teams/application/testing/watermarkStoreContract"
import { Effect, Layer } from "effect"
import { layerOn } from "./CosmosWatermarkStore.ts"
import { emptyPlace } from "./testing/cosmosUnderTest.ts"
import { troubledPlace } from "./testing/troubledPlace.ts"

watermarkStoreContract("cosmos", {
  layer: Layer.provide(layerOn, Layer.unwrap(Effect.sync(() => emptyPlace()))),
  sharesData: () => Layer.provide(layerOn, emptyPlace()),
  troubled: () => troubledPlace(layerOn)
})
