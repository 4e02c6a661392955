import * as EntraCredentials from "@incident-teams/adapter-entra/EntraCredentials"
import type { SimulatedTenant } from "@incident-teams/adapter-entra/testing/SimulatedTenant"
import { timeScale } from "@incident-teams/adapter-entra/testing/simulator"
import { Effect, Layer } from "effect"
import * as GraphClient from "../GraphClient.ts"
import type { GraphSettings } from "../GraphSettings.ts"

/** The Graph client of a simulated tenant. */
export const graphOn = (
  tenant: SimulatedTenant,
  more: Partial<GraphSettings> = {}
): Layer.Layer<GraphClient.GraphClient> =>
  Layer.effect(
    GraphClient.GraphClient,
    GraphClient.make({ url: tenant.base, scale: timeScale, timeoutMillis: 10_000, ...more })
  ).pipe(
    Layer.provide(
      Layer.effect(
        EntraCredentials.EntraCredentials,
        Effect.sync(() => EntraCredentials.make(tenant.settings))
      )
    )
  )
