import { join } from "node:path"
import * as EntraCredentials from "@incident-teams/adapter-entra/EntraCredentials"
import * as GraphClient from "@incident-teams/adapter-graph/GraphClient"
import * as GraphCollaborationPlatform from "@incident-teams/adapter-graph/GraphCollaborationPlatform"
import * as GraphCreationPolicy from "@incident-teams/adapter-graph/GraphCreationPolicy"
import * as GraphDirectory from "@incident-teams/adapter-graph/GraphDirectory"
import * as ArmAzureRightsSource from "@incident-teams/adapter-sentinel/ArmAzureRightsSource"
import * as SentinelIncidentSource from "@incident-teams/adapter-sentinel/SentinelIncidentSource"
import * as SqliteDatabase from "@incident-teams/adapter-sqlite/SqliteDatabase"
import * as SqliteFavouritesStore from "@incident-teams/adapter-sqlite/SqliteFavouritesStore"
import * as SqliteTeamStore from "@incident-teams/adapter-sqlite/SqliteTeamStore"
import * as SqliteWatermarkStore from "@incident-teams/adapter-sqlite/SqliteWatermarkStore"
import * as Deployment from "@incident-teams/application/Deployment"
import { defaultFeedTerms, incidentFeed } from "@incident-teams/application/feed/incidentFeed"
import * as PlatformTime from "@incident-teams/application/PlatformTime"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { leaseTerms } from "@incident-teams/application/reconcile/Claim"
import { reconciler } from "@incident-teams/application/reconcile/reconciler"
import * as WorkerPulse from "@incident-teams/application/reconcile/WorkerPulse"
import * as WorkBell from "@incident-teams/application/WorkBell"
import { ConfigProvider, Effect, Layer, Logger, ManagedRuntime } from "effect"
import { sample } from "../../kill/Server.ts"
import type { Simulator, Tenant } from "../../kill/Simulator.ts"
import { truthful } from "./FalseAudits.ts"

/** How many times as fast the platform's time runs: an archive of 20 s takes a tenth of a second. */
export const scale = 200

/** The whole server without its REST surface, in this process: the real adapters, over the wire. */
export class Installation {
  readonly falseAudits: Array<string> = []
  readonly #runtime: ManagedRuntime.ManagedRuntime<Services, unknown>

  constructor(simulator: Simulator, tenant: Tenant, folder: string) {
    this.#runtime = ManagedRuntime.make(
      services(join(folder, `${tenant.id}.sqlite`), (store) => truthful(store, tenant, this.falseAudits)).pipe(
        Layer.provide(
          ConfigProvider.layer(
            ConfigProvider.fromUnknown({
              AZURE_AUTHORITY_HOST: simulator.base,
              AZURE_TENANT_ID: tenant.id,
              AZURE_CLIENT_ID: sample.clientId,
              AZURE_CLIENT_SECRET: sample.secret,
              GRAPH_URL: simulator.base,
              GRAPH_TIMEOUT_SECONDS: "1",
              ARM_URL: simulator.base,
              SENTINEL_WORKSPACES: `prod=${sample.workspace}`,
              STANDBY_OWNERS: sample.ines,
              PUBLIC_URL: "https://incidents.woodgrove.example",
              PLATFORM_TIME_SCALE: String(scale)
            })
          )
        )
      )
    )
  }

  /** Works and follows incidents until it is stopped. */
  start(): void {
    this.#runtime.runFork(reconciler({ ...leaseTerms("campaign", 10_000), concurrency: 4, waitAtMostMillis: 100 }))
    this.#runtime.runFork(incidentFeed({ ...defaultFeedTerms, sweepEveryMillis: 150, lookEveryMillis: 5_000 }))
  }

  run<A, E>(effect: Effect.Effect<A, E, Services>): Promise<A> {
    return this.#runtime.runPromise(effect)
  }

  stop(): Promise<void> {
    return this.#runtime.dispose()
  }
}

const services = (file: string, between: (store: TeamStore["Service"]) => TeamStore["Service"]) =>
  Layer.mergeAll(
    GraphCollaborationPlatform.layer,
    GraphDirectory.layer,
    GraphCreationPolicy.layer,
    SentinelIncidentSource.layer,
    ArmAzureRightsSource.layer,
    Deployment.layer,
    PlatformTime.layer,
    WorkBell.layer,
    WorkerPulse.layer,
    Logger.layer([])
  ).pipe(
    Layer.provide(GraphClient.layer),
    Layer.provide(EntraCredentials.layer),
    Layer.provideMerge(
      Layer.mergeAll(
        Layer.effect(TeamStore, Effect.map(TeamStore, between)).pipe(Layer.provide(SqliteTeamStore.layerOn)),
        SqliteFavouritesStore.layerOn,
        SqliteWatermarkStore.layerOn
      ).pipe(Layer.provide(SqliteDatabase.layerFile(file)))
    )
  )

export type Services = Layer.Success<ReturnType<typeof services>>
