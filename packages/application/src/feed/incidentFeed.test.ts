import { incidentIdOf } from "@incident-teams/domain/ids/IncidentId"
import { IncidentName } from "@incident-teams/domain/ids/IncidentName"
import { plus, type Timestamp, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { timing } from "@incident-teams/domain/team/Timing"
import { incident } from "@incident-teams/domain/testing/ArbitraryIncident"
import { Cause, ConfigProvider, Effect, Exit, Layer, Logger, Metric, Option, Stream } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as WorkBell from "../changes/WorkBell.ts"
import { PlatformTime } from "../deployment/PlatformTime.ts"
import { IncidentSource, UnknownWorkspace } from "../ports/IncidentSource.ts"
import { StoreUnavailable, TeamStore } from "../ports/TeamStore.ts"
import { WatermarkStore } from "../ports/WatermarkStore.ts"
import { deploymentWith } from "../testing/deploymentWith.ts"
import { firstCommit, storedOf } from "../testing/team-store/commits.ts"
import { CallPurpose } from "../tracing/CallPurpose.ts"
import { CurrentOrigin } from "../tracing/Origin.ts"
import { checkLiveIncidents, defaultFeedTerms, feedTerms, incidentFeed, sweep } from "./incidentFeed.ts"

const soc = WorkspaceAlias.make("soc")
const now = timestampOf(Date.UTC(2026, 2, 31, 12))
const down = new StoreUnavailable({ reason: "Down.", cause: undefined })
const minutes = (count: number) => plus(now, count * 60_000)

const around = Layer.mergeAll(WorkBell.layer, Layer.succeed(PlatformTime, timing), deploymentWith())

/** What is logged, with its level. */
const logged = () => {
  const lines: Array<string> = []
  const log = Logger.layer([Logger.make(({ logLevel, message }) => lines.push([logLevel, message].join(": ")))])
  return { lines, log }
}

const firstStored = storedOf(firstCommit(1).team)

/** One sweep from this watermark, over incidents that were changed at these moments and have no team. */
const swept = async (
  watermark: Timestamp | undefined,
  changed: ReadonlyArray<Timestamp>,
  load: TeamStore["Service"]["load"] = () => Effect.succeedNone
) => {
  const read: Array<Timestamp> = []
  const advanced: Array<Timestamp> = []
  const published: Array<string> = []
  const followed: Array<string> = []
  const [sample] = fc.sample(incident, { numRuns: 1, seed: 1 })
  const { armId } = firstCommit(1).team.incident
  const source = Layer.mock(IncidentSource)({
    workspaces: [{ alias: soc, fullIdOf: () => armId }],
    changedSince: (_, from) => {
      read.push(from)
      return Stream.fromIterable(
        changed.map((lastModified, n) => ({
          ...sample!,
          id: incidentIdOf(soc, IncidentName.make(`00000000-0000-4000-8000-00000000000${n + 1}`)),
          lastModified
        }))
      )
    }
  })
  const watermarks = Layer.mock(WatermarkStore)({
    load: () => Effect.succeed(Option.fromUndefinedOr(watermark)),
    advance: (_, to) => Effect.sync(() => void advanced.push(to))
  })
  const exit = await Effect.runPromiseExit(
    Effect.andThen(sweep(soc, defaultFeedTerms, now), Metric.snapshot).pipe(
      Effect.provideService(Metric.MetricRegistry, new Map()),
      Effect.provide(
        Layer.mergeAll(
          source,
          watermarks,
          around,
          Layer.mock(TeamStore)({
            load,
            pointers: () => Effect.succeed(new Map()),
            commit: (_, { events }) =>
              Effect.sync(() => {
                followed.push(...events.map(({ _tag }) => _tag))
                return firstStored
              }),
            publish: (incidents) => Effect.sync(() => void published.push(...incidents.map(({ id }) => id)))
          })
        )
      )
    )
  )
  return { read, advanced, published, followed, exit }
}

describe("a sweep", () => {
  it("reads a day back the first time, and afterward five minutes more than it would have to", async () => {
    expect((await swept(undefined, [])).read).toEqual([minutes(-24 * 60)])
    expect((await swept(minutes(-1), [])).read).toEqual([minutes(-6)])
  })

  it("moves the watermark to the newest change that was read, by the source's clock, and never to now", async () => {
    expect((await swept(minutes(-10), [minutes(-7), minutes(-3), minutes(-5)])).advanced).toEqual([minutes(-3)])
    expect((await swept(minutes(-10), [])).advanced).toEqual([])
  })

  it("publishes every incident that it reads, also those without a team", async () => {
    const { published } = await swept(minutes(-10), [minutes(-7), minutes(-3)])
    expect(published.map((id) => id.slice(-1))).toEqual(["1", "2"])
  })

  it("lets the team of an incident follow what it read", async () => {
    const load = () => Effect.succeedSome(firstStored)
    expect((await swept(minutes(-10), [minutes(1)], load)).followed).toContain("IncidentObserved")
  })

  it("shows when it began, in seconds, as its workspace's", async () => {
    expect((await swept(undefined, [])).exit).toMatchObject({
      value: [
        {
          id: "incident_teams_feed_swept_timestamp_seconds",
          attributes: { workspace: soc },
          state: { value: now / 1_000 }
        }
      ]
    })
  })

  it("leaves the watermark where it is as soon as a team can't follow what was read", async () => {
    const { advanced, exit } = await swept(minutes(-10), [minutes(-7)], () => Effect.fail(down))
    expect(Exit.isFailure(exit) && Cause.squash(exit.cause)).toBe(down)
    expect(advanced).toEqual([])
  })
})

describe("a check of the incidents of live teams", () => {
  it("reads each of them once, page after page, but for lost or merged teams and incidents that are gone", async () => {
    const teams = [1, 2, 3, 4, 5].map((n) => firstCommit(n).team)
    const items = teams.map((team, n) =>
      storedOf({
        ...team,
        ...(n === 1 ? { phase: "lost" } : {}),
        ...(n === 2 ? { incident: { ...team.incident, gone: true } } : {}),
        ...(n === 4 ? { mergedInto: { team: teams[0]!, link: 1, at: now, confirmAt: now, confirmed: true } } : {})
      })
    )
    const pages: Array<unknown> = []
    const observed: Array<string> = []
    const store = Layer.mock(TeamStore)({
      list: (filter, page) => {
        pages.push([filter, page])
        return Effect.succeed(
          page.next === undefined ? { items: items.slice(0, 3), next: "2" } : { items: items.slice(3) }
        )
      },
      load: () => Effect.succeed(Option.fromUndefinedOr(items[0]))
    })
    const source = Layer.mock(IncidentSource)({
      workspaces: [{ alias: soc, fullIdOf: () => teams[0]!.incident.armId }],
      observe: (id) =>
        Effect.suspend(() => {
          observed.push(id)
          return Effect.fail(new UnknownWorkspace({ workspace: soc }))
        })
    })
    const { lines, log } = logged()
    await Effect.runPromise(Effect.provide(checkLiveIncidents(), Layer.mergeAll(store, source, log, around)))
    expect(pages).toEqual([
      [{ live: true }, { limit: 100 }],
      [{ live: true }, { limit: 100, next: "2" }]
    ])
    const ids = [teams[0]!, teams[3]!].map(({ incident: { id } }) => id)
    expect(observed).toEqual(ids)
    expect(lines).toEqual(ids.map((id) => `Warn: Incident ${id} can't be read`))
  })

  it("reads four of them at the same time", async () => {
    const items = [1, 2, 3, 4, 5].map((n) => storedOf(firstCommit(n).team))
    const observed: Array<string> = []
    const store = Layer.mock(TeamStore)({
      list: () => Effect.succeed({ items }),
      load: () => Effect.succeedSome(firstStored)
    })
    const source = Layer.mock(IncidentSource)({
      workspaces: [{ alias: soc, fullIdOf: () => firstCommit(1).team.incident.armId }],
      observe: (id) =>
        Effect.andThen(
          Effect.sync(() => observed.push(id)),
          Effect.never
        )
    })
    await Effect.runPromise(
      Effect.gen(function* () {
        yield* Effect.forkChild(checkLiveIncidents())
        yield* TestClock.adjust(0)
      }).pipe(Effect.provide(Layer.mergeAll(store, source, around, TestClock.layer())))
    )
    expect(observed).toEqual(items.slice(0, 4).map(({ team }) => team.incident.id))
  })
})

describe("the feed", () => {
  it("reads every 15 seconds unless FEED_SWEEP_SECONDS says otherwise", async () => {
    const terms = (settings: Readonly<Record<string, string>>) =>
      Effect.runPromise(Effect.provide(feedTerms, ConfigProvider.layer(ConfigProvider.fromUnknown(settings))))
    expect(await terms({})).toEqual({
      sweepEveryMillis: 15_000,
      overlapMillis: 300_000,
      firstMillis: 86_400_000,
      checkEveryMillis: 3_600_000
    })
    expect(await terms({ FEED_SWEEP_SECONDS: "0.5" })).toEqual({ ...defaultFeedTerms, sweepEveryMillis: 500 })
    await expect(terms({ FEED_SWEEP_SECONDS: "0.05" })).rejects.toThrow("0.1")
  })

  it("goes on after each failure, of a workspace or of a lock, and logs what failed", async () => {
    const { lines, log } = logged()
    const locks: Array<readonly [string, number]> = []
    const watermarks = Layer.mock(WatermarkStore)({
      acquireLock: (name, millis) =>
        Effect.suspend(() => {
          locks.push([name, millis])
          return locks.length === 1 ? Effect.fail(down) : Effect.succeed(true)
        }),
      load: () => Effect.fail(down)
    })
    const source = Layer.mock(IncidentSource)({
      workspaces: [{ alias: soc, fullIdOf: () => firstCommit(1).team.incident.armId }]
    })
    const store = Layer.mock(TeamStore)({ list: () => Effect.fail(down) })
    await Effect.runPromise(
      Effect.gen(function* () {
        yield* Effect.forkChild(incidentFeed({ ...defaultFeedTerms, checkEveryMillis: 60_000 }))
        yield* TestClock.adjust(15_000)
      }).pipe(Effect.provide(Layer.mergeAll(watermarks, source, store, log, around, TestClock.layer())))
    )
    expect(locks).toEqual([
      ["sweep soc", 15_000],
      ["check live incidents", 60_000],
      ["sweep soc", 15_000],
      ["check live incidents", 60_000]
    ])
    expect(lines).toEqual([
      'Warn: The lock "sweep soc" can\'t be acquired',
      "Warn: The incidents of live teams can't be checked",
      "Warn: Workspace soc can't be swept",
      "Warn: The incidents of live teams can't be checked"
    ])
  })

  it("reads nothing while another process has the lock, and says nothing of it", async () => {
    const { lines, log } = logged()
    const locks: Array<string> = []
    const watermarks = Layer.mock(WatermarkStore)({
      acquireLock: (name) =>
        Effect.sync(() => {
          locks.push(name)
          return false
        })
    })
    const source = Layer.mock(IncidentSource)({
      workspaces: [{ alias: soc, fullIdOf: () => firstCommit(1).team.incident.armId }]
    })
    await Effect.runPromise(
      Effect.gen(function* () {
        yield* Effect.forkChild(incidentFeed(defaultFeedTerms))
        yield* TestClock.adjust(0)
      }).pipe(
        Effect.provide(Layer.mergeAll(watermarks, source, Layer.mock(TeamStore)({}), log, around, TestClock.layer()))
      )
    )
    expect(locks).toEqual(["sweep soc", "check live incidents"])
    expect(lines).toEqual([])
  })

  it("asks to follow incidents, each round in a trace and under a request id of its own", async () => {
    const asked: Array<readonly [purpose: string, span: string]> = []
    const requests = new Set<string | undefined>()
    const ask = Effect.gen(function* () {
      asked.push([yield* CallPurpose, (yield* Effect.orDie(Effect.currentSpan)).name])
      requests.add((yield* CurrentOrigin)?.requestId)
      return yield* down
    })
    const watermarks = Layer.mock(WatermarkStore)({ acquireLock: () => Effect.succeed(true), load: () => ask })
    const source = Layer.mock(IncidentSource)({
      workspaces: [{ alias: soc, fullIdOf: () => firstCommit(1).team.incident.armId }]
    })
    await Effect.runPromise(
      Effect.gen(function* () {
        yield* Effect.forkChild(incidentFeed(defaultFeedTerms))
        yield* TestClock.adjust(15_000)
      }).pipe(
        Effect.provide(
          Layer.mergeAll(
            watermarks,
            source,
            Layer.mock(TeamStore)({ list: () => ask }),
            Logger.layer([]),
            around,
            TestClock.layer()
          )
        )
      )
    )
    expect(asked).toEqual([
      ["follow", "Sweep"],
      ["follow", "Check every live incident"],
      ["follow", "Sweep"]
    ])
    expect(requests.size).toBe(3)
  })
})
