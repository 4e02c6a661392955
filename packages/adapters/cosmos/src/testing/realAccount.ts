import { randomUUID } from "node:crypto"
import { CosmosClient } from "@azure/cosmos"
import { EntraCredentials } from "@incident-teams/adapter-entra/EntraCredentials"
import { Effect, Layer, Redacted } from "effect"
import * as CosmosDatabase from "../CosmosDatabase.ts"
import { provisionIn } from "../provision.ts"

/** A database of this test run in the account that the environment names; undefined where it names none. */
export const realAccount = ():
  | { readonly place: () => Layer.Layer<CosmosDatabase.CosmosDatabase, unknown>; readonly remove: () => Promise<void> }
  | undefined => {
  const [endpoint, key] = [process.env["COSMOS_ENDPOINT"], process.env["COSMOS_KEY"]]
  if (!endpoint || !key) return undefined
  const settings = { endpoint, key: Redacted.make(key), database: `incident-teams-test-${randomUUID()}` }
  const client = new CosmosClient({ endpoint, key })
  const database = client.database(settings.database)
  // Opened by its key, the account asks for no credential.
  const credentials = Layer.succeed(EntraCredentials, {
    application: { getToken: () => Promise.reject(new Error("No token is needed.")) },
    onBehalfOf: () => ({ getToken: () => Promise.reject(new Error("No token is needed.")) })
  })
  let provisioned: Promise<unknown> | undefined

  /** A container takes seconds to make, so each place is the same one, emptied. */
  const emptied = async (): Promise<void> => {
    await (provisioned ??= Effect.runPromise(Effect.provide(provisionIn(settings), credentials)))
    for (const [name, partition] of [
      ["teams", "team"],
      ["users", "owner"]
    ] as const) {
      const container = database.container(name)
      const { resources } = await container.items
        .query<{ readonly id: string; readonly partition: string }>(`SELECT c.id, c.${partition} AS partition FROM c`)
        .fetchAll()
      await Promise.all(resources.map((item) => container.item(item.id, item.partition).delete()))
    }
  }

  return {
    place: () => {
      let empty: Promise<void> | undefined
      return Layer.provide(
        Layer.effect(
          CosmosDatabase.CosmosDatabase,
          Effect.andThen(
            Effect.promise(() => (empty ??= emptied())),
            CosmosDatabase.make(settings)
          )
        ),
        credentials
      )
    },
    remove: async () => {
      if (provisioned !== undefined) await database.delete()
      client.dispose()
    }
  }
}
