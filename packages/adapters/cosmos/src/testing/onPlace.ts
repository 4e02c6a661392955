import type { FavoritesStore } from "@incident-teams/application/ports/FavoritesStore"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import type { WatermarkStore } from "@incident-teams/application/ports/WatermarkStore"
import { Effect, Layer } from "effect"
import { afterEach } from "vitest"
import type { CosmosDatabase } from "../CosmosDatabase.ts"
import * as CosmosFavoritesStore from "../CosmosFavoritesStore.ts"
import * as CosmosTeamStore from "../CosmosTeamStore.ts"
import * as CosmosWatermarkStore from "../CosmosWatermarkStore.ts"
import { Patience } from "../wire/persistently.ts"
import { emptyPlace, tenant } from "./cosmosUnderTest.ts"

// Of each test file that imports this: a fault lasts as long as its test.
afterEach(async () => (await tenant()).heal())

type Stores = FavoritesStore | TeamStore | WatermarkStore

/** Every store on one place, as a process has them. */
const storesOn = <E>(place: Layer.Layer<CosmosDatabase, E>): Layer.Layer<Stores, E> =>
  Layer.mergeAll(CosmosTeamStore.layerOn, CosmosFavoritesStore.layerOn, CosmosWatermarkStore.layerOn).pipe(
    Layer.provide(place)
  )

/** The clock is the real one here, and a busy machine may need longer for an answer than a person would wait: 4 minutes only say that it hangs. */
const withPatience = Effect.updateService(Patience, (usual) => (purpose: string) => ({
  ...usual(purpose),
  whole: 240_000
}))

/** What a process does on its own, with a client and a session that no other has. */
export const asProcess = <A, E, E2>(place: Layer.Layer<CosmosDatabase, E2>, body: Effect.Effect<A, E, Stores>) =>
  Effect.provide(body, Layer.fresh(storesOn(place))).pipe(withPatience)

/** The same on a place of its own, as a test's body. */
export const onStores = <A, E>(body: (store: TeamStore["Service"]) => Effect.Effect<A, E, Stores>): Promise<A> =>
  Effect.runPromise(asProcess(emptyPlace(), Effect.flatMap(TeamStore, body)))

/** From here on requests of Cosmos DB go wrong so; `more`: which ones. */
export const goesWrong = (fault: object, more: object = {}) =>
  Effect.promise(async () => (await tenant()).inject({ surface: "cosmos", fault, ...more }))

export const heal = Effect.promise(async () => (await tenant()).heal())

/** Waits until the rule of this id holds a request. */
export const untilHeld = (id: string) =>
  Effect.promise(async () => {
    const rule = (await (await tenant()).control("GET", `/faults/${id}?untilHeld=240000`)) as { readonly held: number }
    if (rule.held === 0) throw new Error(`Nothing was held by "${id}".`)
  })

/** Lets the held request go on, whose sender still waits for it. */
export const letGo = (id: string) =>
  Effect.promise(async () => (await tenant()).control("POST", `/faults/${id}/release`, {}))

interface Container {
  readonly id: string
  readonly items: ReadonlyArray<{ readonly id: string; readonly ttl?: number }>
}

/** Every item in the containers `teams` of all places. */
export const items = Effect.promise(async () => {
  const { databases } = (await (await tenant()).control("GET", "/cosmos?items=true")) as {
    readonly databases: ReadonlyArray<{ readonly containers: ReadonlyArray<Container> }>
  }
  return databases.flatMap(({ containers }) => containers.find(({ id }) => id === "teams")?.items ?? [])
})
