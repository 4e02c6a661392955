import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { observeIncident } from "@incident-teams/application/feed/observeIncident"
import {
  IncidentRefused,
  IncidentSource,
  IncidentSourceUnavailable
} from "@incident-teams/application/ports/IncidentSource"
import { StoreUnavailable, TeamStore } from "@incident-teams/application/ports/TeamStore"
import { handOn } from "@incident-teams/application/testing/Hand"
import { changeIncident } from "@incident-teams/application/use-cases/changeIncident"
import { getIncident, listIncidents, listWorkspaces } from "@incident-teams/application/use-cases/listIncidents"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { IncidentChange } from "@incident-teams/domain/incident/IncidentChange"
import { Effect, Option } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { settle } from "../reconcile/RestingWorld.ts"
import { as, cast, workspaces } from "../testing/Cast.ts"
import { hookAbout } from "../testing/hookAbout.ts"
import { incidentOf, inMemoryWorld, refusalOf, Remembered } from "../testing/MemoryWorld.ts"
import { blockedTeam, openTeam, requestedTeam, stored, truthOf } from "../testing/teamsInTheWorld.ts"

const close: IncidentChange = { status: "Closed", classification: "Undetermined" }

describe("changing an incident", () => {
  it("closes it in the caller's name, and the team follows at once", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team, incident } = yield* openTeam()
        yield* TestClock.adjust("1 second")
        const changed = yield* changeIncident(as("chloe"), incident, close)
        expect(changed).toMatchObject({ status: "Closed", classification: "Undetermined" })
        const calls = (yield* handOn(IncidentSource)).calls("update")
        expect(calls.map(({ args: [id, _, on] }) => [id, on])).toMatchObject([
          [incident, { session: { caller: { id: cast.chloe.id } } }]
        ])
        expect((yield* stored(team)).team).toMatchObject({
          desiredState: "archived",
          generation: 2,
          incident: { closed: true, etag: changed.etag }
        })
        yield* settle()
        expect(yield* truthOf(team)).toMatchObject({ archived: true })

        yield* TestClock.adjust("1 second")
        yield* changeIncident(as("ben"), incident, { status: "Active" })
        expect((yield* stored(team)).team).toMatchObject({ desiredState: "open", generation: 3 })
        yield* settle()
        expect(yield* truthOf(team)).toMatchObject({ archived: false })
      })
    ))

  it("that has no team is a change like any other", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const incident = yield* incidentOf()
        expect(yield* changeIncident(as("ben"), incident.id, { severity: "High" })).toMatchObject({ severity: "High" })
        expect((yield* Remembered).teams.changes.filter((change) => "team" in change)).toEqual([])
      })
    ))

  it("to what it is already writes nothing, and brings a team along that lagged behind", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team, incident } = yield* openTeam()
        const hand = yield* IncidentHand
        yield* TestClock.adjust("1 second")
        yield* hand.close(incident)
        yield* changeIncident(as("ben"), incident, {
          status: "Closed",
          classification: "TruePositive",
          classificationReason: "SuspiciousActivity"
        })
        expect((yield* handOn(IncidentSource)).calls("update")).toEqual([])
        expect((yield* stored(team)).team.desiredState).toBe("archived")
      })
    ))

  it("is refused where the incident was changed since it was read", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const incident = yield* incidentOf()
        yield* (yield* IncidentHand).change(incident.id, { title: "Renamed" })
        expect(
          yield* refusalOf(changeIncident(as("ben"), incident.id, close, (one) => one === incident.etag))
        ).toMatchObject({
          _tag: "IncidentConflict",
          id: incident.id
        })
        const { etag } = (yield* getIncident(as("ben"), incident.id)).incident
        expect(yield* changeIncident(as("ben"), incident.id, close, (one) => one === etag)).toMatchObject({
          status: "Closed"
        })
      })
    ))

  it("is refused where it contradicts itself or the incident, naming every field", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const incident = yield* incidentOf()
        const cases: ReadonlyArray<readonly [IncidentChange, ReadonlyArray<string>]> = [
          [{}, ["change"]],
          [{ status: "Closed" }, ["classification"]],
          [{ status: "Closed", classification: "TruePositive" }, ["classificationReason"]],
          [
            { status: "Closed", classification: "Undetermined", classificationReason: "InaccurateData" },
            ["classificationReason"]
          ],
          [{ classification: "Undetermined", classificationComment: "?" }, ["classification", "classificationComment"]]
        ]
        for (const [change, fields] of cases) {
          const refusal = yield* refusalOf(changeIncident(as("ben"), incident.id, change))
          expect(refusal).toMatchObject({
            _tag: "InvalidIncidentChange",
            problems: fields.map((field) => ({ field, remedy: expect.stringMatching(/\S/u) }))
          })
        }
      })
    ))

  it("is refused, and not silently dropped, where somebody was quicker and it makes no sense any more", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const incident = yield* incidentOf()
        const hand = yield* IncidentHand
        yield* hand.close(incident.id)
        // Between our read and our write the incident is reopened: an open one has no classification.
        const source = yield* IncidentSource
        const reopenedMeanwhile = IncidentSource.of({
          ...source,
          update: (...asked) => Effect.andThen(hand.reopen(incident.id), source.update(...asked))
        })
        const refusal = yield* changeIncident(as("ben"), incident.id, { classification: "Undetermined" }).pipe(
          Effect.provideService(IncidentSource, reopenedMeanwhile),
          Effect.flip
        )
        expect(refusal).toMatchObject({ _tag: "InvalidIncidentChange", problems: [{ field: "classification" }] })
        expect(yield* hand.read(incident.id)).toMatchObject({ status: "Active" })
      })
    ))

  it("says what Sentinel said: not there, refused, not reached", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const incident = yield* incidentOf()
        const hand = yield* handOn(IncidentSource)
        const nothing = IncidentId.make("soc~nothing")
        expect(yield* refusalOf(changeIncident(as("ben"), nothing, close))).toMatchObject({
          _tag: "IncidentNotFound",
          id: nothing
        })
        expect(yield* refusalOf(changeIncident(as("ben"), IncidentId.make("sales~nothing"), close))).toMatchObject({
          _tag: "UnknownWorkspace",
          workspace: "sales"
        })
        hand.failNext("update", new IncidentRefused({ reason: "Locked." }))
        expect(yield* Effect.flip(changeIncident(as("ben"), incident.id, close))).toMatchObject({
          _tag: "IncidentRefused",
          reason: "Locked."
        })
        hand.failNext("get", new IncidentSourceUnavailable({ reason: "Busy.", afterMillis: 5_000, cause: undefined }))
        expect(yield* refusalOf(changeIncident(as("ben"), incident.id, close))).toMatchObject({
          _tag: "IncidentSourceUnavailable",
          afterMillis: 5_000
        })
      })
    ))

  it("is done although the store can't be reached: the team is brought along later", () => {
    let down = false
    const gate = <A, E, R>(call: Effect.Effect<A, E, R>) =>
      Effect.suspend((): Effect.Effect<A, E | StoreUnavailable, R> =>
        down ? Effect.fail(new StoreUnavailable({ reason: "Down.", cause: undefined })) : call
      )
    return inMemoryWorld(
      Effect.gen(function* () {
        const { team, incident } = yield* openTeam()
        yield* TestClock.adjust("1 second")
        down = true
        expect(yield* changeIncident(as("ben"), incident, close)).toMatchObject({ status: "Closed" })
        down = false
        expect((yield* stored(team)).team.desiredState).toBe("open")
        yield* observeIncident(incident)
        expect((yield* stored(team)).team.desiredState).toBe("archived")
      }),
      {
        between: {
          teams: (store) => ({
            ...store,
            load: (id) => gate(store.load(id)),
            commit: (expected, commit) => gate(store.commit(expected, commit))
          })
        }
      }
    )
  })
})

describe("a look at an incident", () => {
  it("without a team reads and stores nothing", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const incident = yield* incidentOf()
        const hand = yield* handOn(IncidentSource)
        const before = hand.calls().length
        yield* observeIncident(incident.id)
        yield* hookAbout(as("hook"), incident.id)
        expect(hand.calls().length).toBe(before)
        expect((yield* Remembered).teams.changes).toEqual([])
      })
    ))

  it("makes its team follow what is read, not what a hook claims", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team, incident } = yield* requestedTeam()
        yield* hookAbout(as("hook"), incident)
        expect((yield* stored(team)).team.desiredState).toBe("open")
        yield* TestClock.adjust("1 second")
        yield* (yield* IncidentHand).close(incident)
        yield* hookAbout(as("hook"), incident)
        expect((yield* stored(team)).team).toMatchObject({ desiredState: "archived", generation: 2 })
      })
    ))

  it("that tells nothing new stores nothing", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { incident } = yield* requestedTeam()
        const { teams } = yield* Remembered
        const before = teams.changes.length
        for (let look = 0; look < 3; look++) yield* observeIncident(incident)
        expect(teams.changes.length).toBe(before)
      })
    ))

  it("of a deleted incident archives the team only when it is missed twice, 5 minutes apart", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team, incident } = yield* requestedTeam()
        yield* (yield* IncidentHand).delete(incident)
        yield* observeIncident(incident)
        yield* observeIncident(incident)
        expect((yield* stored(team)).team).toMatchObject({ desiredState: "open", incident: { gone: false } })
        yield* TestClock.adjust("5 minutes")
        yield* observeIncident(incident)
        expect((yield* stored(team)).team).toMatchObject({ desiredState: "archived", incident: { gone: true } })
      })
    ))

  it("that was due is due no more once it was made, also for a team that waits for a person", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team, incident } = yield* blockedTeam
        const store = yield* TeamStore
        const hand = yield* IncidentHand
        expect(yield* store.nextDue()).toEqual(Option.none())
        yield* TestClock.adjust("1 second")
        // Changed twice within a millisecond: one more look is due.
        for (const title of ["Renamed", "Renamed again"]) {
          yield* hand.change(incident, { title })
          yield* observeIncident(incident)
        }
        const { checkAt } = (yield* stored(team)).team.incident
        expect(yield* store.nextDue()).toEqual(Option.some(checkAt))
        yield* observeIncident(incident)
        expect(yield* store.nextDue()).toEqual(Option.none())
      })
    ))

  it("in a workspace that isn't configured says so", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        expect(yield* refusalOf(observeIncident(IncidentId.make("sales~nothing")))).toMatchObject({
          _tag: "UnknownWorkspace",
          workspace: "sales"
        })
      })
    ))
})

describe("the incidents of a workspace", () => {
  it("come page by page, each with its team", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        expect(yield* listWorkspaces(as("ben"))).toEqual(["soc"])
        expect(yield* listWorkspaces(as("elif"))).toEqual([])
        const { team, incident } = yield* requestedTeam({ about: { title: "With" } })
        for (const title of ["First without", "Second without"]) yield* incidentOf({ title })
        yield* (yield* IncidentHand).add(workspaces.lab, { title: "Elsewhere" })
        const query = {
          workspace: workspaces.soc,
          filter: {},
          order: { by: "number", descending: false },
          top: 2
        } as const
        const first = yield* listIncidents(as("dev"), query)
        expect(first.items.map(({ incident: { title }, team: its }) => [title, its?.id])).toEqual([
          ["With", team],
          ["First without", undefined]
        ])
        const second = yield* listIncidents(as("dev"), { ...query, next: first.next ?? "" })
        expect(second.items.map(({ incident: { title } }) => title)).toEqual(["Second without"])
        expect(second.next).toBeUndefined()
        expect(yield* refusalOf(listIncidents(as("dev"), { ...query, next: "nonsense" }))).toMatchObject({
          _tag: "UnknownIncidentContinuation",
          next: "nonsense"
        })
        expect((yield* getIncident(as("dev"), incident)).team?.id).toBe(team)
        expect(yield* refusalOf(getIncident(as("dev"), IncidentId.make("soc~nothing")))).toMatchObject({
          _tag: "IncidentNotFound"
        })
        expect(yield* (yield* TeamStore).list({}, { limit: 10 })).toMatchObject({ items: [{ id: team }] })
      })
    ))
})
