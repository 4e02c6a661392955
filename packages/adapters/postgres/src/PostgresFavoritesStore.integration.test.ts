import { favoritesStoreContract } from "@incident-teams/application/testing/favoritesStoreContract"
import { layerOn } from "./PostgresFavoritesStore.ts"
import { onPostgres, underTest } from "./testing/postgresUnderTest.ts"

onPostgres(() => {
  favoritesStoreContract("postgres", underTest(layerOn))
})
