import { incidentIdOf } from "@incident-teams/domain/ids/IncidentId"
import { IncidentName } from "@incident-teams/domain/ids/IncidentName"
import { Namespace } from "@incident-teams/domain/ids/Namespace"
import { plus, type Timestamp, timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { timing } from "@incident-teams/domain/team/Timing"
import { incident } from "@incident-teams/domain/testing/ArbitraryIncident"
import { Effect, Layer, Option, Stream } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as WorkBell from "../changes/WorkBell.ts"
import { Deployment } from "../deployment/Deployment.ts"
import { PlatformTime } from "../deployment/PlatformTime.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import { TeamStore } from "../ports/TeamStore.ts"
import { WatermarkStore } from "../ports/WatermarkStore.ts"
import { firstCommit } from "../testing/team-store/commits.ts"
import { defaultFeedTerms, sweep } from "./incidentFeed.ts"

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
          WorkBell.layer,
          Layer.succeed(PlatformTime, timing),
          Layer.succeed(Deployment, deployment),
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
