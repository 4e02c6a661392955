import { modeled } from "@incident-teams/application/testing/team-store/modeled"
import { layerOn } from "./PostgresTeamStore.ts"
import { onPostgres, underTest } from "./testing/postgresUnderTest.ts"

onPostgres(() => {
  modeled({ ...underTest(layerOn), modelRuns: 80 })
})
