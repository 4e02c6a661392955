import { randomUUID } from "node:crypto"
import * as EntraCredentials from "@incident-teams/adapter-entra/EntraCredentials"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { ConfigProvider, Effect, Layer, Redacted } from "effect"
import { expect } from "vitest"
import * as CosmosDatabase from "../CosmosDatabase.ts"
import { provisionIn } from "../provision.ts"

const tenants = new Map<string | undefined, Promise<Tenant>>()

/**
 * The tenant whose account the tests of a file share; each place in it is a database of its own. The files of a worker share
 * this module, and some take roles away, so that each has a tenant of its own.
 */
export const tenant = (): Promise<Tenant> => {
  const { testPath } = expect.getState()
  const made = tenants.get(testPath) ?? newTenant()
  tenants.set(testPath, made)
  return made
}

/** Who the application is in that tenant. */
export const credentials = Layer.unwrap(
  Effect.map(
    Effect.promise(() => tenant()),
    ({ environment }) =>
      EntraCredentials.layer.pipe(Layer.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))))
  )
).pipe(Layer.orDie)

export const settingsOf = async (database: string) => {
  const one = await tenant()
  return { endpoint: one.base, key: Redacted.make(await one.cosmosKey()), database }
}

/** An empty place: its database is made when the first store is built on it. */
export const emptyPlace = (database: string = randomUUID()): Layer.Layer<CosmosDatabase.CosmosDatabase, unknown> => {
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
