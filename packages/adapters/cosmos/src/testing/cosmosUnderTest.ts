import { randomUUID } from "node:crypto"
import { EntraCredentials, make as makeCredentials } from "@incident-teams/adapter-entra/EntraCredentials"
import { SimulatedTenant } from "@incident-teams/adapter-entra/testing/SimulatedTenant"
import { Effect, Layer } from "effect"
import * as CosmosDatabase from "../CosmosDatabase.ts"
import { provisionIn } from "../provision.ts"

/** The tenant whose account the tests of a file share; each place in it is a database of its own. */
let made: Promise<SimulatedTenant> | undefined
export const tenant = (): Promise<SimulatedTenant> => (made ??= SimulatedTenant.make())

/** Who the application is in that tenant. */
export const credentials = Layer.effect(
  EntraCredentials,
  Effect.map(
    Effect.promise(() => tenant()),
    ({ settings }) => makeCredentials(settings)
  )
)

export const settingsOf = async (database: string) => {
  const { base, cosmosKey } = await tenant().then((one) => ({ base: one.base, cosmosKey: one.cosmosKey() }))
  return { endpoint: base, key: await cosmosKey, database }
}

/** An empty place: its database is made when the first store is built on it. */
export const emptyPlace = (): Layer.Layer<CosmosDatabase.CosmosDatabase, unknown> => {
  const database = randomUUID()
  let provisioned: Promise<unknown> | undefined
  return Layer.effect(
    CosmosDatabase.CosmosDatabase,
    Effect.gen(function* () {
      const settings = yield* Effect.promise(() => settingsOf(database))
      provisioned ??= Effect.runPromise(Effect.provide(provisionIn(settings), credentials))
      yield* Effect.promise(() => provisioned ?? Promise.resolve())
      return yield* CosmosDatabase.make(settings)
    })
  ).pipe(Layer.provide(credentials))
}
