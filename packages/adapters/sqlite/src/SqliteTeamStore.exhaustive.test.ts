import { modeled } from "@incident-teams/application/testing/team-store/modeled"
import { Layer } from "effect"
import { describe } from "vitest"
import { layerFile } from "./SqliteDatabase.ts"
import { layerOn } from "./SqliteTeamStore.ts"
import { temporaryDatabase, temporaryFile } from "./testing/temporaryFile.ts"

describe("TeamStore: sqlite, any order of things", () => {
  modeled({
    layer: Layer.provide(layerOn, temporaryDatabase),
    sharesData: () => Layer.provide(layerOn, layerFile(temporaryFile())),
    modelRuns: 150
  })
})
