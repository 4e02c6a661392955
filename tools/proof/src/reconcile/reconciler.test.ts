import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import * as MemoryTeamStore from "@incident-teams/adapter-memory/MemoryTeamStore"
import * as MemoryWatermarkStore from "@incident-teams/adapter-memory/MemoryWatermarkStore"
import { PlatformHand } from "@incident-teams/adapter-memory/PlatformHand"
import { now } from "@incident-teams/application/changes/decideAndCommit"
import {
  defaultFeedTerms,
  incidentFeed,
  checkLiveIncidents,
  sweep
} from "@incident-teams/application/feed/incidentFeed"
import * as Pulse from "@incident-teams/application/monitoring/WorkerHeartbeat"
import { CollaborationPlatform, PlatformBusy } from "@incident-teams/application/ports/CollaborationPlatform"
import { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { reconcileOnce, reconciler } from "@incident-teams/application/reconcile/reconciler"
import { handOn } from "@incident-teams/application/testing/Hand"
import { Deferred, Effect, Fiber, Layer, Option } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import {
  close,
  load,
  outside,
  people,
  reopen,
  requestTeam,
  settle,
  theTeam,
  worker,
  workspace
} from "./RestingWorld.ts"

const { WorkerHeartbeat } = Pulse
const world = Layer.mergeAll(outside, MemoryTeamStore.layer, MemoryWatermarkStore.layer, Pulse.layer)
type World = Layer.Success<typeof world>

const live = <A, E>(test: Effect.Effect<A, E, World>) => Effect.runPromise(Effect.provide(test, world))

const methods = Effect.map(handOn(CollaborationPlatform), (hand) =>
  hand
    .calls()
    .filter(({ purpose }) => purpose !== "Verify")
    .map(({ method }) => method)
)

describe("the reconciler", () => {
  it("brings a team through its whole life, with few calls", () =>
    live(
      Effect.gen(function* () {
        const hand = yield* handOn(CollaborationPlatform)
        const { team, incident } = yield* requestTeam
        yield* settle()
        const open = yield* theTeam
        expect((yield* load(team)).team).toMatchObject({ phase: "open", chores: { announcement: { _tag: "Done" } } })
        expect(new Set(open.members.map((member) => member.name))).toEqual(
          new Set([0, 2, 3, 4, 10, 11, 12, 13, 14].map((index) => people[index]?.name))
        )
        expect(open.tabs).toHaveLength(1)
        expect(yield* (yield* IncidentHand).commentsOf(incident)).toHaveLength(1)
        expect(yield* methods).toEqual(["ensureGroup", "ensureTeam", "addMembers", "pinPage"])

        hand.forgetCalls()
        yield* close(incident)
        yield* settle()
        expect(yield* theTeam).toMatchObject({ id: open.id, archived: true })
        expect(yield* methods).toEqual(["archive", "operation"])

        hand.forgetCalls()
        yield* reopen(incident)
        yield* settle()
        expect(yield* theTeam).toMatchObject({ id: open.id, archived: false, link: open.link })
        expect((yield* theTeam).members).toEqual(open.members)
        expect(yield* methods).toEqual(["unarchive", "operation"])
      })
    ))

  it("gives its lease back when nothing is left to do, and keeps who was seen in the team", () =>
    live(
      Effect.gen(function* () {
        const { team } = yield* requestTeam
        yield* settle()
        const stored = yield* load(team)
        expect(stored.schedule.lease).toBeUndefined()
        const roster = yield* (yield* TeamStore).roster(team)
        expect(roster).toMatchObject({ value: { members: expect.arrayContaining([{ ...people[0], role: "owner" }]) } })
        expect(stored.team.people.membersSeen).toBe(9)
      })
    ))

  it("drops what a frozen worker reports under a lost fence, and leaves the new holder's lease alone", () =>
    live(
      Effect.gen(function* () {
        const { team } = yield* requestTeam
        yield* settle()
        yield* TestClock.adjust("2 days")
        const real = yield* CollaborationPlatform
        const thaw = yield* Deferred.make<void>()
        let frozen = true
        // The first look at the team hangs in mid-air, beyond its lease; time-outs don't reach a stopped process.
        const freezing: CollaborationPlatform["Service"] = {
          ...real,
          read: (id) =>
            Effect.suspend(() => {
              if (!frozen) return real.read(id)
              frozen = false
              return Effect.uninterruptible(Effect.andThen(Deferred.await(thaw), real.read(id)))
            })
        }
        const sleeper = yield* Effect.forkChild(
          Effect.provideService(reconcileOnce(worker("frozen")), CollaborationPlatform, freezing)
        )
        yield* Effect.yieldNow
        const held = yield* load(team)
        expect(held.schedule.lease?.holder).toBe("frozen")
        yield* TestClock.adjust("61 seconds")
        const [claimed] = yield* (yield* TeamStore).claim("awake", 1, 60_000)
        expect(claimed).toMatchObject({ takenOver: true })
        const taken = yield* load(team)

        yield* Deferred.succeed(thaw, undefined)
        yield* Fiber.await(sleeper)
        const after = yield* load(team)
        expect(after.schedule.lease).toEqual(taken.schedule.lease)
        expect(after.schedule.fence).toBe(taken.schedule.fence)
        expect(after.team.checks.verifiedAt).toBe(taken.team.checks.verifiedAt)
        expect(after.team.checks.due).toContain(yield* now)
      })
    ))

  it("never lets two workers make a second team, however many race", () =>
    live(
      Effect.gen(function* () {
        yield* Effect.forEach(Array.from({ length: 12 }), () => requestTeam)
        for (let round = 0; round < 200; round++) {
          yield* Effect.forEach(["a", "b", "c"], (name) => reconcileOnce(worker(name)), { concurrency: 3 })
          yield* TestClock.adjust("5 seconds")
        }
        const teams = yield* (yield* PlatformHand).teams
        expect(teams).toHaveLength(12)
        expect(new Set(teams.map((team) => team.key)).size).toBe(12)
        expect(teams.every((team) => team.members.length === 9 && team.tabs.length === 1)).toBe(true)
        const pins = (yield* methods).filter((method) => method === "pinPage")
        expect(pins).toHaveLength(12)
      })
    ))

  it("goes on after a fault of the store, and reports that it does", () =>
    live(
      Effect.gen(function* () {
        const { team } = yield* requestTeam
        const store = yield* TeamStore
        let faults = 0
        const faulty = TeamStore.of({
          ...store,
          claim: (...asked) => (faults++ < 2 ? Effect.die(new Error("a damaged record")) : store.claim(...asked))
        })
        const pulse = yield* WorkerHeartbeat
        expect(yield* pulse.silence).toEqual(Option.none())
        yield* Effect.forkChild(Effect.provideService(reconciler(worker("ann")), TeamStore, faulty))
        yield* TestClock.adjust("1 minute")
        expect((yield* load(team)).team.phase).toBe("open")
        expect(Option.getOrThrow(yield* pulse.silence)).toBeLessThanOrEqual(1_000)
      })
    ))

  it("told to stop, lets the call under way end, records what came of it, and begins nothing more", () =>
    live(
      Effect.gen(function* () {
        const { team } = yield* requestTeam
        const real = yield* CollaborationPlatform
        const [asked, answered] = [yield* Deferred.make<void>(), yield* Deferred.make<void>()]
        const slow: CollaborationPlatform["Service"] = {
          ...real,
          addMembers: (...those) =>
            Deferred.succeed(asked, undefined).pipe(
              Effect.andThen(Deferred.await(answered)),
              Effect.andThen(real.addMembers(...those))
            )
        }
        const running = yield* Effect.forkChild(
          Effect.provideService(reconciler(worker("ann")), CollaborationPlatform, slow)
        )
        yield* TestClock.adjust("10 seconds")
        yield* Deferred.await(asked)
        const stopping = yield* Effect.forkChild(Fiber.interrupt(running))
        yield* TestClock.adjust("1 second")
        expect((yield* load(team)).team.work.inFlight?.step._tag).toBe("AddMembers")
        yield* Deferred.succeed(answered, undefined)
        yield* Fiber.join(stopping)

        const { team: stopped, schedule } = yield* load(team)
        expect(stopped.people.openChunks).toEqual([])
        expect(stopped.work.inFlight).toBeUndefined()
        expect(schedule.lease).toBeUndefined()
        expect(yield* methods).not.toContain("pinPage")
        yield* settle("bob")
        expect((yield* load(team)).team).toMatchObject({ phase: "open", chores: { page: { _tag: "Done" } } })
        expect((yield* methods).filter((method) => method === "addMembers")).toHaveLength(1)
      })
    ))

  it("told to stop, waits for no call that never ends, and leaves what it doesn't know to the next worker", () =>
    live(
      Effect.gen(function* () {
        const { team } = yield* requestTeam
        const real = yield* CollaborationPlatform
        const asked = yield* Deferred.make<void>()
        const silent: CollaborationPlatform["Service"] = {
          ...real,
          addMembers: () => Effect.andThen(Deferred.succeed(asked, undefined), Effect.never)
        }
        const running = yield* Effect.forkChild(
          Effect.provideService(reconciler(worker("ann")), CollaborationPlatform, silent)
        )
        yield* TestClock.adjust("10 seconds")
        yield* Deferred.await(asked)
        const stopping = yield* Effect.forkChild(Fiber.interrupt(running))
        yield* TestClock.adjust("5 seconds")
        yield* Fiber.join(stopping)
        const { team: stopped, schedule } = yield* load(team)
        expect(stopped.work.inFlight?.step._tag).toBe("AddMembers")
        expect(schedule.lease).toBeUndefined()
        yield* settle("bob")
        expect((yield* load(team)).team).toMatchObject({ phase: "open", people: { openChunks: [] } })
      })
    ))

  it("obeys what the platform asks to wait", () =>
    live(
      Effect.gen(function* () {
        const hand = yield* handOn(CollaborationPlatform)
        hand.failNext("addMembers", new PlatformBusy({ reason: "Too many requests.", afterMillis: 90_000 }))
        const { team } = yield* requestTeam
        const began = yield* now
        yield* settle()
        expect((yield* load(team)).team.phase).toBe("open")
        const calls = hand.calls("addMembers")
        expect((calls[1]?.at ?? 0) - began).toBeGreaterThanOrEqual(90_000)
      })
    ))
})

describe("the incident feed", () => {
  it("archives after a close behind our back, and moves its watermark only past what was followed", () =>
    live(
      Effect.gen(function* () {
        const { team, incident } = yield* requestTeam
        yield* settle()
        yield* sweep(workspace, defaultFeedTerms, yield* now)
        yield* TestClock.adjust("10 minutes")
        yield* (yield* IncidentHand).close(incident)
        yield* TestClock.adjust("1 minute")
        yield* sweep(workspace, defaultFeedTerms, yield* now)
        yield* settle()
        expect((yield* load(team)).team.phase).toBe("archived")
        expect((yield* theTeam).archived).toBe(true)
      })
    ))

  it("follows the state, not the history: closed and reopened in between is nothing", () =>
    live(
      Effect.gen(function* () {
        const { team, incident } = yield* requestTeam
        yield* settle()
        const hand = yield* IncidentHand
        yield* TestClock.adjust("1 minute")
        yield* hand.close(incident)
        yield* TestClock.adjust("1 minute")
        yield* hand.reopen(incident)
        yield* sweep(workspace, defaultFeedTerms, yield* now)
        expect((yield* load(team)).team.generation).toBe(1)
      })
    ))

  it("looks at live incidents one by one, and archives for one that is gone on two looks", () =>
    live(
      Effect.gen(function* () {
        const { team, incident } = yield* requestTeam
        yield* settle()
        yield* (yield* IncidentHand).delete(incident)
        yield* checkLiveIncidents()
        expect((yield* load(team)).team.desiredState).toBe("open")
        yield* settle()
        expect((yield* load(team)).team).toMatchObject({ phase: "archived", incident: { gone: true } })
      })
    ))

  it("reads once for all processes that follow, and goes on when the one that read is gone", () =>
    live(
      Effect.gen(function* () {
        const source = yield* IncidentSource
        const reads: Array<string> = []
        const follow = (name: string) =>
          Effect.provideService(incidentFeed(defaultFeedTerms), IncidentSource, {
            ...source,
            changedSince: (...asked) => {
              reads.push(name)
              return source.changedSince(...asked)
            }
          })
        const ann = yield* Effect.forkChild(follow("ann"))
        yield* TestClock.adjust(1_000)
        yield* Effect.forkChild(follow("bob"))
        yield* TestClock.adjust(10 * defaultFeedTerms.sweepEveryMillis)
        expect(reads.length).toBeGreaterThanOrEqual(9)
        expect(reads.length).toBeLessThanOrEqual(11)
        yield* Fiber.interrupt(ann)
        const before = reads.length
        yield* TestClock.adjust(10 * defaultFeedTerms.sweepEveryMillis)
        expect(reads.length).toBeGreaterThanOrEqual(before + 9)
        expect(reads.at(-1)).toBe("bob")
      })
    ))
})
