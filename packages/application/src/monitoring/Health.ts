import { defined } from "@incident-teams/domain/defined"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { InstallationTroubleKind } from "@incident-teams/domain/team/Outcome"
import { Cache, Cause, Context, Duration, Effect, Layer, Option } from "effect"
import { now } from "../changes/decideAndCommit.ts"
import { Deployment } from "../deployment/Deployment.ts"
import { Directory, type DirectoryUnavailable } from "../ports/Directory.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import type { InstallationTrouble } from "../ports/InstallationTrouble.ts"
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
  /** What keeps teams waiting, or denies these reads, until someone acts on the installation, each once. */
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

/** `trouble`: what someone has to correct in the installation, where it is why there is no answer. */
interface Answer {
  readonly isAnswered: boolean
  readonly trouble?: InstallationTroubleKind
}

/** The health of the dependencies. Both are remembered. */
export class Health extends Context.Service<
  Health,
  {
    readonly look: Effect.Effect<Found>
    /** What keeps teams waiting, by the store alone, which answers soonest. Empty where it doesn't. */
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

      const ask = <E>(
        what: string,
        read: Effect.Effect<unknown, E>,
        troubleIn: (failure: E) => InstallationTrouble | undefined = () => undefined
      ): Effect.Effect<Answer> =>
        Effect.timeoutOption(read, patienceMillis).pipe(
          Effect.flatMap((answer) =>
            Option.isSome(answer)
              ? Effect.succeed<Answer>({ isAnswered: true })
              : Effect.as(Effect.logWarning(`${what} doesn't answer within ${patienceMillis} ms`), {
                  isAnswered: false
                })
          ),
          Effect.catchCause((cause) => {
            const failure = Option.getOrUndefined(Cause.findErrorOption(cause))
            const trouble = failure === undefined ? undefined : troubleIn(failure)?.kind
            return Effect.as(Effect.logWarning(`${what} can't be used`, cause), {
              isAnswered: false,
              ...defined({ trouble })
            })
          })
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
        const [storeRead, storeWritten, graph, sentinel] = yield* Effect.all(
          [
            ask("The store", store.nextDue()),
            // Nobody may write any more where this process isn't ready.
            writes.lastFailed
              ? ask("The store, for writing,", Effect.provideService(tryToStore, TeamStore, store))
              : Effect.succeed<Answer>({ isAnswered: true }),
            ask<DirectoryUnavailable>(
              "Microsoft Graph",
              standbyOwners.length === 0 ? directory.searchGroups("a", 1) : directory.people(standbyOwners.slice(0, 1)),
              ({ trouble }) => trouble
            ),
            ask(
              "Microsoft Sentinel",
              Effect.forEach(source.workspaces, ({ alias }) => source.find(alias, { number: 1 }), {
                concurrency: 4,
                discard: true
              }),
              (failure) => (failure._tag === "InstallationTrouble" ? failure : undefined)
            )
          ],
          { concurrency: "unbounded" }
        )
        const silence = yield* heartbeat.silence
        const denied = [graph, sentinel].flatMap(({ trouble }) => trouble ?? [])
        const answer: Found = {
          store: storeRead.isAnswered,
          storeWritable: storeWritten.isAnswered,
          graph: graph.isAnswered,
          sentinel: sentinel.isAnswered,
          ...(Option.isNone(silence) ? {} : { worker: silence.value < silenceMillis }),
          installation: [...new Set([...(yield* installation), ...denied])],
          at: yield* now
        }
        return answer
      })
      return Health.of({ look: yield* remembered(found), installation })
    })
  )

export const layer = layerOf(defaultHealthTerms)
