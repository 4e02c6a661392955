import { modeled } from "@incident-teams/application/testing/team-store/modeled"
import { Layer } from "effect"
import { describe } from "vitest"
import { layerOn } from "./CosmosTeamStore.ts"
import { emptyPlace } from "./testing/cosmosUnderTest.ts"

// Takes more than 20 seconds: 50 random orders of requests, each over HTTP to the simulated account.
describe("TeamStore: cosmos, any order of things", () => {
  modeled({
    layer: Layer.provide(layerOn, Layer.suspend(emptyPlace)),
    sharesData: () => Layer.provide(layerOn, emptyPlace()),
    modelRuns: 50
  })
})
