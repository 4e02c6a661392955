import { endedSessionsContract } from "@incident-teams/application/testing/endedSessionsContract"
import { Effect, Layer } from "effect"
import { layerOn } from "./CosmosEndedSessions.ts"
import { emptyPlace } from "./testing/cosmosUnderTest.ts"
import { troubledPlace } from "./testing/troubledPlace.ts"

endedSessionsContract("cosmos", {
  layer: Layer.provide(layerOn, Layer.unwrap(Effect.sync(() => emptyPlace()))),
  sharesData: () => Layer.provide(layerOn, emptyPlace()),
  troubled: () => troubledPlace(layerOn)
})
