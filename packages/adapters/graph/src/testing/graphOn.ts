import * as EntraCredentials from "@incident-teams/adapter-entra/EntraCredentials"
import { entraSettings } from "@incident-teams/adapter-entra/EntraSettings"
import { timeScale } from "@incident-teams/testkit/Simulator"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { ConfigProvider, Effect, Layer } from "effect"
import * as GraphClient from "../GraphClient.ts"
import type { GraphSettings } from "../GraphSettings.ts"

/** Only says that something hangs, on a busy machine too. */
const hangsAfter = 240_000

const credentialsOf = (tenant: Tenant) =>
  Layer.effect(
    EntraCredentials.EntraCredentials,
    Effect.map(entraSettings, (settings) => EntraCredentials.make(settings, { request: hangsAfter, token: hangsAfter }))
  ).pipe(Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(tenant.environment))), Layer.orDie)

/** The Graph client of a simulated tenant. */
export const graphOn = (tenant: Tenant, more: Partial<GraphSettings> = {}): Layer.Layer<GraphClient.GraphClient> =>
  Layer.effect(
    GraphClient.GraphClient,
    GraphClient.make({ url: tenant.base, scale: timeScale, timeoutMillis: hangsAfter, ...more })
  ).pipe(Layer.provide(credentialsOf(tenant)))
