import type { CosmosClient } from "@azure/cosmos"
import { EntraCredentials } from "@incident-teams/adapter-entra/EntraCredentials"
import { Context, Effect, Layer, Redacted } from "effect"
import { teamsContainer, usersContainer } from "./containers.ts"
import { type CosmosContainer, makeContainer } from "./CosmosContainer.ts"
import { type CosmosSettings, cosmosSettings } from "./CosmosSettings.ts"
import { persistently } from "./wire/persistently.ts"

/** The containers that every store of this process shares, through one client and so in one session. */
export class CosmosDatabase extends Context.Service<
  CosmosDatabase,
  {
    readonly teams: CosmosContainer
    /** Tells the container `teams` from another one of its name. */
    readonly teamsId: string
    readonly users: CosmosContainer
  }
>()("@incident-teams/adapter-cosmos/CosmosDatabase") {}

/** One request is given up after so long, in milliseconds; what it was for has a limit of its own. */
const requestMillis = 10_000

/** The SDK takes nearly two seconds to load, so it is loaded by whoever needs it. */
const sdk = Effect.promise(() => import("@azure/cosmos"))

/** The official client of these settings; it lives as long as the scope. */
export const connect = Effect.fnUntraced(function* ({ endpoint, key }: CosmosSettings) {
  const { CosmosClient: Client } = yield* sdk
  const { application } = yield* EntraCredentials
  return yield* Effect.acquireRelease(
    Effect.sync(
      (): CosmosClient =>
        new Client({
          endpoint,
          ...(key === undefined ? { aadCredentials: application } : { key: Redacted.value(key) }),
          consistencyLevel: "Session",
          userAgentSuffix: "incident-teams",
          connectionPolicy: {
            requestTimeout: requestMillis,
            // We repeat what was throttled, with more or less patience (persistently.ts).
            retryOptions: { maxRetryAttemptCount: 0 },
            // Compare-and-swap holds with one write region only: with several, a write may be undone later.
            useMultipleWriteLocations: false
          }
        })
    ),
    (client) => Effect.sync(() => client.dispose())
  )
})

/**
 * With these settings. Looks for the containers at once: later, when one isn't there, an item isn't there either, and
 * nobody could tell the two apart.
 */
export const make = Effect.fnUntraced(function* (settings: CosmosSettings) {
  const client = yield* connect(settings)
  const { ChangeFeedStartFrom } = yield* sdk
  const database = client.database(settings.database)
  const teams = makeContainer(database.container(teamsContainer.id), ChangeFeedStartFrom)
  const users = makeContainer(database.container(usersContainer.id), ChangeFeedStartFrom)
  const [teamsId] = yield* Effect.all([persistently(teams.resourceId), persistently(users.resourceId)], {
    concurrency: "unbounded"
  })
  return CosmosDatabase.of({ teams, teamsId, users })
})

/** From the environment, see `cosmosSettings`. */
export const layer = Layer.effect(CosmosDatabase, Effect.flatMap(cosmosSettings, make))
