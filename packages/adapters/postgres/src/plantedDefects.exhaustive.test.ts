import { plantedDefects } from "@incident-teams/application/testing/plantedDefects"
import * as PostgresFavoritesStore from "./PostgresFavoritesStore.ts"
import * as PostgresTeamStore from "./PostgresTeamStore.ts"
import * as PostgresWatermarkStore from "./PostgresWatermarkStore.ts"
import { onPostgres, underTest } from "./testing/postgresUnderTest.ts"

onPostgres(() => {
  plantedDefects({
    teams: underTest(PostgresTeamStore.layerOn),
    favorites: underTest(PostgresFavoritesStore.layerOn),
    watermarks: underTest(PostgresWatermarkStore.layerOn)
  })
})
