import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { PlatformHand } from "@incident-teams/adapter-memory/PlatformHand"
import { observeIncident } from "@incident-teams/application/feed/observeIncident"
import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import { StoreUnavailable } from "@incident-teams/application/ports/TeamStore"
import { handOn } from "@incident-teams/application/testing/Hand"
import { addPeople } from "@incident-teams/application/use-cases/addPeople"
import { getOperation, type OperationName } from "@incident-teams/application/use-cases/getOperation"
import { getTeam, getTeamOfIncident } from "@incident-teams/application/use-cases/getTeam"
import { listTeams } from "@incident-teams/application/use-cases/listTeams"
import { readTimeline } from "@incident-teams/application/use-cases/readTimeline"
import { renameTeam } from "@incident-teams/application/use-cases/renameTeam"
import { defined } from "@incident-teams/domain/defined"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { settle } from "../reconcile/RestingWorld.ts"
import { as, cast, named, workspaces } from "../testing/Cast.ts"
import { incidentOf, inMemoryWorld, type MemoryWorld, refusalOf, Remembered } from "../testing/MemoryWorld.ts"
import { blockedTeam, history, lookAt, openTeam, requestedTeam } from "../testing/teamsInTheWorld.ts"

const toggle = (incident: IncidentId, to: "close" | "reopen") =>
  Effect.gen(function* () {
    yield* TestClock.adjust("1 second")
    yield* (yield* IncidentHand)[to](incident)
    yield* observeIncident(incident)
  })

const looks = Effect.map(handOn(CollaborationPlatform), (hand) => hand.calls("read").length)

describe("opening a team", () => {
  it("shows who was asked for and who is in it, those added in Teams among them", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team, platform, incident } = yield* openTeam({ people: [cast.chloe.id, cast.hugo.id] })
        yield* (yield* PlatformHand).add(platform, { ...named(cast.rita), role: "member" })
        yield* lookAt(team)
        const details = yield* getTeam(as("dev"), team)
        expect(details.entries.map(({ person, standing }) => [person.name, standing._tag])).toEqual([
          ["Chloe Sample", "Done"],
          ["Hugo Sample", "Refused"]
        ])
        expect(details.seen?.members.map(({ name, role }) => `${name}: ${role}`).toSorted()).toEqual([
          "Ben Sample: owner",
          "Chloe Sample: member",
          "Rita Sample: member"
        ])
        expect(yield* getTeamOfIncident(as("dev"), incident)).toEqual(details)
      })
    ))

  it("makes us look at it, at most once a minute however many open it", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam()
        yield* TestClock.adjust("2 minutes")
        const before = yield* looks
        const { teams } = yield* Remembered
        const commits = teams.changes.length
        for (let time = 0; time < 5; time++) yield* getTeam(as("dev"), team)
        expect(teams.changes.length).toBe(commits + 1)
        yield* settle()
        for (let second = 0; second < 59; second += 10) {
          yield* getTeam(as("ben"), team)
          yield* settle()
          yield* TestClock.adjust("10 seconds")
        }
        expect(yield* looks).toBe(before + 1)
        yield* TestClock.adjust("10 seconds")
        yield* getTeam(as("ben"), team)
        yield* settle()
        expect(yield* looks).toBe(before + 2)
      })
    ))

  it("works without the look", () => {
    let readOnly = false
    return inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam()
        yield* TestClock.adjust("2 minutes")
        readOnly = true
        expect(yield* getTeam(as("dev"), team)).toMatchObject({ stored: { id: team } })
      }),
      {
        between: {
          teams: (store) => ({
            ...store,
            commit: (expected, commit) =>
              Effect.suspend(() =>
                readOnly
                  ? Effect.fail(new StoreUnavailable({ reason: "Read only.", cause: undefined }))
                  : store.commit(expected, commit)
              )
          })
        }
      }
    )
  })

  it("that isn't there says so by id", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const nowhere = TeamId.make("a".repeat(26))
        const incident = yield* incidentOf()
        const requests: ReadonlyArray<Effect.Effect<unknown, unknown, MemoryWorld>> = [
          getTeam(as("dev"), nowhere),
          readTimeline(as("dev"), nowhere, 0, 10),
          getOperation(as("dev"), nowhere, { number: 1 })
        ]
        for (const request of requests) {
          expect(yield* refusalOf(request)).toMatchObject({ _tag: "TeamNotStored", id: nowhere })
        }
        expect(yield* refusalOf(getTeamOfIncident(as("dev"), incident.id))).toMatchObject({ _tag: "TeamNotStored" })
      })
    ))
})

describe("the timeline", () => {
  it("tells what happened, oldest first, in pieces that fit together", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team, incident } = yield* openTeam({ people: [cast.chloe.id] })
        yield* toggle(incident, "close")
        yield* settle()
        const all = yield* readTimeline(as("dev"), team, 0, 1_000)
        expect(all.map(({ position }) => position)).toEqual(all.map((_, index) => index + 1))
        const times = all.map(({ event }) => event.at)
        expect(times).toEqual(times.toSorted((one, other) => one - other))
        const milestones = [
          "TeamRequested",
          "GroupEnsured",
          "TeamEnsured",
          "PeopleSettled",
          "page",
          "Provisioned",
          "DesiredStateChanged",
          "OperationAccepted",
          "Archived"
        ]
        expect(
          all
            .map(({ event }): string => (event._tag === "ChoreDone" ? event.chore : event._tag))
            .filter((name) => milestones.includes(name))
        ).toEqual(milestones)
        const pieces = []
        for (let after = 0; ; after += 3) {
          const piece = yield* readTimeline(as("dev"), team, after, 3)
          if (piece.length === 0) break
          pieces.push(...piece)
        }
        expect(pieces).toEqual(all)
      })
    ))
})

describe("an operation", () => {
  it("runs, succeeds or fails with the remedy, and an address by generation keeps answering", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const stateOf = (team: TeamId, name: OperationName) =>
          Effect.map(getOperation(as("dev"), team, name), ({ state }) => state)
        const { team, incident } = yield* requestedTeam({ people: [cast.chloe.id] })
        for (const name of [{ number: 1 }, { generation: 1 }]) {
          expect(yield* stateOf(team, name)).toEqual({ _tag: "Running" })
        }
        yield* settle()
        yield* toggle(incident, "close")
        yield* toggle(incident, "reopen")
        for (const name of [{ number: 1 }, { generation: 1 }]) {
          expect(yield* stateOf(team, name)).toEqual({ _tag: "Succeeded" })
        }
        expect(yield* stateOf(team, { generation: 2 })).toMatchObject({ _tag: "Canceled" })
        yield* settle()
        expect(yield* stateOf(team, { generation: 3 })).toEqual({ _tag: "Succeeded" })
        const blocked = yield* blockedTeam
        const needed = { reason: "No license.", remedy: "Buy one; then retry." }
        expect(yield* stateOf(blocked.team, { number: 1 })).toEqual({ _tag: "Failed", ...needed })
        expect(yield* stateOf(blocked.team, { generation: 1 })).toEqual({ _tag: "Running", waitsFor: needed })
        for (const name of [{ number: 2 }, { generation: 0 }, { generation: -1 }, { generation: 4 }]) {
          expect(yield* refusalOf(getOperation(as("dev"), team, name))).toMatchObject({
            _tag: "UnknownOperation",
            team
          })
        }
      })
    ))

  it("stays ended when others change the team, and each of their requests has its own", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam()
        const stateOf = (number: number) =>
          Effect.map(getOperation(as("dev"), team, { number }), ({ state }) => state._tag)
        const added = yield* addPeople(as("ben"), team, { people: [cast.chloe.id], groups: [] })
        const renamed = yield* renameTeam(as("ben"), team, { name: "Another" })
        expect([added, renamed]).toMatchObject([{ operationNumber: 2 }, { operationNumber: 3 }])
        expect(yield* Effect.all([1, 2, 3].map(stateOf))).toEqual(["Succeeded", "Running", "Running"])
        yield* settle()
        expect(yield* Effect.all([1, 2, 3].map(stateOf))).toEqual(["Succeeded", "Succeeded", "Succeeded"])
        // Nothing is left to do for a name that the team has: such a request is done when it is accepted.
        expect(yield* renameTeam(as("ben"), team, { name: "Another" })).toMatchObject({ operationNumber: 0 })
        expect(yield* stateOf(0)).toBe("Succeeded")
      })
    ))

  it("always ends where the incident ended, however often it is closed and reopened", () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom("close", "reopen", "work"), { maxLength: 8 }), (moves) =>
        inMemoryWorld(
          Effect.gen(function* () {
            const { team, incident } = yield* requestedTeam()
            for (const move of moves) yield* move === "work" ? settle() : toggle(incident, move)
            yield* settle()
            const { stored } = yield* getTeam(as("dev"), team)
            const last = moves.findLast((move) => move !== "work")
            expect(stored.team.phase).toBe(last === "close" ? "archived" : "open")
            expect((yield* getOperation(as("dev"), team, { generation: stored.team.generation })).state._tag).toBe(
              "Succeeded"
            )
            for (let generation = 1; generation < stored.team.generation; generation++) {
              expect((yield* getOperation(as("dev"), team, { generation })).state._tag).toMatch(/Succeeded|Canceled/u)
            }
          })
        )
      ),
      { numRuns: 40 }
    ))
})

describe("the teams of a workspace", () => {
  it("come newest first, page by page, and as they are asked for", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const ids: Array<TeamId> = []
        for (let number = 0; number < 3; number++) {
          yield* TestClock.adjust("1 second")
          ids.unshift((yield* requestedTeam()).team)
        }
        const list = (filter: Parameters<typeof listTeams>[2], limit: number, next?: string) =>
          Effect.map(listTeams(as("dev"), workspaces.soc, filter, { limit, ...defined({ next }) }), (page) => ({
            ids: page.items.map(({ id }) => id),
            next: page.next
          }))
        const first = yield* list({}, 2)
        const second = yield* list({}, 2, first.next)
        expect([...first.ids, ...second.ids]).toEqual(ids)
        expect(second.next).toBeUndefined()
        expect((yield* list({ phases: ["open"] }, 10)).ids).toEqual([])
        expect((yield* list({ blocked: false }, 10)).ids).toEqual(ids)
        expect(yield* refusalOf(list({}, 2, "nonsense"))).toMatchObject({
          _tag: "UnknownContinuation",
          next: "nonsense"
        })
      })
    ))
})

describe("reading", () => {
  it("of what was renamed shows the new name at once, and the history how it came about", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam()
        yield* renameTeam(as("ben"), team, { name: "Renamed" })
        expect((yield* getTeam(as("dev"), team)).stored.team.name).toBe("Renamed")
        expect((yield* history(team)).at(-1)).toBe("RenameRequested")
      })
    ))
})
