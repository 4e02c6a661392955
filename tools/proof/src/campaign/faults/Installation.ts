import { join } from "node:path"
import * as CosmosDatabase from "@incident-teams/adapter-cosmos/CosmosDatabase"
import * as CosmosFavoritesStore from "@incident-teams/adapter-cosmos/CosmosFavoritesStore"
import * as CosmosTeamStore from "@incident-teams/adapter-cosmos/CosmosTeamStore"
import * as CosmosWatermarkStore from "@incident-teams/adapter-cosmos/CosmosWatermarkStore"
import { provision } from "@incident-teams/adapter-cosmos/provision"
import * as EntraCredentials from "@incident-teams/adapter-entra/EntraCredentials"
import * as GraphClient from "@incident-teams/adapter-graph/GraphClient"
import * as GraphCollaborationPlatform from "@incident-teams/adapter-graph/GraphCollaborationPlatform"
import * as GraphCreationPolicy from "@incident-teams/adapter-graph/GraphCreationPolicy"
import * as GraphDirectory from "@incident-teams/adapter-graph/GraphDirectory"
import * as GraphProviderIncidents from "@incident-teams/adapter-graph/GraphProviderIncidents"
import * as MemoryFavoritesStore from "@incident-teams/adapter-memory/MemoryFavoritesStore"
import * as MemoryTeamStore from "@incident-teams/adapter-memory/MemoryTeamStore"
import * as MemoryWatermarkStore from "@incident-teams/adapter-memory/MemoryWatermarkStore"
import * as PostgresDatabase from "@incident-teams/adapter-postgres/PostgresDatabase"
import * as PostgresFavoritesStore from "@incident-teams/adapter-postgres/PostgresFavoritesStore"
import * as PostgresTeamStore from "@incident-teams/adapter-postgres/PostgresTeamStore"
import * as PostgresWatermarkStore from "@incident-teams/adapter-postgres/PostgresWatermarkStore"
import * as ArmAzureRightsSource from "@incident-teams/adapter-sentinel/ArmAzureRightsSource"
import * as SentinelIncidentSource from "@incident-teams/adapter-sentinel/SentinelIncidentSource"
import * as SqliteDatabase from "@incident-teams/adapter-sqlite/SqliteDatabase"
import * as SqliteFavoritesStore from "@incident-teams/adapter-sqlite/SqliteFavoritesStore"
import * as SqliteTeamStore from "@incident-teams/adapter-sqlite/SqliteTeamStore"
import * as SqliteWatermarkStore from "@incident-teams/adapter-sqlite/SqliteWatermarkStore"
import * as WorkBell from "@incident-teams/application/changes/WorkBell"
import * as Deployment from "@incident-teams/application/deployment/Deployment"
import * as PlatformTime from "@incident-teams/application/deployment/PlatformTime"
import { defaultFeedTerms, incidentFeed } from "@incident-teams/application/feed/incidentFeed"
import * as WorkerHeartbeat from "@incident-teams/application/monitoring/WorkerHeartbeat"
import type { FavoritesStore } from "@incident-teams/application/ports/FavoritesStore"
import { type Stored, TeamStore } from "@incident-teams/application/ports/TeamStore"
import { WatermarkStore } from "@incident-teams/application/ports/WatermarkStore"
import { leaseTerms } from "@incident-teams/application/reconcile/Claim"
import { reconciler } from "@incident-teams/application/reconcile/reconciler"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { sample } from "@incident-teams/testkit/sample"
import { Clock, ConfigProvider, Effect, Layer, Logger, ManagedRuntime, Option } from "effect"
import { type SimulatedTenant, workspaces } from "../../kill/SimulatedTenant.ts"
import { patiently } from "../patiently.ts"
import type { TeamAndHistory } from "../TeamAndHistory.ts"
import { truthful } from "./FalseAudits.ts"
import { type Witness, witnessed, type Written } from "./witnessed.ts"

/** Any; the simulated tenant's catalog has every app that is asked for. */
export const app = "7a1e0000-0000-4000-8000-000000000777"

export type InstallationOptions = {
  readonly withApp: boolean
  readonly witness: Witness
  /** What stands before its store. Default: nothing. */
  readonly between?: (store: Store) => Store
  /** Its wall clock. Default: the real one. */
  readonly clock?: Clock.Clock
  /** Beyond the usual settings, or instead of them. */
  readonly settings?: Readonly<Record<string, string>>
} & InstalledStore

/** Where an installation's teams are. `url`: of a PostgreSQL database, where each tenant has a schema of its own. */
export type InstalledStore =
  | { readonly store: "cosmos" }
  | { readonly store: "postgres"; readonly url: string }
  | { readonly store: "sqlite"; readonly folder: string }
  | { readonly store: "memory" }

const storesIn = (options: InstalledStore, tenant: SimulatedTenant): Stores => {
  switch (options.store) {
    case "cosmos":
      return cosmos
    case "postgres":
      return postgres
    case "sqlite":
      return sqlite(join(options.folder, `${tenant.id}.sqlite`))
    case "memory":
      return memory
  }
}

const storeSettings = async (options: InstalledStore, tenant: SimulatedTenant): Promise<Record<string, string>> => {
  switch (options.store) {
    case "cosmos":
      return tenant.cosmosSettings()
    case "postgres":
      return {
        POSTGRES_URL: options.url,
        POSTGRES_SCHEMA: `tenant_${tenant.id.replaceAll("-", "_")}`,
        POSTGRES_CONNECTIONS: "4"
      }
    case "sqlite":
    case "memory":
      return {}
  }
}

/** The whole server without its REST surface, in this process: the real adapters, over the wire. */
export class Installation {
  readonly falseAudits: Array<string> = []
  /** Every event that the store said it had written. */
  readonly written: Array<Written> = []
  #store: Store | undefined
  #sweepEveryMillis = 0
  #sweeps = 0
  #rounds = 0
  readonly #runtime: ManagedRuntime.ManagedRuntime<Services, unknown>

  private constructor(tenant: SimulatedTenant, options: InstallationOptions, store: Record<string, string>) {
    this.#runtime = ManagedRuntime.make(
      services(this.#countingSweeps(storesIn(options, tenant)), (real) => {
        this.#store = real
        const seen = options.between?.(real) ?? real
        return this.#countingRounds(witnessed(truthful(seen, tenant, this.falseAudits), options.witness, this.written))
      }).pipe(
        Layer.provide(
          settings(tenant, { ...(options.withApp ? { TEAMS_APP_ID: app } : {}), ...store, ...options.settings })
        ),
        Layer.provideMerge(options.clock === undefined ? Layer.empty : Layer.succeed(Clock.Clock, options.clock))
      )
    )
  }

  static async make(tenant: SimulatedTenant, options: InstallationOptions): Promise<Installation> {
    return new Installation(tenant, options, await storeSettings(options, tenant))
  }

  /** Works and follows incidents until it is stopped. `sweepEveryMillis`: less often costs less. */
  start(sweepEveryMillis = 150): void {
    this.#sweepEveryMillis = sweepEveryMillis
    this.#runtime.runFork(reconciler({ ...leaseTerms("campaign", 10_000), concurrency: 4, waitAtMostMillis: 100 }))
    this.#runtime.runFork(incidentFeed({ ...defaultFeedTerms, sweepEveryMillis, checkEveryMillis: 5_000 }))
  }

  /**
   * Milliseconds since it was started, by the feed's pauses: each is followed by a sweep, so that it passes as slowly as
   * the machine works. What waits for work to be done waits by this.
   */
  get elapsed(): number {
    return this.#sweeps * this.#sweepEveryMillis
  }

  /** How often its worker has asked for work. */
  get rounds(): number {
    return this.#rounds
  }

  #countingSweeps(stores: Stores): Stores {
    const counting = Effect.map(WatermarkStore, (store) => ({
      ...store,
      acquireLock: (lock: string, everyMillis: number) =>
        Effect.tap(store.acquireLock(lock, everyMillis), (isOurs) =>
          Effect.sync(() => {
            if (isOurs && lock.startsWith("sweep ")) this.#sweeps += 1
          })
        )
    }))
    return Layer.effect(WatermarkStore, counting).pipe(Layer.provideMerge(stores))
  }

  #countingRounds(store: Store): Store {
    return {
      ...store,
      claim: (worker, limit, leaseMillis) =>
        Effect.suspend(() => {
          this.#rounds += 1
          return store.claim(worker, limit, leaseMillis)
        })
    }
  }

  run<A, E>(effect: Effect.Effect<A, E, Services>): Promise<A> {
    return this.#runtime.runPromise(effect)
  }

  /** A team as it is stored, past anything that stands before the store. */
  async stored(id: TeamId): Promise<Stored | undefined> {
    const store = this.#store
    return store === undefined ? undefined : Option.getOrUndefined(await this.run(patiently(store.load(id))))
  }

  /** These teams as they are stored, each with the history that led there. */
  async histories(ids: ReadonlyArray<TeamId>): Promise<ReadonlyArray<TeamAndHistory>> {
    const histories = await Promise.all(ids.map((id) => this.run(historyOf(id))))
    return histories.filter((history) => history !== undefined)
  }

  stop(): Promise<void> {
    return this.#runtime.dispose()
  }
}

const historyOf = (id: TeamId) =>
  Effect.gen(function* () {
    const store = yield* TeamStore
    for (;;) {
      const history = yield* store.timeline(id, 0, 10_000)
      const stored = Option.getOrUndefined(yield* store.load(id))
      if (stored === undefined) return undefined
      // Nothing was committed between the two reads.
      if ((yield* store.timeline(id, history.length, 1)).length === 0) return { stored, history }
    }
  }).pipe(patiently)

/** The settings of a server of this tenant. */
export const settings = (tenant: SimulatedTenant, more: Readonly<Record<string, string>>) =>
  ConfigProvider.layer(
    ConfigProvider.fromUnknown({
      ...tenant.environment,
      GRAPH_TIMEOUT_SECONDS: "4",
      SENTINEL_WORKSPACES: workspaces,
      STANDBY_OWNERS: sample.person.ines,
      PUBLIC_URL: "https://incidents.woodgrove.example",
      PLATFORM_TIME_SCALE: String(tenant.simulator.timeScale),
      CLOSE_GRACE_MINUTES: "0",
      ...more
    })
  )

type Store = TeamStore["Service"]

const sqlite = (file: string) =>
  Layer.mergeAll(SqliteTeamStore.layerOn, SqliteFavoritesStore.layerOn, SqliteWatermarkStore.layerOn).pipe(
    Layer.provide(SqliteDatabase.layerFile(file))
  )

const postgres = Layer.mergeAll(
  PostgresTeamStore.layerOn,
  PostgresFavoritesStore.layerOn,
  PostgresWatermarkStore.layerOn
).pipe(Layer.provide(PostgresDatabase.layer))

export const memory = Layer.mergeAll(MemoryTeamStore.layer, MemoryFavoritesStore.layer, MemoryWatermarkStore.layer)

export const cosmos = Layer.mergeAll(
  CosmosTeamStore.layerOn,
  CosmosFavoritesStore.layerOn,
  CosmosWatermarkStore.layerOn
).pipe(
  Layer.provide(CosmosDatabase.layer),
  Layer.provide(Layer.effectDiscard(provision())),
  Layer.provide(EntraCredentials.layer)
)

type Stores = Layer.Layer<TeamStore | FavoritesStore | WatermarkStore, unknown>

export const services = (stores: Stores, between: (store: Store) => Store) =>
  Layer.mergeAll(
    GraphCollaborationPlatform.layer,
    GraphDirectory.layer,
    GraphCreationPolicy.layer,
    GraphProviderIncidents.layer,
    SentinelIncidentSource.layer,
    ArmAzureRightsSource.layer,
    Deployment.layer,
    PlatformTime.layer,
    WorkBell.layer,
    WorkerHeartbeat.layer,
    Logger.layer([])
  ).pipe(
    Layer.provide(GraphClient.layer),
    Layer.provide(EntraCredentials.layer),
    // What stands in between takes the store's place.
    Layer.provideMerge(Layer.effect(TeamStore, Effect.map(TeamStore, between)).pipe(Layer.provideMerge(stores)))
  )

export type Services = Layer.Success<ReturnType<typeof services>>
