#!/usr/bin/env node
import * as NodeRuntime from "@effect/platform-node/NodeRuntime"
import * as NodeServices from "@effect/platform-node/NodeServices"
import * as CosmosEndedSessions from "@incident-teams/adapter-cosmos/CosmosEndedSessions"
import * as CosmosFavoritesStore from "@incident-teams/adapter-cosmos/CosmosFavoritesStore"
import * as CosmosSettings from "@incident-teams/adapter-cosmos/CosmosSettings"
import * as CosmosTeamStore from "@incident-teams/adapter-cosmos/CosmosTeamStore"
import * as CosmosWatermarkStore from "@incident-teams/adapter-cosmos/CosmosWatermarkStore"
import * as Cosmos from "@incident-teams/adapter-cosmos/provision"
import * as ClientProof from "@incident-teams/adapter-entra/ClientProof"
import * as EntraCredentials from "@incident-teams/adapter-entra/EntraCredentials"
import { prepareSetup } from "@incident-teams/adapter-entra/setup/prepareSetup"
import * as GraphClient from "@incident-teams/adapter-graph/GraphClient"
import * as GraphCollaborationPlatform from "@incident-teams/adapter-graph/GraphCollaborationPlatform"
import * as GraphCreationPolicy from "@incident-teams/adapter-graph/GraphCreationPolicy"
import * as GraphDirectory from "@incident-teams/adapter-graph/GraphDirectory"
import * as GraphProviderIncidents from "@incident-teams/adapter-graph/GraphProviderIncidents"
import { lookAtGraph } from "@incident-teams/adapter-graph/lookAtGraph"
import { lookAtTeamsOfStandbyOwners } from "@incident-teams/adapter-graph/lookAtTeamsOfStandbyOwners"
import { commitsElsewhere } from "@incident-teams/adapter-postgres/commitsElsewhere"
import { lookAtPostgres } from "@incident-teams/adapter-postgres/lookAtPostgres"
import * as Postgres from "@incident-teams/adapter-postgres/PostgresDatabase"
import * as PostgresEndedSessions from "@incident-teams/adapter-postgres/PostgresEndedSessions"
import * as PostgresFavoritesStore from "@incident-teams/adapter-postgres/PostgresFavoritesStore"
import * as PostgresSettings from "@incident-teams/adapter-postgres/PostgresSettings"
import * as PostgresTeamStore from "@incident-teams/adapter-postgres/PostgresTeamStore"
import * as PostgresWatermarkStore from "@incident-teams/adapter-postgres/PostgresWatermarkStore"
import * as ArmConnection from "@incident-teams/adapter-sentinel/arm/ArmConnection"
import * as ArmAzureRightsSource from "@incident-teams/adapter-sentinel/ArmAzureRightsSource"
import { lookAtWorkspaces } from "@incident-teams/adapter-sentinel/lookAtWorkspaces"
import * as SentinelIncidentDocuments from "@incident-teams/adapter-sentinel/SentinelIncidentDocuments"
import * as SentinelIncidentSource from "@incident-teams/adapter-sentinel/SentinelIncidentSource"
import * as SqliteEndedSessions from "@incident-teams/adapter-sqlite/SqliteEndedSessions"
import * as SqliteFavoritesStore from "@incident-teams/adapter-sqlite/SqliteFavoritesStore"
import * as SqliteTeamStore from "@incident-teams/adapter-sqlite/SqliteTeamStore"
import * as SqliteWatermarkStore from "@incident-teams/adapter-sqlite/SqliteWatermarkStore"
import * as WorkBell from "@incident-teams/application/changes/WorkBell"
import * as Deployment from "@incident-teams/application/deployment/Deployment"
import * as PlatformTime from "@incident-teams/application/deployment/PlatformTime"
import { lookAtDelays } from "@incident-teams/application/doctor/lookAtDelays"
import { lookAtStore } from "@incident-teams/application/doctor/lookAtStore"
import { lookAtPolicy, lookAtQuota, lookAtStandbyOwners } from "@incident-teams/application/doctor/lookAtTenant"
import * as HookInbox from "@incident-teams/application/feed/HookInbox"
import * as CommitBell from "@incident-teams/application/live/CommitBell"
import * as LiveChanges from "@incident-teams/application/live/LiveChanges"
import { ringForCommitsElsewhere } from "@incident-teams/application/live/ringForCommitsElsewhere"
import * as Health from "@incident-teams/application/monitoring/Health"
import * as StoreWrites from "@incident-teams/application/monitoring/StoreWrites"
import * as TeamGauges from "@incident-teams/application/monitoring/TeamGauges"
import * as WorkerHeartbeat from "@incident-teams/application/monitoring/WorkerHeartbeat"
import { sideBySide } from "@incident-teams/application/ports/sideBySide"
import * as IncidentParts from "@incident-teams/application/recent/IncidentParts"
import * as RecentRights from "@incident-teams/application/recent/RecentRights"
import * as RecentTeams from "@incident-teams/application/recent/RecentTeams"
import { Effect, Layer } from "effect"
import { Command } from "effect/cli"
import * as Admission from "./admission/Admission.ts"
import { ClientAuthentication } from "./authentication/ClientAuthentication.ts"
import * as EntraTokens from "./authentication/EntraTokens.ts"
import * as RecentTokens from "./authentication/RecentTokens.ts"
import { chosenStore } from "./chosenStore.ts"
import { commandLine, globalFlags } from "./commands/commandLine.ts"
import { doctor, examine } from "./commands/doctor.ts"
import { exitCode } from "./commands/exitCode.ts"
import { lookAtPublicAddress } from "./commands/lookAtPublicAddress.ts"
import { lookAtSetup } from "./commands/lookAtSetup.ts"
import { provision } from "./commands/provision.ts"
import { serve } from "./commands/serve.ts"
import { settingsIn } from "./commands/settingsIn.ts"
import { setup } from "./commands/setup.ts"
import { untilApplied } from "./commands/untilApplied.ts"
import { jsonLogs } from "./jsonLogs.ts"
import * as PageFiles from "./page/PageFiles.ts"
import * as PageSettings from "./page/PageSettings.ts"
import * as EntraSignIn from "./page/sign-in/EntraSignIn.ts"
import * as RateLimit from "./rate/RateLimit.ts"
import * as Seals from "./sealing/Seals.ts"
import { teamsAppPackage } from "./teams-app/teamsAppPackage.ts"
import { tracing } from "./tracing/tracing.ts"
import { version } from "./version.ts"

const forOneMachine = Layer.mergeAll(
  RecentTeams.layer(StoreWrites.layer(CommitBell.layer(SqliteTeamStore.layer))),
  SqliteFavoritesStore.layer,
  SqliteEndedSessions.layer,
  SqliteWatermarkStore.layer
)
const onCosmos = Layer.mergeAll(
  RecentTeams.layer(StoreWrites.layer(CommitBell.layer(CosmosTeamStore.layer))),
  CosmosFavoritesStore.layer,
  CosmosEndedSessions.layer,
  CosmosWatermarkStore.layer
)
const onPostgres = ringForCommitsElsewhere(commitsElsewhere).pipe(
  Layer.provide(WorkBell.layer),
  Layer.provideMerge(
    Layer.mergeAll(
      RecentTeams.layer(StoreWrites.layer(CommitBell.layer(PostgresTeamStore.layer))),
      PostgresFavoritesStore.layer,
      PostgresEndedSessions.layer,
      PostgresWatermarkStore.layer
    )
  )
)
type AnyStores = typeof onCosmos | typeof onPostgres | typeof forOneMachine

/** A deployment has one store, which the settings choose. */
const store = Effect.flatMap(
  Effect.all({ cosmos: CosmosSettings.isConfigured, postgres: PostgresSettings.isConfigured }),
  chosenStore
)

const stores = Layer.unwrap(
  Effect.map(
    store,
    (chosen): Layer.Layer<Layer.Success<AnyStores>, Layer.Error<AnyStores>, Layer.Services<AnyStores>> =>
      ({ cosmos: onCosmos, postgres: onPostgres, sqlite: forOneMachine })[chosen]
  )
)

/** Where incidents come from. Another source stands beside Sentinel, with its own workspace aliases. */
const incidents = RecentRights.layer(
  sideBySide({
    "Microsoft Sentinel": Layer.mergeAll(
      SentinelIncidentSource.layer,
      SentinelIncidentDocuments.layer,
      ArmAzureRightsSource.layer
    )
  })
)

/** Where teams are. A deployment has one platform. */
const platform = Layer.mergeAll(
  GraphCollaborationPlatform.layer,
  GraphDirectory.layer,
  GraphCreationPolicy.layer,
  GraphProviderIncidents.layer
)

/** Who calls, by the token that is sent or kept. */
const tokens = RecentTokens.layer(EntraTokens.layer)

/** The Incident page, and signing in to it. */
const page = Layer.mergeAll(Seals.layer, Layer.provide(EntraSignIn.layer, tokens), PageFiles.layer).pipe(
  Layer.provideMerge(PageSettings.layer),
  Layer.provide(Deployment.layer),
  Layer.provide(Layer.effect(ClientAuthentication, ClientProof.ClientProof)),
  Layer.provide(ClientProof.layer)
)

/** Everything behind the ports, from the environment. */
export const services = Layer.mergeAll(
  Health.layer,
  HookInbox.layer,
  IncidentParts.layer,
  LiveChanges.layer,
  TeamGauges.layer
)
  .pipe(
    Layer.provideMerge(
      Layer.mergeAll(
        incidents,
        platform,
        stores,
        Deployment.layer,
        PlatformTime.layer,
        WorkBell.layer,
        WorkerHeartbeat.layer,
        tokens,
        RateLimit.layer,
        Admission.layer,
        page
      )
    )
  )
  .pipe(
    Layer.provide(GraphClient.layer),
    Layer.provide(EntraCredentials.layer),
    Layer.provideMerge(tracing),
    Layer.provideMerge(jsonLogs)
  )

/** What is looked at in a set-up that has a store, in the order in which it is mended. */
const checkedOnStore = (isStarted: boolean) =>
  Effect.map(
    Effect.all([
      lookAtGraph,
      lookAtPolicy,
      lookAtStandbyOwners,
      lookAtTeamsOfStandbyOwners,
      lookAtWorkspaces,
      lookAtStore,
      lookAtQuota,
      lookAtDelays,
      lookAtPublicAddress(isStarted)
    ]),
    (found) => found.flat()
  ).pipe(
    Effect.provide(
      Layer.merge(
        services,
        Layer.provideMerge(Layer.merge(ArmConnection.layer, GraphClient.layer), EntraCredentials.layer)
      )
    )
  )

/** A database that can't be used keeps everything else from being looked at. `isStarted`: the server should be running. */
const checked = (isStarted: boolean) =>
  Effect.gen(function* () {
    const database = (yield* store) === "postgres" ? yield* lookAtPostgres : []
    return database.some(({ state }) => state === "problem")
      ? database
      : [...database, ...(yield* checkedOnStore(isStarted))]
  })

const provisioned = Effect.fnUntraced(function* (maxThroughput: number | undefined) {
  return (yield* store) === "postgres"
    ? yield* Postgres.provision
    : yield* Effect.provide(Cosmos.provision(maxThroughput), EntraCredentials.layer)
})

const commands = commandLine({
  serve: (role) => serve(services, role),
  doctor: ({ json, from, settingsFile }) =>
    from === undefined
      ? doctor(examine(checked(true)), json)
      : doctor(
          Effect.map(
            Effect.all([
              lookAtSetup(prepareSetup(teamsAppPackage), from, settingsFile),
              Effect.provide(examine(checked(true)), settingsIn(settingsFile))
            ]),
            (found) => found.flat()
          ),
          json
        ),
  provision: (maxThroughput) => provision(provisioned(maxThroughput)),
  setup: (asked) =>
    setup(asked, process.stdin.isTTY, prepareSetup(teamsAppPackage), (file) =>
      Effect.flatMap(PlatformTime.platformTimeScale, (scale) =>
        doctor(untilApplied(examine(checked(false)), scale), false)
      ).pipe(Effect.provide(settingsIn(file)))
    )
})

// A test that has the services doesn't start anything.
if (import.meta.main) {
  Command.run(commands, { version }).pipe(
    Effect.provide(Layer.merge(NodeServices.layer, globalFlags)),
    NodeRuntime.runMain({ disableErrorReporting: true, teardown: (exit, onExit) => onExit(exitCode(exit)) })
  )
}
