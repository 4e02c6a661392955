import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { ProviderHand } from "@incident-teams/adapter-memory/MemoryProviderIncidents"
import { PlatformHand } from "@incident-teams/adapter-memory/PlatformHand"
import { observeIncident } from "@incident-teams/application/feed/observeIncident"
import { servingTeam } from "@incident-teams/application/links/servingTeam"
import { reconcileOnce } from "@incident-teams/application/reconcile/reconciler"
import { createTeam } from "@incident-teams/application/use-cases/createTeam"
import { decideMerge, linkIncident, unlinkIncident } from "@incident-teams/application/use-cases/teamIncidents"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { Incident, IncidentMerge } from "@incident-teams/domain/incident/Incident"
import { incidentsOf, isServed } from "@incident-teams/domain/team/served"
import { Effect, Option } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { settle, worker } from "../reconcile/RestingWorld.ts"
import { as, cast, named } from "../testing/Cast.ts"
import { incidentOf, inMemoryWorld, refusalOf } from "../testing/MemoryWorld.ts"
import { platformTeamOf, stored, truthOf } from "../testing/teamsInTheWorld.ts"

const ben = as("ben")

const teamFor = Effect.fnUntraced(function* (incident: Incident, people: ReadonlyArray<keyof typeof cast> = []) {
  const created = yield* createTeam(ben, {
    incident: incident.id,
    people: people.map((who) => cast[who].id),
    groups: []
  })
  yield* settle()
  return created.stored.id
})

const theLink = { lead: false, merge: false }

/** As Defender does: the label, the status, and the number of the one that goes on. */
const merge = Effect.fnUntraced(function* (source: Incident, merged: IncidentMerge) {
  yield* (yield* IncidentHand).change(source.id, { status: "Closed", merged })
  yield* observeIncident(source.id)
})

const inDefender = Effect.fnUntraced(function* (providerIncidentId: string) {
  ;(yield* ProviderHand).add(providerIncidentId)
  return yield* incidentOf({ providerName: "Microsoft XDR", providerIncidentId })
})

const shown = Effect.fnUntraced(function* (id: TeamId) {
  const { team } = yield* stored(id)
  return { phase: team.phase, incidents: incidentsOf(team).map(({ number }) => number) }
})

describe("one team for several incidents", () => {
  it("stays open until the last of them is closed, and can be undone", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const [one, other] = [yield* incidentOf(), yield* incidentOf()]
        const hand = yield* IncidentHand
        const id = yield* teamFor(one)
        yield* linkIncident(ben, id, { incident: other.id, ...theLink })
        yield* settle()
        expect(yield* shown(id)).toEqual({ phase: "open", incidents: [one.number, other.number] })
        yield* hand.close(one.id)
        yield* observeIncident(one.id)
        yield* settle()
        expect((yield* shown(id)).phase).toBe("open")
        yield* hand.close(other.id)
        yield* observeIncident(other.id)
        yield* settle()
        expect((yield* shown(id)).phase).toBe("archived")
        yield* unlinkIncident(ben, id, other.id)
        yield* settle()
        expect((yield* shown(id)).incidents).toEqual([one.number])
      })
    ))

  it("keeps an incident that it serves from getting another team, and lets it have one after that", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const [one, other] = [yield* incidentOf(), yield* incidentOf()]
        const id = yield* teamFor(one)
        yield* linkIncident(ben, id, { incident: other.id, ...theLink })
        yield* settle()
        expect(yield* refusalOf(createTeam(ben, { incident: other.id, people: [], groups: [] }))).toMatchObject({
          _tag: "TeamExists",
          team: id
        })
        yield* unlinkIncident(ben, id, other.id)
        yield* settle()
        expect(yield* teamFor(other)).not.toBe(id)
      })
    ))

  it("follows a merge: a survivor without a team becomes the lead of this one", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const [source, survivor] = [yield* incidentOf(), yield* incidentOf()]
        const id = yield* teamFor(source)
        yield* merge(source, { into: survivor.number })
        yield* settle()
        expect(yield* shown(id)).toEqual({ phase: "open", incidents: [survivor.number, source.number] })
        yield* (yield* IncidentHand).close(survivor.id)
        yield* observeIncident(survivor.id)
        yield* settle()
        expect((yield* shown(id)).phase).toBe("archived")
      })
    ))

  it("follows a merge: of two teams the survivor's goes on with everybody, and the other is archived", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const [source, survivor] = [yield* incidentOf(), yield* incidentOf()]
        const from = yield* teamFor(source, ["chloe"])
        const into = yield* teamFor(survivor)
        // Somebody whom nobody has seen there yet.
        yield* (yield* PlatformHand).add(yield* platformTeamOf(from), { ...named(cast.rita), role: "member" })
        yield* merge(source, { into: survivor.number })
        yield* settle("worker", 60_000)
        // The other team has taken over, but this one is still open for a while.
        yield* (yield* PlatformHand).add(yield* platformTeamOf(from), { ...named(cast.ines), role: "member" })
        yield* TestClock.adjust("16 minutes")
        yield* settle()
        expect(yield* shown(into)).toEqual({ phase: "open", incidents: [survivor.number, source.number] })
        expect((yield* shown(from)).phase).toBe("archived")
        expect((yield* stored(from)).team.work.waits).toEqual([])
        const { members } = yield* truthOf(into)
        expect(members.map(({ id }) => id)).toEqual(expect.arrayContaining([cast.chloe.id, cast.rita.id, cast.ines.id]))
        expect(Option.map(yield* servingTeam(from), (serving) => serving.id)).toEqual(Option.some(into))
        yield* unlinkIncident(ben, into, source.id)
        yield* settle()
        expect(Option.map(yield* servingTeam(from), (serving) => serving.id)).toEqual(Option.some(from))
        expect((yield* shown(into)).incidents).toEqual([survivor.number])
        // It serves its own incident again, for certain: otherwise another merge would leave it to nobody.
        const { team } = yield* stored(from)
        expect(incidentsOf(team).map((incident) => isServed(team, incident))).toEqual([true])
      })
    ))

  it("stays open where no survivor is found, says so after half an hour, and follows a person's decision", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const [source, survivor] = [yield* incidentOf(), yield* incidentOf()]
        const id = yield* teamFor(source)
        yield* merge(source, {})
        yield* settle()
        const remedy = expect.stringContaining("choose it as the one that continues")
        expect((yield* stored(id)).team.work.waits).toMatchObject([{ step: "FollowMerge", remedy }])
        yield* TestClock.adjust("31 minutes")
        yield* settle()
        const { team } = yield* stored(id)
        expect(team.phase).toBe("open")
        expect(team.incident.merge?.problem).toMatchObject({ remedy })
        expect(team.work.waits).toMatchObject([{ step: "FollowMerge", remedy }])
        yield* decideMerge(ben, id, { incident: source.id, into: survivor.id })
        yield* settle()
        expect(yield* shown(id)).toEqual({ phase: "open", incidents: [survivor.number, source.number] })
      })
    ))

  it("waits for Defender, which may say later than the label that the incident was merged", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const [source, survivor] = [yield* inDefender("d1"), yield* inDefender("d2")]
        const id = yield* teamFor(source)
        yield* (yield* IncidentHand).change(source.id, { status: "Closed", merged: {} })
        yield* observeIncident(source.id)
        while ((yield* reconcileOnce(worker("worker"))) > 0) yield* TestClock.adjust("1 second")
        yield* TestClock.adjust("4 minutes")
        yield* reconcileOnce(worker("worker"))
        ;(yield* ProviderHand).merge("d1", "d2")
        yield* settle()
        expect(yield* shown(id)).toEqual({ phase: "open", incidents: [survivor.number, source.number] })
      })
    ))

  it("takes the label for a person's where Defender knows of no merge for five minutes", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const source = yield* inDefender("d1")
        const id = yield* teamFor(source)
        yield* merge(source, {})
        yield* settle()
        yield* TestClock.adjust("6 minutes")
        yield* settle()
        expect((yield* shown(id)).phase).toBe("archived")
      })
    ))

  it("archives the team where a person says that no incident continues it", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const source = yield* incidentOf()
        const id = yield* teamFor(source)
        yield* merge(source, {})
        yield* settle()
        expect((yield* shown(id)).phase).toBe("open")
        yield* decideMerge(ben, id, { incident: source.id })
        yield* settle()
        expect((yield* shown(id)).phase).toBe("archived")
      }),
      { deployment: { merges: "ask" } }
    ))

  it("takes a merged incident for closed with MERGE=off", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const source = yield* incidentOf()
        const id = yield* teamFor(source)
        yield* merge(source, {})
        yield* settle()
        expect((yield* shown(id)).phase).toBe("archived")
      }),
      { deployment: { merges: "off" } }
    ))
})
