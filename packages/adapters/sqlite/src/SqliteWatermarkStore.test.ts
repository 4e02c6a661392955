import { watermarkStoreContract } from "@incident-teams/application/testing/watermarkStoreContract"
import { Layer } from "effect"
import { layerFile } from "./SqliteDatabase.ts"
import { layerOn } from "./SqliteWatermarkStore.ts"
import { temporaryDatabase, temporaryFile, troubledFile } from "./testing/temporaryFile.ts"

watermarkStoreContract("sqlite", {
  layer: Layer.provide(layerOn, temporaryDatabase),
  sharesData: () => Layer.provide(layerOn, layerFile(temporaryFile())),
  troubled: () => troubledFile(layerOn)
})
