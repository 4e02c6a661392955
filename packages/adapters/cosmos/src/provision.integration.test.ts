import { randomUUID } from "node:crypto"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { firstCommit, idOf } from "@incident-teams/application/testing/team-store/commits"
import { Effect, Layer, Option } from "effect"
import { describe, expect, it } from "vitest"
import { teamsContainer, usersContainer } from "./containers.ts"
import * as CosmosDatabase from "./CosmosDatabase.ts"
import type { CosmosSettings } from "./CosmosSettings.ts"
import { NotProvisioned, provisionIn } from "./provision.ts"
import { credentials, settingsOf, tenant } from "./testing/cosmosUnderTest.ts"
import { asProcess } from "./testing/onPlace.ts"

const provisioned = (settings: CosmosSettings) => Effect.runPromise(Effect.provide(provisionIn(settings), credentials))

interface Truth {
  readonly id: string
  readonly partitionKey: { readonly paths: ReadonlyArray<string> }
  readonly indexingPolicy: { readonly includedPaths: ReadonlyArray<{ readonly path: string }> }
  readonly defaultTtl: number | null
}

const truth = async (database: string): Promise<ReadonlyArray<Truth>> => {
  const { databases } = (await (await tenant()).control("GET", "/cosmos")) as {
    readonly databases: ReadonlyArray<{ readonly id: string; readonly containers: ReadonlyArray<Truth> }>
  }
  return databases.find(({ id }) => id === database)?.containers ?? []
}

describe("provision", () => {
  it("makes the database and its containers, indexed for what is queried and nothing else; once", async () => {
    const settings = await settingsOf(randomUUID())
    expect(await provisioned(settings)).toEqual([
      { container: "teams", done: "made" },
      { container: "users", done: "made" }
    ])
    const found = await truth(settings.database)
    for (const plan of [teamsContainer, usersContainer]) {
      const container = found.find(({ id }) => id === plan.id)!
      expect(container.partitionKey.paths).toEqual(plan.partitionKey.paths)
      expect(container.indexingPolicy.includedPaths.map(({ path }) => path)).toEqual(
        plan.indexingPolicy.includedPaths.map(({ path }) => path)
      )
      expect(container.defaultTtl).toBe(plan.defaultTtl ?? null)
    }
    expect(await provisioned(settings)).toEqual([
      { container: "teams", done: "left as it was" },
      { container: "users", done: "left as it was" }
    ])
  })

  it("brings the index of a container up to date that an older program made, and loses nothing", async () => {
    const settings = await settingsOf(randomUUID())
    await provisioned(settings)
    const { CosmosClient } = await import("@azure/cosmos")
    const { Redacted } = await import("effect")
    const client = new CosmosClient({ endpoint: settings.endpoint, key: Redacted.value(settings.key) })
    const container = client.database(settings.database).container("teams")
    const place = Layer.provide(Layer.effect(CosmosDatabase.CosmosDatabase, CosmosDatabase.make(settings)), credentials)
    const onPlace = <A>(body: (store: TeamStore["Service"]) => Effect.Effect<A, unknown>) =>
      Effect.runPromise(asProcess(place, Effect.flatMap(TeamStore, body)))
    const stored = await onPlace((store) => store.create(firstCommit(1)))
    await container.replace({
      id: "teams",
      partitionKey: { paths: ["/team"] },
      indexingPolicy: { includedPaths: [{ path: "/team/?" }], excludedPaths: [{ path: "/*" }] }
    })
    client.dispose()
    expect(await provisioned(settings)).toEqual([
      { container: "teams", done: "brought up to date" },
      { container: "users", done: "left as it was" }
    ])
    expect(await onPlace((store) => store.load(idOf(1)))).toStrictEqual(Option.some(stored))
  })

  it("leaves a container alone that isn't ours, and says so", async () => {
    const settings = await settingsOf(randomUUID())
    const { CosmosClient } = await import("@azure/cosmos")
    const { Redacted } = await import("effect")
    const client = new CosmosClient({ endpoint: settings.endpoint, key: Redacted.value(settings.key) })
    const { database } = await client.databases.create({ id: settings.database })
    await database.containers.create({ id: "teams", partitionKey: { paths: ["/id"] } })
    client.dispose()
    const refused = await Effect.runPromise(Effect.flip(Effect.provide(provisionIn(settings), credentials)))
    expect(refused).toBeInstanceOf(NotProvisioned)
    expect(refused.message).toContain("/id")
    expect((await truth(settings.database)).map(({ partitionKey }) => partitionKey.paths)).toEqual([["/id"]])
  })

  it("needs the key, because a role lets nobody make containers", async () => {
    const { key: _, ...withoutKey } = await settingsOf(randomUUID())
    const refused = await Effect.runPromise(Effect.flip(Effect.provide(provisionIn(withoutKey), credentials)))
    expect(refused.message).toContain("COSMOS_KEY")
  })
})

describe("with a token of Entra ID", () => {
  it("the stores work in what was provisioned", async () => {
    const { key, ...withoutKey } = await settingsOf(randomUUID())
    await provisioned({ ...withoutKey, key })
    const place = Layer.effect(CosmosDatabase.CosmosDatabase, CosmosDatabase.make(withoutKey))
    const [stored, loaded] = await Effect.runPromise(
      asProcess(
        Layer.provide(place, credentials),
        Effect.gen(function* () {
          const store = yield* TeamStore
          return [yield* store.create(firstCommit(1)), yield* store.load(idOf(1))] as const
        })
      )
    )
    expect(loaded).toStrictEqual(Option.some(stored))
  })
})
