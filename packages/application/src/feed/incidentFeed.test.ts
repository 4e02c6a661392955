import { incidentIdOf } from "@incident-teams/domain/ids/IncidentId"
import { IncidentName } from "@incident-teams/domain/ids/IncidentName"
import { Namespace } from "@incident-teams/domain/ids/Namespace"
import { plus, type Timestamp, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { timing } from "@incident-teams/domain/team/Timing"
import { incident } from "@incident-teams/domain/testing/ArbitraryIncident"
import { ConfigProvider, Effect, Layer, Logger, Option, Stream } from "effect"
import { TestClock } from "effect/testing"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as WorkBell from "../changes/WorkBell.ts"
import { Deployment } from "../deployment/Deployment.ts"
import { PlatformTime } from "../deployment/PlatformTime.ts"
import { IncidentSource, UnknownWorkspace } from "../ports/IncidentSource.ts"
import { type Stored, StoreUnavailable, TeamStore } from "../ports/TeamStore.ts"
import { WatermarkStore } from "../ports/WatermarkStore.ts"
import { firstCommit } from "../testing/team-store/commits.ts"
import { checkLiveIncidents, defaultFeedTerms, feedTerms, incidentFeed, sweep } from "./incidentFeed.ts"

const soc = WorkspaceAlias.make("soc")
const now = timestampOf(Date.UTC(2026, 2, 31, 12))
const minutes = (count: number) => plus(now, count * 60_000)

const deployment = {
  namespace: Namespace.make("feed"),
  publicUrl: "https://incidents.woodgrove.example",
  standbyOwners: [],
  withApp: false,
  announce: false,
  neutralNames: false,
  accessDecision: "owner",
  accessPauseMillis: 0,
  merges: "follow"
} as const

const around = Layer.mergeAll(
  WorkBell.layer,
  Layer.succeed(PlatformTime, timing),
  Layer.succeed(Deployment, deployment)
)

/** What is logged, with its level. */
const logged = () => {
  const lines: Array<string> = []
  const log = Logger.layer([Logger.make(({ logLevel, message }) => lines.push([logLevel, message].join(": ")))])
  return { lines, log }
}

/** One sweep from this watermark, over incidents that were changed at these moments and have no team. */
const swept = async (watermark: Timestamp | undefined, changed: ReadonlyArray<Timestamp>) => {
  const read: Array<Timestamp> = []
  const advanced: Array<Timestamp> = []
  const published: Array<string> = []
  const [sample] = fc.sample(incident, { numRuns: 1, seed: 1 })
  const { armId } = firstCommit(1).team.incident
  const source = Layer.mock(IncidentSource)({
    workspaces: [{ alias: soc, fullIdOf: () => armId }],
    changedSince: (_, from) => {
      read.push(from)
      return Stream.fromIterable(
        changed.map((lastModified, n) => ({
          ...sample!,
          id: incidentIdOf(soc, IncidentName.make(`00000000-0000-4000-8000-00000000000${n}`)),
          lastModified
        }))
      )
    }
  })
  const watermarks = Layer.mock(WatermarkStore)({
    load: () => Effect.succeed(Option.fromUndefinedOr(watermark)),
    advance: (_, to) => Effect.sync(() => void advanced.push(to))
  })
  await Effect.runPromise(
    sweep(soc, defaultFeedTerms, now).pipe(
      Effect.provide(
        Layer.mergeAll(
          source,
          watermarks,
          around,
          Layer.mock(TeamStore)({
            load: () => Effect.succeedNone,
            pointers: () => Effect.succeed(new Map()),
            publish: (incidents) => Effect.sync(() => void published.push(...incidents.map(({ id }) => id)))
          })
        )
      )
    )
  )
  return { read, advanced, published }
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
    expect(published.map((id) => id.slice(-1))).toEqual(["0", "1"])
  })
})

describe("a check of the incidents of live teams", () => {
  it("reads each of them once, page after page, but for teams that are lost and incidents that are gone", async () => {
    const teams = [1, 2, 3, 4].map((n) => firstCommit(n).team)
    const items = teams.map((team, n): Stored => ({
      id: team.id,
      version: "1",
      commitId: "1",
      schedule: { fence: 0 },
      team:
        n === 1 ? { ...team, phase: "lost" } : n === 2 ? { ...team, incident: { ...team.incident, gone: true } } : team
    }))
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
    const down = new StoreUnavailable({ reason: "Down.", cause: undefined })
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
})
