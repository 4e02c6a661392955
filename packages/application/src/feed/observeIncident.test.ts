import { type IncidentObservation, snapshotOf } from "@incident-teams/domain/incident/IncidentObservation"
import { timing } from "@incident-teams/domain/team/Timing"
import { Effect, Layer, Logger, Option } from "effect"
import { describe, expect, it } from "vitest"
import * as WorkBell from "../changes/WorkBell.ts"
import type { Deployment } from "../deployment/Deployment.ts"
import { PlatformTime } from "../deployment/PlatformTime.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import { type Commit, type Stored, TeamStore } from "../ports/TeamStore.ts"
import { deploymentWith } from "../testing/deploymentWith.ts"
import { firstCommit, incidentOf, seconds, soc, storedOf } from "../testing/team-store/commits.ts"
import { asFollowed, followIncident, observeIncident } from "./observeIncident.ts"

const { team } = firstCommit(1)
const { id, armId } = team.incident
const stored = storedOf(team)
const closed: IncidentObservation = {
  _tag: "Found",
  incident: { ...snapshotOf(incidentOf(1, '"2"')), status: "Closed", lastModified: seconds(60) }
}
const by = { _tag: "System" } as const

/** What `follow` reads and commits where these teams are stored. */
const followed = async <E>(
  follow: Effect.Effect<void, E, Deployment | IncidentSource | PlatformTime | TeamStore | WorkBell.WorkBell>,
  teams: ReadonlyArray<Stored>
) => {
  const read: Array<string> = []
  const commits: Array<Commit> = []
  const store = Layer.mock(TeamStore)({
    load: (asked) => Effect.succeed(Option.fromUndefinedOr(teams.find((one) => one.id === asked))),
    pointers: () => Effect.succeed(new Map()),
    commit: (_, commit) =>
      Effect.sync(() => {
        commits.push(commit)
        return stored
      })
  })
  const source = Layer.mock(IncidentSource)({
    workspaces: [{ alias: soc, fullIdOf: () => armId }],
    observe: (asked) =>
      Effect.sync(() => {
        read.push(asked)
        return closed
      })
  })
  const around = Layer.mergeAll(deploymentWith(), Layer.succeed(PlatformTime, timing), WorkBell.layer, Logger.layer([]))
  await Effect.runPromise(Effect.provide(follow, Layer.mergeAll(store, source, around)))
  return { read, events: commits.flatMap(({ events }) => events.map(({ _tag }) => _tag)) }
}

describe("an incident that may have changed", () => {
  it("is read once, and its team follows", async () => {
    expect(await followed(observeIncident(id), [stored])).toEqual({ read: [id], events: ["IncidentObserved"] })
  })

  it("isn't read if no team serves it, and what was read of it changes nothing", async () => {
    expect(await followed(observeIncident(id), [])).toEqual({ read: [], events: [] })
    expect(await followed(followIncident(id, closed), [])).toEqual({ read: [], events: [] })
  })

  it("is followed with what a caller of ours did to it", async () => {
    const act = { _tag: "Changed", etag: '"2"', changes: { status: { from: "New", to: "Closed" } } } as const
    for (const follow of [observeIncident(id, { act, by }), followIncident(id, closed, { act, by })]) {
      const { events } = await followed(follow, [stored])
      expect(events.slice(0, 2)).toEqual(["IncidentChanged", "IncidentObserved"])
    }
  })
})

describe("an incident that is marked as merged", () => {
  const merged: IncidentObservation = {
    _tag: "Found",
    incident: { ...closed.incident, merged: { into: 2 } }
  }
  const read = (merges: "follow" | "off", observation: IncidentObservation) =>
    Effect.runPromise(Effect.provide(asFollowed(observation), deploymentWith({ merges })))

  it("is one that is merely closed with MERGE=off, and merged otherwise", async () => {
    expect(await read("off", merged)).toEqual(closed)
    expect(await read("follow", merged)).toEqual(merged)
  })

  it("is gone in any case once it is deleted", async () => {
    const gone: IncidentObservation = { _tag: "Gone", id }
    expect(await read("off", gone)).toEqual(gone)
  })
})
