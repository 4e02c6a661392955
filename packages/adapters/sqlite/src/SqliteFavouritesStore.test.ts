import { favouritesStoreContract } from "@incident-teams/application/testing/favouritesStoreContract"
import { Layer } from "effect"
import { layerFile } from "./SqliteDatabase.ts"
import { layerOn } from "./SqliteFavouritesStore.ts"
import { temporaryDatabase, temporaryFile } from "./testing/temporaryFile.ts"

favouritesStoreContract("sqlite", {
  layer: Layer.provide(layerOn, temporaryDatabase),
  sharesData: () => Layer.provide(layerOn, layerFile(temporaryFile()))
})
