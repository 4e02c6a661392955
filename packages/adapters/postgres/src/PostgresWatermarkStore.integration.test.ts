import { watermarkStoreContract } from "@incident-teams/application/testing/watermarkStoreContract"
import { layerOn } from "./PostgresWatermarkStore.ts"
import { onPostgres, underTest } from "./testing/postgresUnderTest.ts"

onPostgres(() => {
  watermarkStoreContract("postgres", underTest(layerOn))
})
