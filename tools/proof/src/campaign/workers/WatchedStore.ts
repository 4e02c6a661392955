import * as CosmosDatabase from "@incident-teams/adapter-cosmos/CosmosDatabase"
import * as CosmosTeamStore from "@incident-teams/adapter-cosmos/CosmosTeamStore"
import { EntraCredentials, make } from "@incident-teams/adapter-entra/EntraCredentials"
import * as PostgresTeamStore from "@incident-teams/adapter-postgres/PostgresTeamStore"
import * as SqliteDatabase from "@incident-teams/adapter-sqlite/SqliteDatabase"
import * as SqliteTeamStore from "@incident-teams/adapter-sqlite/SqliteTeamStore"
import { type Stored, TeamStore } from "@incident-teams/application/ports/TeamStore"
import { defined } from "@incident-teams/domain/defined"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { sample } from "@incident-teams/testkit/sample"
import { ConfigProvider, Effect, Layer, ManagedRuntime, Redacted } from "effect"
import type { SimulatedTenant } from "../../kill/SimulatedTenant.ts"
import { patiently } from "../patiently.ts"
import type { TeamAndHistory } from "../TeamAndHistory.ts"

/** The teams in the tenant's Cosmos DB account. */
export const inCosmos = (tenant: SimulatedTenant, key: string): Layer.Layer<TeamStore, unknown> => {
  const account = { endpoint: tenant.base, key: Redacted.make(key), database: "incident-teams" }
  const credentials = make({
    tenantId: tenant.id,
    clientId: sample.client.server,
    proof: { _tag: "Secret", secret: Redacted.make(sample.secret) },
    authorityHost: tenant.base
  })
  return CosmosTeamStore.layerOn.pipe(
    Layer.provide(Layer.effect(CosmosDatabase.CosmosDatabase, CosmosDatabase.make(account))),
    Layer.provide(Layer.succeed(EntraCredentials, credentials))
  )
}

/** The teams in a PostgreSQL database. */
export const inPostgres = (url: string): Layer.Layer<TeamStore, unknown> =>
  Layer.provide(PostgresTeamStore.layer, ConfigProvider.layer(ConfigProvider.fromUnknown({ POSTGRES_URL: url })))

/** The teams in a file of SQLite. */
export const inSqlite = (file: string): Layer.Layer<TeamStore, unknown> =>
  Layer.provide(SqliteTeamStore.layerOn, SqliteDatabase.layerFile(file))

/** No team has this id, so that nothing is released. */
const nobody = TeamId.make("a".repeat(26))

/** The store that the workers work on, looked at from here. */
export class WatchedStore {
  readonly #runtime: ManagedRuntime.ManagedRuntime<TeamStore, unknown>

  constructor(store: Layer.Layer<TeamStore, unknown>) {
    this.#runtime = ManagedRuntime.make(store)
  }

  teams(): Promise<ReadonlyArray<Stored>> {
    return this.#look(
      Effect.gen(function* () {
        const store = yield* TeamStore
        const teams: Array<Stored> = []
        let next: string | undefined
        do {
          const page: Effect.Success<ReturnType<typeof store.list>> = yield* store.list(
            {},
            { limit: 200, ...defined({ next }) }
          )
          teams.push(...page.items)
          next = page.next
        } while (next !== undefined)
        return teams
      })
    )
  }

  histories(): Promise<ReadonlyArray<TeamAndHistory>> {
    return this.teams().then((teams) =>
      this.#look(
        Effect.flatMap(TeamStore, (store) =>
          Effect.forEach(
            teams,
            (stored) => Effect.map(store.timeline(stored.id, 0, 1_000), (history) => ({ stored, history })),
            { concurrency: 8 }
          )
        )
      )
    )
  }

  /** Whether a write gets through: a process that is frozen in the middle of a commit to SQLite locks the file. */
  takesWrites(): Promise<boolean> {
    return this.#runtime.runPromise(
      Effect.flatMap(TeamStore, (store) => store.release(nobody, 0)).pipe(
        Effect.as(true),
        Effect.orElseSucceed(() => false)
      )
    )
  }

  #look<A, E extends { readonly _tag: string }>(read: Effect.Effect<A, E, TeamStore>): Promise<A> {
    return this.#runtime.runPromise(patiently(read))
  }

  close(): Promise<void> {
    return this.#runtime.dispose()
  }
}
