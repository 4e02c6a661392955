import { favouritesStoreContract } from "@incident-teams/application/testing/favouritesStoreContract"
import { Effect, Layer } from "effect"
import { layerOn } from "./CosmosFavouritesStore.ts"
import { emptyPlace } from "./testing/cosmosUnderTest.ts"

favouritesStoreContract("cosmos", {
  layer: Layer.provide(layerOn, Layer.unwrap(Effect.sync(emptyPlace))),
  sharesData: () => Layer.provide(layerOn, emptyPlace())
})
