import { isDeepStrictEqual } from "node:util"
import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { PlatformHand } from "@incident-teams/adapter-memory/PlatformHand"
import { observeIncident } from "@incident-teams/application/feed/observeIncident"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { addPeople } from "@incident-teams/application/use-cases/addPeople"
import { createTeam } from "@incident-teams/application/use-cases/createTeam"
import { decideAccess } from "@incident-teams/application/use-cases/decideAccess"
import { removePeople } from "@incident-teams/application/use-cases/removePeople"
import { renameTeam } from "@incident-teams/application/use-cases/renameTeam"
import { requestAccess } from "@incident-teams/application/use-cases/requestAccess"
import { replay } from "@incident-teams/domain/Decider"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { meantToBeIn, roster } from "@incident-teams/domain/team/Roster"
import { noTeam } from "@incident-teams/domain/team/Team"
import { teamDecider } from "@incident-teams/domain/team/teamDecider"
import { timing } from "@incident-teams/domain/team/Timing"
import { Effect, Result } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { settle } from "../reconcile/RestingWorld.ts"
import { as, cast, crowd, groups } from "../testing/Cast.ts"
import { howeverItRaces } from "../testing/interleaved.ts"
import { inMemoryWorld, incidentOf } from "../testing/MemoryWorld.ts"
import { openTeam, requestedTeam, stored, truthOf } from "../testing/teamsInTheWorld.ts"

const atOnce = { concurrency: "unbounded" } as const

const asked = (team: TeamId) =>
  Effect.map(
    Effect.flatMap(TeamStore, (store) => store.chunks(team)),
    (chunks) => meantToBeIn(roster(chunks)).map(({ name }) => name)
  )

/** Whether what is stored is what its events tell. */
const foldsToItself = Effect.fnUntraced(function* (team: TeamId) {
  const events = (yield* (yield* TeamStore).timeline(team, 0, 10_000)).map(({ event }) => event)
  return isDeepStrictEqual(replay(teamDecider(timing), events, noTeam), (yield* stored(team)).team)
})

describe("two who create at once", () => {
  it("always meet in one team: one has created it, the other is told so", () =>
    howeverItRaces(
      Effect.gen(function* () {
        const incident = yield* incidentOf()
        const create = (who: "ben" | "carla") =>
          Effect.result(createTeam(as(who), { incident: incident.id, people: [], groups: [] }))
        const results = yield* Effect.all([create("ben"), create("carla")], atOnce)
        const created = results.filter(Result.isSuccess).map(({ success }) => success)
        expect(created).toMatchObject([{ _tag: "Created" }])
        expect(results.filter(Result.isFailure).map(({ failure }) => failure)).toMatchObject([
          { _tag: "TeamExists", team: created[0]?.stored.id }
        ])
        for (const one of created) expect(yield* foldsToItself(one.stored.id)).toBe(true)
      })
    ))

  it("always have one team in Teams in the end", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const incident = yield* incidentOf()
        const create = Effect.result(createTeam(as("ben"), { incident: incident.id, people: [], groups: [] }))
        yield* Effect.all(
          Array.from({ length: 20 }, () => create),
          atOnce
        )
        yield* settle()
        expect(yield* (yield* PlatformHand).teams).toHaveLength(1)
      })
    ))
})

describe("changes at the same time", () => {
  it("never lose one: twenty who add twenty people", () =>
    howeverItRaces(
      Effect.gen(function* () {
        const { team } = yield* requestedTeam()
        const many = crowd(20)
        const started = yield* Effect.clockWith((clock) => clock.currentTimeMillis)
        yield* Effect.forEach(many, ({ id }) => addPeople(as("ben"), team, { people: [id], groups: [] }), atOnce)
        expect((yield* asked(team)).toSorted()).toEqual(many.map(({ name }) => name).toSorted())
        // Nobody waits for long, even at the end of the queue.
        expect((yield* Effect.clockWith((clock) => clock.currentTimeMillis)) - started).toBeLessThan(3_000)
        expect(yield* foldsToItself(team)).toBe(true)
      }),
      { numRuns: 10 }
    ))

  it("never lose one of another kind", () =>
    howeverItRaces(
      Effect.gen(function* () {
        const { team, incident } = yield* requestedTeam({ people: [cast.chloe.id] })
        const hand = yield* IncidentHand
        yield* TestClock.adjust("1 second")
        yield* hand.close(incident)
        yield* Effect.all(
          [
            addPeople(as("ben"), team, { people: [cast.rita.id], groups: [groups.tier1.id] }),
            removePeople(as("ben"), team, { people: [cast.chloe.id], groups: [] }),
            renameTeam(as("carla"), team, { name: "Renamed" }),
            renameTeam(as("chloe"), team, { description: "Described" }),
            requestAccess(as("dev"), team, "Please."),
            observeIncident(incident)
          ],
          atOnce
        )
        const { team: state } = yield* stored(team)
        expect(state).toMatchObject({
          name: "Renamed",
          description: "Described",
          desiredState: "archived",
          generation: 2,
          people: {
            groups: [{ id: groups.tier1.id }],
            accessRequests: [{ person: { id: cast.dev.id }, reason: "Please." }]
          }
        })
        expect(yield* asked(team)).toEqual(["Rita Sample"])
        expect(yield* foldsToItself(team)).toBe(true)
      }),
      { numRuns: 30 }
    ))

  it("never leave somebody behind whose group was expanded while it was being removed", () =>
    howeverItRaces(
      Effect.gen(function* () {
        const { team } = yield* requestedTeam({ groups: [groups.tier1.id] })
        yield* Effect.all([settle(), removePeople(as("ben"), team, { people: [], groups: [groups.tier1.id] })], atOnce)
        yield* settle()
        expect((yield* truthOf(team)).members.map(({ name }) => name)).toEqual(["Ben Sample"])
      }),
      { numRuns: 30 }
    ))

  it("never decide one request twice", () =>
    howeverItRaces(
      Effect.gen(function* () {
        const { team } = yield* openTeam()
        yield* requestAccess(as("dev"), team, "Please.")
        const [request] = (yield* stored(team)).team.people.accessRequests
        const decide = (who: "ben" | "chloe", approve: boolean) =>
          Effect.result(decideAccess(as(who), team, { request: request?.id ?? "", approve }))
        const results = yield* Effect.all([decide("ben", true), decide("chloe", false)], atOnce)
        expect(results.filter(Result.isFailure).map(({ failure }) => failure)).toMatchObject([
          { _tag: "NoSuchAccessRequest", request: request?.id }
        ])
        expect(yield* asked(team)).toEqual(Result.isSuccess(results[0]) ? ["Dev Sample"] : [])
      })
    ))

  it("never take what a worker holds", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* requestedTeam()
        const store = yield* TeamStore
        const [claimed] = yield* store.claim("worker", 1, 60_000)
        yield* addPeople(as("ben"), team, { people: [cast.chloe.id], groups: [] })
        expect((yield* stored(team)).schedule).toMatchObject({
          fence: claimed?.stored.schedule.fence,
          lease: { holder: "worker" }
        })
        expect(yield* store.claim("another", 1, 60_000)).toEqual([])
      })
    ))
})
