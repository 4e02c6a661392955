import { sentinelContributor, sentinelReader, sentinelResponder } from "@incident-teams/adapter-memory/BuiltInRoles"
import { IncidentHand, type NewIncident } from "@incident-teams/adapter-memory/IncidentHand"
import * as MemoryAzureRights from "@incident-teams/adapter-memory/MemoryAzureRights"
import * as MemoryCollaborationPlatform from "@incident-teams/adapter-memory/MemoryCollaborationPlatform"
import * as MemoryCreationPolicy from "@incident-teams/adapter-memory/MemoryCreationPolicy"
import * as MemoryDirectory from "@incident-teams/adapter-memory/MemoryDirectory"
import * as MemoryEndedSessions from "@incident-teams/adapter-memory/MemoryEndedSessions"
import * as MemoryFavoritesStore from "@incident-teams/adapter-memory/MemoryFavoritesStore"
import * as MemoryIncidentSource from "@incident-teams/adapter-memory/MemoryIncidentSource"
import * as MemoryProviderIncidents from "@incident-teams/adapter-memory/MemoryProviderIncidents"
import * as MemoryTeamStore from "@incident-teams/adapter-memory/MemoryTeamStore"
import * as MemoryWatermarkStore from "@incident-teams/adapter-memory/MemoryWatermarkStore"
import { PlatformHand } from "@incident-teams/adapter-memory/PlatformHand"
import * as WorkBell from "@incident-teams/application/changes/WorkBell"
import { Deployment } from "@incident-teams/application/deployment/Deployment"
import { PlatformTime } from "@incident-teams/application/deployment/PlatformTime"
import * as HookInbox from "@incident-teams/application/feed/HookInbox"
import { defaultFeedTerms, sweep } from "@incident-teams/application/feed/incidentFeed"
import * as CommitBell from "@incident-teams/application/live/CommitBell"
import * as LiveChanges from "@incident-teams/application/live/LiveChanges"
import * as Health from "@incident-teams/application/monitoring/Health"
import * as StoreWrites from "@incident-teams/application/monitoring/StoreWrites"
import * as TeamGauges from "@incident-teams/application/monitoring/TeamGauges"
import * as WorkerHeartbeat from "@incident-teams/application/monitoring/WorkerHeartbeat"
import { AzureRightsSource } from "@incident-teams/application/ports/AzureRightsSource"
import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import { Directory } from "@incident-teams/application/ports/Directory"
import type { EndedSessions } from "@incident-teams/application/ports/EndedSessions"
import { IncidentDocuments } from "@incident-teams/application/ports/IncidentDocuments"
import { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import * as IncidentParts from "@incident-teams/application/recent/IncidentParts"
import * as RecentRights from "@incident-teams/application/recent/RecentRights"
import * as RecentTeams from "@incident-teams/application/recent/RecentTeams"
import { leaseTerms } from "@incident-teams/application/reconcile/Claim"
import { reconcileOnce } from "@incident-teams/application/reconcile/reconciler"
import { withHand } from "@incident-teams/application/testing/Hand"
import { Patience } from "@incident-teams/application/use-cases/awaitTeam"
import { defined } from "@incident-teams/domain/defined"
import { Namespace } from "@incident-teams/domain/ids/Namespace"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { scaledTiming } from "@incident-teams/domain/team/Timing"
import { Clock, type Context, Effect, Layer, Logger, ManagedRuntime, Metric, Option } from "effect"
import { expect } from "vitest"
import * as Admission from "../src/admission/Admission.ts"
import * as RecentTokens from "../src/authentication/RecentTokens.ts"
import { TokenVerifier } from "../src/authentication/TokenVerifier.ts"
import * as PageFiles from "../src/page/PageFiles.ts"
import { PageSettings } from "../src/page/PageSettings.ts"
import { SignIn } from "../src/page/sign-in/SignIn.ts"
import * as RateLimit from "../src/rate/RateLimit.ts"
import { restApp } from "../src/restApp.ts"
import type { Role } from "../src/Role.ts"
import { Seals } from "../src/sealing/Seals.ts"
import { fakeSignIn } from "./fakeSignIn.ts"
import { pageSettings, publicUrl, seals } from "./pageVisitors.ts"
import { applications, creators, sample, tier1, workspace } from "./sampleCallers.ts"
import { bearerOf, type TestCaller, verifier } from "./testTokens.ts"

export interface Sent {
  /** Nobody unless named. */
  readonly as?: TestCaller
  /** Encoded as JSON; `raw` goes as it is. */
  readonly body?: unknown
  readonly raw?: string | Uint8Array<ArrayBuffer>
  readonly headers?: Readonly<Record<string, string>>
}

export interface Answered {
  readonly status: number
  readonly headers: Headers
  // A test compares what it reads of an answer, so a wrong guess fails it.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly body: any
}

export interface TestOptions {
  readonly workspaces?: ReadonlyArray<string>
  /** Where incidents and their ARM documents are. Default: in memory, which has no documents. */
  readonly incidents?: Layer.Layer<
    IncidentSource | IncidentDocuments | IncidentHand,
    never,
    MemoryAzureRights.RightsHand
  >
  readonly accessDecision?: "owner" | "automatic"
  /** How long an incident that was only seen closed counts as open. Default: 0. */
  readonly closeGrace?: number
  /** Default: an hour. */
  readonly accessPauseMillis?: number
  readonly store?: Layer.Layer<TeamStore>
  readonly endedSessions?: Layer.Layer<EndedSessions>
  /** How long the Sentinel-shaped createTeam waits. */
  readonly patienceMillis?: number
  readonly live?: LiveChanges.LiveTerms
  readonly metrics?: boolean
  readonly role?: Role
  readonly corsOrigins?: ReadonlyArray<string>
  readonly requestsPerMinute?: number
  readonly admission?: Partial<Admission.AdmissionTerms>
  readonly health?: Health.HealthTerms
  readonly verifier?: TokenVerifier["Service"]
  /** With what main.ts remembers: tokens, rights and teams. Default: without, so that everything is read at each request. */
  readonly remembers?: boolean
}

/** Memory's platform answers at once where its time runs so fast. */
const timing = scaledTiming(10_000)
/** Milliseconds; a day is 8,640 of them here. */
const moment = 100
const terms = { ...leaseTerms("test"), concurrency: 8, waitAtMostMillis: 10 }

const noDocuments = () =>
  Effect.die(
    new Error(
      "Memory has no ARM documents. Give restUnderTest the incidents of simulatedSentinel, in an integration test."
    )
  )
const withoutDocuments = Layer.succeed(IncidentDocuments, {
  list: noDocuments,
  get: noDocuments,
  put: noDocuments,
  delete: noDocuments,
  evidence: noDocuments
})

/**
 * The whole server in memory, asked through its app with real tokens. A warning or error in its log fails the
 * test that calls `settled`: an undocumented refusal is one, and so is a fault of ours.
 */
export const restUnderTest = (options: TestOptions = {}) => {
  const workspaces = (options.workspaces ?? [workspace]).map((alias) => WorkspaceAlias.make(alias))
  const complaints: Array<unknown> = []
  const logged: Array<string> = []
  const inMemory = Layer.merge(MemoryIncidentSource.layer(workspaces.map((alias) => ({ alias }))), withoutDocuments)
  const stores = StoreWrites.layer(CommitBell.layer(options.store ?? MemoryTeamStore.layer))
  const tokens = Layer.succeed(TokenVerifier, options.verifier ?? verifier)
  const outside = Layer.mergeAll(
    (options.incidents ?? inMemory).pipe(Layer.provideMerge(MemoryAzureRights.layer(workspaces))),
    MemoryCollaborationPlatform.layer,
    MemoryDirectory.layer({ people: Object.values(sample), groups: [creators, tier1] })
  )
  const hands = Layer.mergeAll(
    withHand(IncidentSource),
    withHand(AzureRightsSource),
    withHand(CollaborationPlatform),
    withHand(Directory)
  )
  const sources = hands.pipe(Layer.provideMerge(outside))
  const layer = Layer.mergeAll(
    Health.layerOf(options.health ?? Health.defaultHealthTerms),
    HookInbox.layer,
    IncidentParts.layer,
    TeamGauges.layerOf(0),
    LiveChanges.layerOf(options.live ?? LiveChanges.defaultLiveTerms)
  ).pipe(
    Layer.provideMerge(
      Layer.mergeAll(
        options.remembers === true ? RecentRights.layer(sources) : sources,
        MemoryCreationPolicy.layer,
        MemoryProviderIncidents.layer,
        options.endedSessions ?? MemoryEndedSessions.layer,
        MemoryFavoritesStore.layer,
        options.remembers === true ? RecentTeams.layer(stores) : stores,
        WorkBell.layer,
        WorkerHeartbeat.layer,
        Layer.succeed(Patience, options.patienceMillis ?? 25_000),
        Layer.succeed(PlatformTime, { ...timing, closeGrace: options.closeGrace ?? 0 }),
        options.remembers === true ? RecentTokens.layer(tokens) : tokens,
        Layer.succeed(
          Admission.Admission,
          Admission.make({ ...Admission.defaultAdmissionTerms, ...options.admission })
        ),
        Layer.succeed(RateLimit.RateLimit, RateLimit.make(options.requestsPerMinute ?? 1_000_000)),
        Layer.sync(Metric.MetricRegistry, () => new Map()),
        Layer.succeed(Deployment, {
          namespace: Namespace.make("test"),
          publicUrl,
          standbyOwners: [sample.ines.id],
          withApp: false,
          announce: true,
          neutralNames: false,
          accessDecision: options.accessDecision ?? "owner",
          accessPauseMillis: options.accessPauseMillis ?? 3_600_000,
          merges: "follow"
        }),
        Layer.succeed(PageSettings, pageSettings),
        Layer.succeed(PageFiles.PageFiles, PageFiles.make(pageSettings.base)),
        Layer.succeed(Seals, seals),
        Layer.succeed(SignIn, fakeSignIn),
        Logger.layer([
          Logger.map(Logger.formatJson, (line) => {
            logged.push(line)
          }),
          Logger.make(({ logLevel, message, cause }) => {
            if (logLevel === "Warn" || logLevel === "Error" || logLevel === "Fatal") complaints.push({ message, cause })
          })
        ])
      )
    )
  )
  const runtime = ManagedRuntime.make(layer)
  const app = restApp(runtime, {
    metrics: options.metrics ?? false,
    role: options.role ?? "all",
    corsOrigins: options.corsOrigins ?? []
  })
  const run = runtime.runPromise

  const ready = run(
    Effect.gen(function* () {
      const { assign } = yield* MemoryAzureRights.RightsHand
      const policy = yield* MemoryCreationPolicy.PolicyHand
      yield* (yield* PlatformHand).behave({ operationTakes: 0 })
      policy.setCreation({ _tag: "MembersOf", group: creators.id })
      for (const alias of workspaces) {
        const { bystander: _, ...responders } = applications
        for (const { id } of [sample.ben, sample.chloe, ...Object.values(responders)]) {
          assign(id, alias, sentinelResponder)
        }
        assign(sample.ana.id, alias, sentinelContributor)
        assign(sample.dev.id, alias, sentinelReader)
      }
    })
  )

  const send = async (method: string, path: string, { as, body, raw, headers }: Sent = {}): Promise<Answered> => {
    await ready
    const content = raw ?? (body === undefined ? undefined : JSON.stringify(body))
    const response = await app.request(path, {
      method,
      ...defined({ body: content }),
      headers: {
        ...(as === undefined ? {} : { authorization: await bearerOf(as) }),
        ...(content === undefined ? {} : { "content-type": "application/json" }),
        ...headers
      }
    })
    if (response.headers.get("content-type") === "text/event-stream") {
      await response.body?.cancel()
      return { status: response.status, headers: response.headers, body: undefined }
    }
    const text = await response.text()
    return { status: response.status, headers: response.headers, body: text === "" ? undefined : JSON.parse(text) }
  }

  return {
    app,
    run,
    send,
    complaints,
    /** Every line of the log. */
    logged,
    newIncident: (incident?: NewIncident, alias: string = workspace) =>
      run(Effect.flatMap(IncidentHand, (hand) => hand.add(WorkspaceAlias.make(alias), incident))),
    /** What the feed does from time to time. */
    sweep: (alias: string = workspace) =>
      run(
        Effect.flatMap(Clock.currentTimeMillis, (at) =>
          sweep(WorkspaceAlias.make(alias), defaultFeedTerms, timestampOf(at))
        ).pipe(Effect.provide(MemoryWatermarkStore.layer))
      ),
    /** Lets workers do everything that is due within a moment. */
    work: () =>
      run(
        Effect.gen(function* () {
          const store = yield* TeamStore
          let due: Option.Option<number> = Option.some(0)
          while (Option.isSome(due) && due.value < (yield* Clock.currentTimeMillis) + moment) {
            if ((yield* reconcileOnce(terms)) === 0) yield* Effect.sleep(2)
            due = yield* store.nextDue()
          }
        })
      ),
    /** Acts with a hand: `use(handOn(Directory), (hand) => hand.heal())`. */
    use: <I extends Layer.Success<typeof layer>, S, A>(key: Context.Key<I, S>, act: (hand: S) => A) =>
      run(Effect.map(key, act)),
    incidents: <A>(act: (hand: IncidentHand["Service"]) => A) => run(Effect.map(IncidentHand, act)),
    directory: <A>(act: (hand: MemoryDirectory.DirectoryHand["Service"]) => A) =>
      run(Effect.map(MemoryDirectory.DirectoryHand, act)),
    platform: <A>(act: (hand: PlatformHand["Service"]) => Effect.Effect<A> | undefined) =>
      run(Effect.flatMap(PlatformHand, (hand) => act(hand) ?? Effect.void)),
    teams: () => run(Effect.flatMap(PlatformHand, (hand) => hand.teams)),
    /** Nothing was complained about: no fault of ours, no refusal that the contract doesn't name. */
    settled: async () => {
      await runtime.dispose()
      expect(complaints).toEqual([])
    }
  }
}
