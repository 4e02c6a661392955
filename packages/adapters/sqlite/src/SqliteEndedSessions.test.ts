import { endedSessionsContract } from "@incident-teams/application/testing/endedSessionsContract"
import { Layer } from "effect"
import { layerFile } from "./SqliteDatabase.ts"
import { layerOn } from "./SqliteEndedSessions.ts"
import { temporaryDatabase, temporaryFile, troubledFile } from "./testing/temporaryFile.ts"

endedSessionsContract("sqlite", {
  layer: Layer.provide(layerOn, temporaryDatabase),
  sharesData: () => Layer.provide(layerOn, layerFile(temporaryFile())),
  troubled: () => troubledFile(layerOn)
})
