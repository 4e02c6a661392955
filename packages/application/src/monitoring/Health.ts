import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { InstallationTroubleKind } from "@incident-teams/domain/team/Outcome"
import { Cache, Context, Duration, Effect, Layer, Option } from "effect"
import { now } from "../changes/decideAndCommit.ts"
import { Deployment } from "../deployment/Deployment.ts"
import { Directory } from "../ports/Directory.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import { asSystem } from "../ports/Session.ts"
import { TeamStore } from "../ports/TeamStore.ts"
import { delayedTeams, installationDelays } from "./delays.ts"
import { StoreWrites } from "./StoreWrites.ts"
import { tryToStore } from "./tryToStore.ts"
import { WorkerHeartbeat } from "./WorkerHeartbeat.ts"

/** Which dependencies answer. */
export interface Found {
  readonly store: boolean
  /** False if this process's last write failed, and still does. */
  readonly storeWritable: boolean
  readonly graph: boolean
  readonly sentinel: boolean
  /** Whether this process's worker is running; absent where there is none. */
  readonly worker?: boolean
  /** What keeps teams waiting until someone acts on the installation, each once. Empty where the store doesn't answer. */
  readonly installation: ReadonlyArray<InstallationTroubleKind>
  readonly at: Timestamp
}

export interface HealthTerms {
  /** How long a result is reused for all callers. */
  readonly rememberedMillis: number
  /** A dependency that doesn't answer by then counts as failing. */
  readonly patienceMillis: number
  /** A worker without a heartbeat for so long has stopped. */
  readonly silenceMillis: number
}

export const defaultHealthTerms: HealthTerms = {
  rememberedMillis: 10_000,
  patienceMillis: 5_000,
  silenceMillis: 60_000
}

/** The health of the dependencies. Both are remembered. */
export class Health extends Context.Service<
  Health,
  {
    readonly look: Effect.Effect<Found>
    /** Of what `look` finds, what the store alone tells: without waiting for the other dependencies. */
    readonly installation: Effect.Effect<Found["installation"]>
  }
>()("@incident-teams/application/monitoring/Health") {}

/**
 * Each check is one cheap read; only where the last write failed, one is tried. However many ask at once, it is made once.
 */
export const layerOf = ({ rememberedMillis, patienceMillis, silenceMillis }: HealthTerms) =>
  Layer.effect(
    Health,
    Effect.gen(function* () {
      const store = yield* TeamStore
      const directory = yield* Directory
      const source = yield* IncidentSource
      const heartbeat = yield* WorkerHeartbeat
      const writes = yield* StoreWrites
      const { standbyOwners } = yield* Deployment

      const answers = <A, E>(what: string, read: Effect.Effect<A, E>): Effect.Effect<boolean> =>
        Effect.timeoutOption(read, patienceMillis).pipe(
          Effect.flatMap((answer) =>
            Option.isSome(answer)
              ? Effect.succeed(true)
              : Effect.as(Effect.logWarning(`${what} doesn't answer within ${patienceMillis} ms`), false)
          ),
          Effect.catchCause((cause) => Effect.as(Effect.logWarning(`${what} can't be used`, cause), false))
        )

      const remembered = <A>(read: Effect.Effect<A>): Effect.Effect<Effect.Effect<A>> =>
        Effect.map(
          Cache.make({ capacity: 1, lookup: (_: "all") => read, timeToLive: Duration.millis(rememberedMillis) }),
          (cache) => Cache.get(cache, "all")
        )

      const installation = yield* remembered(
        delayedTeams.pipe(
          Effect.provideService(TeamStore, store),
          Effect.timeoutOption(patienceMillis),
          Effect.map(Option.getOrElse(() => [])),
          Effect.catchTag("StoreUnavailable", () => Effect.succeed([])),
          Effect.map((waiting) => [...new Set(installationDelays(waiting).map(({ kind }) => kind))])
        )
      )

      const found = Effect.gen(function* () {
        const [storeAnswers, storeWritable, graph, sentinel] = yield* Effect.all(
          [
            answers("The store", store.nextDue()),
            // Nobody may write any more where this process isn't ready.
            writes.lastFailed
              ? answers("The store, for writing,", Effect.provideService(tryToStore, TeamStore, store))
              : Effect.succeed(true),
            answers(
              "Microsoft Graph",
              standbyOwners.length === 0
                ? Effect.asVoid(directory.searchGroups("a", 1))
                : Effect.asVoid(directory.people(standbyOwners.slice(0, 1)))
            ),
            answers(
              "Microsoft Sentinel",
              Effect.forEach(
                source.workspaces,
                ({ alias }) =>
                  source.list(alias, { filter: {}, order: { by: "lastModified", descending: true }, top: 1 }, asSystem),
                { concurrency: 4, discard: true }
              )
            )
          ],
          { concurrency: "unbounded" }
        )
        const silence = yield* heartbeat.silence
        const answer: Found = {
          store: storeAnswers,
          storeWritable,
          graph,
          sentinel,
          ...(Option.isNone(silence) ? {} : { worker: silence.value < silenceMillis }),
          installation: yield* installation,
          at: yield* now
        }
        return answer
      })
      return Health.of({ look: yield* remembered(found), installation })
    })
  )

export const layer = layerOf(defaultHealthTerms)
