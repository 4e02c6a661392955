import { randomUUID } from "node:crypto"
import { CosmosClient } from "@azure/cosmos"
import type { TroubledPlace } from "@incident-teams/application/testing/StoreUnderTest"
import { Effect, Layer, Redacted } from "effect"
import type { CosmosDatabase } from "../CosmosDatabase.ts"
import { emptyPlace, settingsOf } from "./cosmosUnderTest.ts"
import { goesWrong, heal } from "./onPlace.ts"

/** Stores on a database that tests can bring into trouble. */
export const troubledPlace = <Store, E>(layerOn: Layer.Layer<Store, E, CosmosDatabase>): TroubledPlace<Store> => {
  const database = randomUUID()
  return {
    layer: Layer.provide(layerOn, emptyPlace(database)),
    // The firewall's answer, which isn't tried again.
    cut: Effect.acquireRelease(goesWrong({ kind: "answer", status: 403 }), () => heal),
    spoil: (id) =>
      Effect.promise(async () => {
        const { endpoint, key } = await settingsOf(database)
        const client = new CosmosClient({ endpoint, key: Redacted.value(key) })
        const patch = (container: string, item: string, path: string) =>
          client
            .database(database)
            .container(container)
            .item(item, id)
            .patch([{ op: "set", path, value: {} }])
        await patch("teams", "team", "/state").catch(async () => patch("users", "favourites", "/record/json"))
        client.dispose()
      })
  }
}
