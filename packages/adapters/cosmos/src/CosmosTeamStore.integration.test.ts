import { teamStoreContract } from "@incident-teams/application/testing/teamStoreContract"
import { Effect, Layer } from "effect"
import { layerOn } from "./CosmosTeamStore.ts"
import { emptyPlace } from "./testing/cosmosUnderTest.ts"
import { troubledPlace } from "./testing/troubledPlace.ts"

teamStoreContract("cosmos", {
  layer: Layer.provide(layerOn, Layer.unwrap(Effect.sync(() => emptyPlace()))),
  sharesData: () => Layer.provide(layerOn, emptyPlace()),
  troubled: () => troubledPlace(layerOn),
  // CosmosTeamStore.exhaustive.test.ts has more.
  modelRuns: 5
})
