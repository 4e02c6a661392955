import { teamStoreContract } from "@incident-teams/application/testing/teamStoreContract"
import { layerOn } from "./PostgresTeamStore.ts"
import { onPostgres, underTest } from "./testing/postgresUnderTest.ts"

onPostgres(() => {
  // PostgresTeamStore.exhaustive.test.ts has more.
  teamStoreContract("postgres", { ...underTest(layerOn), modelRuns: 5 })
})
