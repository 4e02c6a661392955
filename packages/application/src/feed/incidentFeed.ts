import { defined } from "@incident-teams/domain/defined"
import { plus, type Timestamp, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import type { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { snapshotOf } from "@incident-teams/domain/incident/IncidentObservation"
import { incidentsOf } from "@incident-teams/domain/team/served"
import { Config, Effect, Metric, Option, Schedule, Schema, Stream } from "effect"
import { now } from "../changes/decideAndCommit.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import { type Stored, TeamStore } from "../ports/TeamStore.ts"
import { WatermarkStore } from "../ports/WatermarkStore.ts"
import { CallPurpose } from "../tracing/CallPurpose.ts"
import { withFreshOrigin } from "../tracing/Origin.ts"
import { followIncident, observeIncident } from "./observeIncident.ts"

/** How often the feed reads, in milliseconds of the wall clock. */
export interface FeedTerms {
  /** Between two sweeps of a workspace. */
  readonly sweepEveryMillis: number
  /** Read again before the watermark: clocks differ, and a list lags behind its writes. */
  readonly overlapMillis: number
  /** How far back the very first sweep reads. */
  readonly firstMillis: number
  /** Between two reads of each incident whose team isn't lost, independent of the sweep. */
  readonly checkEveryMillis: number
}

export const defaultFeedTerms: FeedTerms = {
  sweepEveryMillis: 15_000,
  overlapMillis: 5 * 60_000,
  firstMillis: 24 * 60 * 60_000,
  checkEveryMillis: 60 * 60_000
}

/** From the environment: FEED_SWEEP_SECONDS, 15 by default; more often costs reads of ARM, which are throttled. */
export const feedTerms = Config.schema(
  Schema.FiniteFromString.check(Schema.isBetween({ minimum: 0.1, maximum: 3_600 })),
  "FEED_SWEEP_SECONDS"
).pipe(
  Config.withDefault(defaultFeedTerms.sweepEveryMillis / 1_000),
  Config.map((seconds): FeedTerms => ({ ...defaultFeedTerms, sweepEveryMillis: seconds * 1_000 }))
)

const publishedAtOnce = 100

const swept = Metric.gauge("incident_teams_feed_swept_timestamp_seconds", {
  description:
    "When the last successful sweep of a workspace began, in seconds since 1970. time() minus this is the feed's lag."
})

/**
 * Reads everything that changed in a workspace since the watermark, less the overlap, publishes it and updates the teams.
 * The watermark moves only past what was published and every team has followed, so nothing is lost by a failure in
 * between.
 */
export const sweep = Effect.fnUntraced(function* (workspace: WorkspaceAlias, terms: FeedTerms, at: Timestamp) {
  const source = yield* IncidentSource
  const watermarks = yield* WatermarkStore
  const from = Option.match(yield* watermarks.load(workspace), {
    onNone: () => plus(at, -terms.firstMillis),
    onSome: (watermark) => plus(watermark, -terms.overlapMillis)
  })
  const store = yield* TeamStore
  const newest = yield* source.changedSince(workspace, from).pipe(
    Stream.grouped(publishedAtOnce),
    Stream.tap((incidents) => store.publish(incidents)),
    Stream.flattenIterable,
    Stream.runFoldEffect(
      () => from,
      (latest: Timestamp, incident) =>
        Effect.as(
          followIncident(incident.id, { _tag: "Found", incident: snapshotOf(incident) }),
          timestampOf(Math.max(latest, incident.lastModified))
        )
    )
  )
  if (newest > from) yield* watermarks.advance(workspace, newest)
  yield* Metric.update(Metric.withAttributes(swept, { workspace }), at / 1_000)
})

/** Reads the incident of every team that isn't lost: a safety net for changes that a sweep missed. */
export const checkLiveIncidents = Effect.fnUntraced(function* () {
  const store = yield* TeamStore
  let next: string | undefined
  do {
    const page: { readonly items: ReadonlyArray<Stored>; readonly next?: string } = yield* store.list(
      { live: true },
      { limit: 100, ...defined({ next }) }
    )
    yield* Effect.forEach(
      page.items.flatMap(({ team }) =>
        team.phase === "lost" || team.mergedInto !== undefined ? [] : incidentsOf(team).filter(({ gone }) => !gone)
      ),
      ({ id }) => logged(observeIncident(id), `Incident ${id} can't be read`),
      { concurrency: 4 }
    )
    next = page.next
  } while (next !== undefined)
})

/** Follows all incidents for as long as it runs. */
export const incidentFeed = Effect.fnUntraced(
  function* (terms: FeedTerms) {
    const { workspaces } = yield* IncidentSource
    const sweeps = workspaces.map(({ alias }) =>
      Effect.flatMap(now, (at) =>
        inTurn(
          `sweep ${alias}`,
          terms.sweepEveryMillis,
          withFreshOrigin("Sweep")(logged(sweep(alias, terms, at), `Workspace ${alias} can't be swept`))
        )
      ).pipe(Effect.repeat(Schedule.spaced(terms.sweepEveryMillis)))
    )
    const checks = inTurn(
      "check live incidents",
      terms.checkEveryMillis,
      withFreshOrigin("Check every live incident")(
        logged(checkLiveIncidents(), "The incidents of live teams can't be checked")
      )
      // The process that held the lock may be gone by the next round.
    ).pipe(Effect.repeat(Schedule.spaced(terms.checkEveryMillis / 4)))
    return yield* Effect.all([...sweeps, checks], { concurrency: "unbounded" })
  },
  Effect.provideService(CallPurpose, "follow")
)

/** However many processes follow incidents, one of them reads: it is the same for all, and reads are throttled. */
const inTurn = <A, E, R>(lock: string, everyMillis: number, reading: Effect.Effect<A, E, R>) =>
  logged(
    Effect.gen(function* () {
      const watermarks = yield* WatermarkStore
      if (yield* watermarks.acquireLock(lock, everyMillis)) yield* reading
    }),
    `The lock "${lock}" can't be acquired`
  )

/** A failure is for the log: the next round tries again. */
const logged = <A, E, R>(effect: Effect.Effect<A, E, R>, what: string) =>
  Effect.catchCause(effect, (cause) => Effect.logWarning(what, cause))
