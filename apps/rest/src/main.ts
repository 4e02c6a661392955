import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as EntraCredentials from "@incident-teams/adapter-entra/EntraCredentials"
import * as GraphClient from "@incident-teams/adapter-graph/GraphClient"
import * as GraphCollaborationPlatform from "@incident-teams/adapter-graph/GraphCollaborationPlatform"
import * as GraphCreationPolicy from "@incident-teams/adapter-graph/GraphCreationPolicy"
import * as GraphDirectory from "@incident-teams/adapter-graph/GraphDirectory"
import * as ArmAzureRightsSource from "@incident-teams/adapter-sentinel/ArmAzureRightsSource"
import * as SentinelIncidentDocuments from "@incident-teams/adapter-sentinel/SentinelIncidentDocuments"
import * as SentinelIncidentSource from "@incident-teams/adapter-sentinel/SentinelIncidentSource"
import * as SqliteFavouritesStore from "@incident-teams/adapter-sqlite/SqliteFavouritesStore"
import * as SqliteTeamStore from "@incident-teams/adapter-sqlite/SqliteTeamStore"
import * as SqliteWatermarkStore from "@incident-teams/adapter-sqlite/SqliteWatermarkStore"
import * as Deployment from "@incident-teams/application/Deployment"
import * as HookInbox from "@incident-teams/application/feed/HookInbox"
import { feedTerms, incidentFeed } from "@incident-teams/application/feed/incidentFeed"
import * as Health from "@incident-teams/application/health/Health"
import * as CommitBell from "@incident-teams/application/live/CommitBell"
import * as LiveChanges from "@incident-teams/application/live/LiveChanges"
import * as TeamGauges from "@incident-teams/application/metrics/TeamGauges"
import * as PlatformTime from "@incident-teams/application/PlatformTime"
import { reconciler } from "@incident-teams/application/reconcile/reconciler"
import { workerTerms } from "@incident-teams/application/reconcile/workerTerms"
import * as WorkBell from "@incident-teams/application/WorkBell"
import { Cause, Effect, Exit, Layer, ManagedRuntime } from "effect"
import * as EntraTokens from "./authentication/EntraTokens.ts"
import { jsonLines, jsonLogs } from "./jsonLogs.ts"
import { listen } from "./listen.ts"
import { metricsSetting } from "./metrics/metricsSetting.ts"
import * as RateLimit from "./rate/RateLimit.ts"
import { restApp } from "./restApp.ts"
import { serverSettings } from "./ServerSettings.ts"
import { tellFailure } from "./startFailure.ts"
import { tlsFiles } from "./tlsFiles.ts"

/** Everything behind the ports, from the environment. */
const runtime = ManagedRuntime.make(
  Layer.mergeAll(Health.layer, HookInbox.layer, LiveChanges.layer, TeamGauges.layer)
    .pipe(
      Layer.provideMerge(
        Layer.mergeAll(
          GraphCollaborationPlatform.layer,
          GraphDirectory.layer,
          GraphCreationPolicy.layer,
          SentinelIncidentDocuments.layer,
          SentinelIncidentSource.layer,
          ArmAzureRightsSource.layer,
          CommitBell.layer(SqliteTeamStore.layer),
          SqliteFavouritesStore.layer,
          SqliteWatermarkStore.layer,
          Deployment.layer,
          PlatformTime.layer,
          WorkBell.layer,
          EntraTokens.layer,
          RateLimit.layer
        )
      )
    )
    .pipe(Layer.provide(GraphClient.layer), Layer.provide(EntraCredentials.layer), Layer.provideMerge(jsonLogs))
)

/** Ends in the order in which it says so: live events and requests under way, then the workers, which give their leases back. */
const server = Effect.gen(function* () {
  const settings = yield* serverSettings
  const { stop } = yield* LiveChanges.LiveChanges
  const { address, drain } = yield* listen(restApp(runtime, { metrics: yield* metricsSetting(settings.host) }), {
    ...settings,
    tls: yield* tlsFiles
  })
  yield* Effect.forkScoped(reconciler(yield* workerTerms))
  yield* Effect.forkScoped(incidentFeed(yield* feedTerms))
  yield* Effect.addFinalizer(() =>
    Effect.logInfo("Incident Teams stops").pipe(Effect.andThen(stop), Effect.andThen(drain))
  )
  yield* Effect.logInfo(`Incident Teams listens on ${address}`)
  return yield* Effect.never
})

NodeRuntime.runMain(
  Effect.flatMap(runtime.contextEffect, (context) => Effect.provideContext(Effect.scoped(server), context)).pipe(
    Effect.tapCause(tellFailure),
    Effect.ensuring(runtime.disposeEffect),
    Effect.provide(jsonLines)
  ),
  {
    disableErrorReporting: true,
    // Being told to stop is no failure.
    teardown: (exit, onExit) => onExit(Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause) ? 0 : 1)
  }
)
