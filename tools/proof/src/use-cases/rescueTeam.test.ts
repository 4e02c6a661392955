import { DirectoryHand } from "@incident-teams/adapter-memory/MemoryDirectory"
import { PlatformHand } from "@incident-teams/adapter-memory/PlatformHand"
import { CollaborationPlatform, PlatformRefused } from "@incident-teams/application/ports/CollaborationPlatform"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { handOn } from "@incident-teams/application/testing/Hand"
import { getOperation, type OperationName } from "@incident-teams/application/use-cases/getOperation"
import { removePeople } from "@incident-teams/application/use-cases/removePeople"
import { recreateTeam, restoreTeam, retryTeam } from "@incident-teams/application/use-cases/rescueTeam"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { settle } from "../reconcile/RestingWorld.ts"
import { as, cast, groups } from "../testing/Cast.ts"
import { inMemoryWorld, refusalOf } from "../testing/MemoryWorld.ts"
import { blockedTeam, lostTeam, openTeam, requestedTeam, stored, truthOf } from "../testing/teamsInTheWorld.ts"

describe("retrying", () => {
  it("goes on where the team was blocked", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* blockedTeam
        expect((yield* stored(team)).team).toMatchObject({
          phase: "provisioning",
          work: { blocked: { step: "EnsureTeam", reason: "No license.", remedy: "Buy one; then retry." } }
        })
        yield* retryTeam(as("ben"), team)
        yield* settle()
        expect((yield* stored(team)).team.phase).toBe("open")
        expect((yield* stored(team)).team.work.blocked).toBeUndefined()
      })
    ))

  it("tries again what was refused beside the team", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const platform = yield* handOn(CollaborationPlatform)
        platform.failNext("pinPage", new PlatformRefused({ reason: "No tabs.", remedy: "Allow them." }))
        const { team } = yield* openTeam()
        expect((yield* stored(team)).team.chores.page).toMatchObject({ _tag: "Refused" })
        yield* retryTeam(as("ben"), team)
        yield* settle()
        expect((yield* truthOf(team)).tabs).toHaveLength(1)
      })
    ))

  it("takes the standby owners as they are configured and fit now", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* blockedTeam
        yield* Effect.map(DirectoryHand, (hand) => hand.putPerson({ ...cast.ines, enabled: false }))
        yield* retryTeam(as("ben"), team)
        expect((yield* stored(team)).team.people.standbyOwners).toEqual([])
      })
    ))

  it("is refused where nothing is stuck", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        for (const { team } of [yield* requestedTeam(), yield* openTeam()]) {
          expect(yield* refusalOf(retryTeam(as("ben"), team))).toMatchObject({ _tag: "NothingToRetry" })
        }
      })
    ))
})

describe("restoring", () => {
  it("brings the same team back, with its people", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team, platform } = yield* lostTeam({ people: [cast.chloe.id] })
        expect((yield* stored(team)).team.phase).toBe("lost")
        yield* restoreTeam(as("ben"), team)
        yield* settle()
        expect((yield* stored(team)).team.phase).toBe("open")
        const truth = yield* truthOf(team)
        expect(truth).toMatchObject({ id: platform, deletedAt: undefined })
        expect(truth.members.map(({ name }) => name)).toContain("Chloe Sample")
      })
    ))

  it("is refused for a team that is there, and after 30 days", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam()
        expect(yield* refusalOf(restoreTeam(as("ben"), team))).toMatchObject({ _tag: "TeamIsNotLost" })
        const lost = yield* lostTeam()
        yield* TestClock.adjust("31 days")
        expect(yield* refusalOf(restoreTeam(as("ben"), lost.team))).toMatchObject({ _tag: "TooLateToRestore" })
      })
    ))
})

describe("recreating a team", () => {
  it("makes another one for everybody who was meant to be in the lost one", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team, platform } = yield* openTeam({ people: [cast.chloe.id, cast.rita.id], groups: [groups.tier1.id] })
        yield* removePeople(as("ben"), team, { people: [cast.rita.id], groups: [] })
        yield* settle()
        yield* (yield* PlatformHand).purge(platform)
        yield* TestClock.adjust("25 hours")
        yield* settle()
        expect((yield* stored(team)).team.phase).toBe("lost")
        yield* recreateTeam(as("ben"), team)
        yield* settle()
        const truth = yield* truthOf(team)
        expect(truth.id).not.toBe(platform)
        expect((yield* stored(team)).team).toMatchObject({ phase: "open", incarnation: 2 })
        expect(truth.members.map(({ name }) => name).toSorted()).toEqual(["Ben Sample", "Chloe Sample", "Elif Sample"])
      })
    ))

  it("has a standby owner stand in where the owners left the directory", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* lostTeam()
        yield* Effect.map(DirectoryHand, (hand) => hand.putPerson({ ...cast.ben, enabled: false }))
        yield* recreateTeam(as("chloe"), team)
        yield* settle()
        expect((yield* truthOf(team)).members.map(({ name }) => name)).toContain("Ines Sample")
      })
    ))

  it("is refused for a team that is there", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam()
        expect(yield* refusalOf(recreateTeam(as("ben"), team))).toMatchObject({ _tag: "TeamIsNotLost" })
      })
    ))

  it("leaves out who was deleted or disabled since, and says so", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* lostTeam({ people: [cast.chloe.id, cast.rita.id] })
        yield* Effect.map(DirectoryHand, (hand) => hand.putPerson({ ...cast.rita, enabled: false }))
        yield* recreateTeam(as("ben"), team)
        yield* settle()
        const store = yield* TeamStore
        const people = (yield* store.chunks(team)).at(-1)?.people ?? []
        expect(people.find(({ id }) => id === cast.chloe.id)).toMatchObject({ standing: { _tag: "Done" } })
        expect(people.find(({ id }) => id === cast.rita.id)).toMatchObject({
          standing: { _tag: "Refused", reason: "The account is disabled." }
        })
      })
    ))

  it("has an operation of its own; the creation stays as it ended", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* lostTeam()
        const stateOf = (name: OperationName) => Effect.map(getOperation(as("ben"), team, name), ({ state }) => state)
        expect(yield* stateOf({ number: 1 })).toEqual({ _tag: "Succeeded" })
        expect(yield* stateOf({ generation: 1 })).toEqual({ _tag: "Succeeded" })
        expect(yield* recreateTeam(as("ben"), team)).toMatchObject({ operationNumber: 2 })
        expect(yield* stateOf({ number: 2 })).toEqual({ _tag: "Running" })
        expect(yield* stateOf({ number: 1 })).toEqual({ _tag: "Succeeded" })
        yield* settle()
        expect(yield* stateOf({ number: 2 })).toEqual({ _tag: "Succeeded" })
      })
    ))
})
