import type { Database } from "@azure/cosmos"
import { defined } from "@incident-teams/domain/defined"
import { Data, Effect } from "effect"
import { type ContainerPlan, teamsContainer, usersContainer } from "./containers.ts"
import { connect } from "./CosmosDatabase.ts"
import { type CosmosSettings, cosmosSettings } from "./CosmosSettings.ts"
import type { CallFailure } from "./wire/CallFailure.ts"
import { failureOf } from "./wire/failureOf.ts"

/** Refused, or not reached. What was made before stays, and doing it again goes on from there. */
export class NotProvisioned extends Data.TaggedError("NotProvisioned")<{
  readonly reason: string
  readonly cause?: unknown
}> {
  override get message(): string {
    return this.reason
  }
}

/** What was done about one container. */
export interface Provisioned {
  readonly container: string
  readonly done: "made" | "brought up to date" | "left as it was"
}

const notProvisioned = (what: string, failure: CallFailure): NotProvisioned =>
  new NotProvisioned({
    reason: `${what} can't be created: ${"reason" in failure ? failure.reason : failure._tag} The data roles of Cosmos DB can't create databases or containers: set COSMOS_KEY for this command, or use infrastructure code.`,
    cause: failure
  })

const attempt = <A>(what: string, run: (signal: AbortSignal) => Promise<A>): Effect.Effect<A, NotProvisioned> =>
  Effect.tryPromise({ try: run, catch: (thrown) => notProvisioned(what, failureOf("read", thrown)) })

const pathsOf = (paths: ReadonlyArray<{ readonly path: string }> | undefined): string =>
  JSON.stringify((paths ?? []).map(({ path }) => path).toSorted())

const containerIn = Effect.fnUntraced(function* (database: Database, plan: ContainerPlan) {
  const what = `The container ${plan.id}`
  const { container, resource, statusCode } = yield* attempt(what, (abortSignal) =>
    database.containers.createIfNotExists(plan, { abortSignal })
  )
  if (statusCode === 201) return { container: plan.id, done: "made" } satisfies Provisioned
  const paths = resource?.partitionKey?.paths ?? []
  if (paths.join() !== plan.partitionKey.paths.join()) {
    return yield* new NotProvisioned({
      reason: `${what} exists with the partition key ${paths.join()} instead of ${plan.partitionKey.paths.join()}, which can't be changed. Choose another COSMOS_DATABASE.`
    })
  }
  const same =
    pathsOf(resource?.indexingPolicy?.includedPaths) === pathsOf(plan.indexingPolicy.includedPaths) &&
    (resource?.defaultTtl ?? undefined) === plan.defaultTtl
  if (same) return { container: plan.id, done: "left as it was" } satisfies Provisioned
  yield* attempt(what, (abortSignal) => container.replace(plan, { abortSignal }))
  return { container: plan.id, done: "brought up to date" } satisfies Provisioned
})

/**
 * Makes the database and its containers where they aren't there, and brings their indexes up to date. `maxThroughput`:
 * request units a second that both share at most (autoscale); left out for a serverless account, or for its default.
 */
export const provisionIn = Effect.fnUntraced(function* (settings: CosmosSettings, maxThroughput?: number) {
  const client = yield* connect(settings)
  const { database } = yield* attempt(`The database ${settings.database}`, (abortSignal) =>
    client().databases.createIfNotExists({ id: settings.database, ...defined({ maxThroughput }) }, { abortSignal })
  )
  return yield* Effect.forEach([teamsContainer, usersContainer], (plan) => containerIn(database, plan))
}, Effect.scoped)

/** In the configured account. */
export const provision = (maxThroughput?: number) =>
  Effect.flatMap(cosmosSettings, (settings) => provisionIn(settings, maxThroughput))
