import * as EntraCredentials from "@incident-teams/adapter-entra/EntraCredentials"
import { timeScale } from "@incident-teams/testkit/Simulator"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { ConfigProvider, Layer } from "effect"
import * as GraphClient from "../GraphClient.ts"
import type { GraphSettings } from "../GraphSettings.ts"

/** The Graph client of a simulated tenant. By default its time-out only says that a call hangs, on a busy machine too. */
export const graphOn = (tenant: Tenant, more: Partial<GraphSettings> = {}): Layer.Layer<GraphClient.GraphClient> =>
  Layer.effect(
    GraphClient.GraphClient,
    GraphClient.make({ url: tenant.base, scale: timeScale, timeoutMillis: 240_000, ...more })
  ).pipe(
    Layer.provide(
      EntraCredentials.layer.pipe(
        Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(tenant.environment))),
        Layer.orDie
      )
    )
  )
