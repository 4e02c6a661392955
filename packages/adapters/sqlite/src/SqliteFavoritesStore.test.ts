import { favoritesStoreContract } from "@incident-teams/application/testing/favoritesStoreContract"
import { Layer } from "effect"
import { layerFile } from "./SqliteDatabase.ts"
import { layerOn } from "./SqliteFavoritesStore.ts"
import { temporaryDatabase, temporaryFile, troubledFile } from "./testing/temporaryFile.ts"

favoritesStoreContract("sqlite", {
  layer: Layer.provide(layerOn, temporaryDatabase),
  sharesData: () => Layer.provide(layerOn, layerFile(temporaryFile())),
  troubled: () => troubledFile(layerOn)
})
