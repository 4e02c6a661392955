import { plantedDefects } from "@incident-teams/application/testing/plantedDefects"
import { Layer } from "effect"
import { layerFile } from "./SqliteDatabase.ts"
import * as SqliteFavoritesStore from "./SqliteFavoritesStore.ts"
import * as SqliteTeamStore from "./SqliteTeamStore.ts"
import * as SqliteWatermarkStore from "./SqliteWatermarkStore.ts"
import { temporaryDatabase, temporaryFile, troubledFile } from "./testing/temporaryFile.ts"

const under = <Store, E>(layerOn: Layer.Layer<Store, E, Layer.Success<typeof temporaryDatabase>>) => ({
  layer: Layer.provide(layerOn, temporaryDatabase),
  sharesData: () => Layer.provide(layerOn, layerFile(temporaryFile())),
  troubled: () => troubledFile(layerOn)
})

plantedDefects({
  teams: under(SqliteTeamStore.layerOn),
  favorites: under(SqliteFavoritesStore.layerOn),
  watermarks: under(SqliteWatermarkStore.layerOn)
})
