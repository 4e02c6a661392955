import { teamStoreContract } from "@incident-teams/application/testing/teamStoreContract"
import { Layer } from "effect"
import { layerFile } from "./SqliteDatabase.ts"
import { layerOn } from "./SqliteTeamStore.ts"
import { temporaryDatabase, temporaryFile } from "./testing/temporaryFile.ts"

teamStoreContract("sqlite", {
  layer: Layer.provide(layerOn, temporaryDatabase),
  sharesData: () => Layer.provide(layerOn, layerFile(temporaryFile()))
})
