import type { HttpClient } from "@azure/core-rest-pipeline"
import type { CosmosClient } from "@azure/cosmos"
import { EntraCredentials } from "@incident-teams/adapter-entra/EntraCredentials"
import { Context, Effect, Layer, Redacted } from "effect"
import { type ContainerPlan, teamsContainer, usersContainer } from "./containers.ts"
import { type CosmosContainer, makeContainer } from "./CosmosContainer.ts"
import { type CosmosSettings, cosmosSettings } from "./CosmosSettings.ts"
import { persistently } from "./wire/persistently.ts"

/**
 * Notices that a query met a partition that was split (Cosmos DB: 410 with substatus 1002), and lets the SDK fail for
 * that. By itself it means to ask for the new partitions, but asks itself again for ever, and nothing else in the process
 * runs any more (@azure/cosmos 4.10.1, documentProducer.js: the failure is buffered and never taken out).
 */
const noticingSplits = (client: HttpClient, noticed: () => void): HttpClient => ({
  sendRequest: async (request) => {
    const answer = await client.sendRequest(request)
    const isQuery = request.headers.get("x-ms-documentdb-isquery")?.toLowerCase() === "true"
    if (isQuery && answer.status === 410 && answer.headers.get("x-ms-substatus") === "1002") {
      answer.headers.delete("x-ms-substatus")
      noticed()
    }
    return answer
  }
})

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

/** The SDK takes nearly two seconds to load, so it is loaded when it is first needed. */
const sdk = Effect.promise(() => import("@azure/cosmos"))
const pipeline = Effect.promise(() => import("@azure/core-rest-pipeline"))

/**
 * The official client of these settings, for as long as the scope lives. Another one each time that a partition was
 * split: a client never forgets the partitions that it knows. The new one begins a session of its own.
 */
export const connect = Effect.fnUntraced(function* ({ endpoint, key }: CosmosSettings) {
  const { CosmosClient: Client } = yield* sdk
  const { createDefaultHttpClient } = yield* pipeline
  const { application } = yield* EntraCredentials
  let isOutdated = false
  const httpClient = noticingSplits(createDefaultHttpClient(), () => {
    isOutdated = true
  })
  const made = (): CosmosClient =>
    new Client({
      endpoint,
      ...(key === undefined ? { aadCredentials: application } : { key: Redacted.value(key) }),
      consistencyLevel: "Session",
      userAgentSuffix: "incident-teams",
      httpClient,
      connectionPolicy: {
        requestTimeout: requestMillis,
        // We repeat what was throttled, with more or less patience (persistently.ts).
        retryOptions: { maxRetryAttemptCount: 0 },
        // Compare-and-swap holds with one write region only: with several, a write may be undone later.
        useMultipleWriteLocations: false
      }
    })
  let client = made()
  yield* Effect.addFinalizer(() => Effect.sync(() => client.dispose()))
  return (): CosmosClient => {
    if (isOutdated) {
      isOutdated = false
      client.dispose()
      client = made()
    }
    return client
  }
})

/**
 * With these settings. Looks for the containers at once: later, when one isn't there, an item isn't there either, and
 * nobody could tell the two apart.
 */
export const make = Effect.fnUntraced(function* (settings: CosmosSettings) {
  const client = yield* connect(settings)
  const { ChangeFeedStartFrom } = yield* sdk
  const containerOf = ({ id }: ContainerPlan) =>
    makeContainer(() => client().database(settings.database).container(id), ChangeFeedStartFrom)
  const teams = containerOf(teamsContainer)
  const users = containerOf(usersContainer)
  const [teamsId] = yield* Effect.all([persistently(teams.resourceId), persistently(users.resourceId)], {
    concurrency: "unbounded"
  })
  return CosmosDatabase.of({ teams, teamsId, users })
})

/** From the environment, see `cosmosSettings`. */
export const layer = Layer.effect(CosmosDatabase, Effect.flatMap(cosmosSettings, make))
