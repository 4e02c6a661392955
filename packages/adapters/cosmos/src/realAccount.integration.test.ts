import { getCACertificates, setDefaultCACertificates } from "node:tls"
import { favoritesStoreContract } from "@incident-teams/application/testing/favoritesStoreContract"
import type { StoreUnderTest } from "@incident-teams/application/testing/StoreUnderTest"
import { teamStoreContract } from "@incident-teams/application/testing/teamStoreContract"
import { watermarkStoreContract } from "@incident-teams/application/testing/watermarkStoreContract"
import { Effect, Layer } from "effect"
import { afterAll, describe, it, vi } from "vitest"
import type { CosmosDatabase } from "./CosmosDatabase.ts"
import * as CosmosFavoritesStore from "./CosmosFavoritesStore.ts"
import * as CosmosTeamStore from "./CosmosTeamStore.ts"
import * as CosmosWatermarkStore from "./CosmosWatermarkStore.ts"
import { realAccount } from "./testing/realAccount.ts"

const account = realAccount()

describe("a real account", () => {
  it.skipIf(account === undefined)("is named by COSMOS_ENDPOINT and COSMOS_KEY, so that the suites run on it", () => {})

  if (account === undefined) return
  // The others trust the simulator alone.
  setDefaultCACertificates([...getCACertificates("bundled"), ...getCACertificates("extra")])
  vi.setConfig({ testTimeout: 1_800_000, hookTimeout: 300_000 })
  afterAll(account.remove)

  const under = <Store>(layer: Layer.Layer<Store, never, CosmosDatabase>): StoreUnderTest<Store> => ({
    layer: Layer.provide(layer, Layer.unwrap(Effect.sync(account.place))),
    sharesData: () => Layer.provide(layer, account.place())
  })
  teamStoreContract("cosmos", under(CosmosTeamStore.layerOn))
  favoritesStoreContract("cosmos", under(CosmosFavoritesStore.layerOn))
  watermarkStoreContract("cosmos", under(CosmosWatermarkStore.layerOn))
})
