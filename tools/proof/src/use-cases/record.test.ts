import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import type { WorkBell } from "@incident-teams/application/changes/WorkBell"
import type { Deployment } from "@incident-teams/application/deployment/Deployment"
import type { PlatformTime } from "@incident-teams/application/deployment/PlatformTime"
import { observeIncident } from "@incident-teams/application/feed/observeIncident"
import { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { addPeople } from "@incident-teams/application/use-cases/addPeople"
import { changeIncident } from "@incident-teams/application/use-cases/changeIncident"
import { starFavorite } from "@incident-teams/application/use-cases/favorites"
import { readEvent, readTimeline } from "@incident-teams/application/use-cases/readTimeline"
import { removePeople } from "@incident-teams/application/use-cases/removePeople"
import { renameTeam } from "@incident-teams/application/use-cases/renameTeam"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { IncidentChange } from "@incident-teams/domain/incident/IncidentChange"
import { Effect } from "effect"
import { TestClock } from "effect/testing"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { settle } from "../reconcile/RestingWorld.ts"
import { as, cast, groups, named } from "../testing/Cast.ts"
import { incidentOf, inMemoryWorld, refusalOf, Remembered } from "../testing/MemoryWorld.ts"
import { openTeam, requestedTeam } from "../testing/teamsInTheWorld.ts"

const close = { status: "Closed", classification: "Undetermined" } as const satisfies IncidentChange
const reopen = { status: "Active" } as const satisfies IncidentChange

/** Who did what to the incident, as the team's history records it. */
const actsIn = Effect.fnUntraced(function* (team: TeamId) {
  const events = yield* (yield* TeamStore).timeline(team, 0, 1_000)
  return events.flatMap(({ event }) =>
    event._tag === "IncidentChanged"
      ? [`${"id" in event.by ? event.by.id : ""} ${event.changes.status?.to ?? "-"}`]
      : []
  )
})

/** The same change, where the feed reads the incident before we hear that it was made. */
const changeBehindTheFeed = Effect.fnUntraced(function* (by: "ben" | "chloe", id: IncidentId, change: IncidentChange) {
  const source = yield* IncidentSource
  const services = yield* Effect.context<Deployment | IncidentSource | PlatformTime | TeamStore | WorkBell>()
  const feed = Effect.orDie(Effect.provide(observeIncident(id), services))
  const behind = IncidentSource.of({ ...source, update: (...asked) => Effect.tap(source.update(...asked), feed) })
  yield* Effect.provideService(changeIncident(as(by), id, change), IncidentSource, behind)
})

describe("what is done to an incident", () => {
  it("through us is recorded with who did it and what they changed", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team, incident } = yield* openTeam()
        yield* TestClock.adjust("1 second")
        yield* changeIncident(as("chloe"), incident, { ...close, severity: "Low" })
        const [act, ...following] = (yield* readTimeline(as("ben"), team, 0, 1_000)).slice(-3)
        expect(act).toMatchObject({
          event: {
            _tag: "IncidentChanged",
            changes: { status: { from: "New", to: "Closed" }, classification: "Undetermined", severity: { to: "Low" } }
          },
          facts: { by: named(cast.chloe) }
        })
        expect(following.map(({ event }) => event._tag)).toEqual(["IncidentObserved", "DesiredStateChanged"])
      })
    ))

  it("names an assignee whom Sentinel returns by id alone as the directory does", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team, incident } = yield* openTeam()
        yield* TestClock.adjust("1 second")
        yield* changeIncident(as("ben"), incident, { owner: { id: cast.chloe.id, kind: "User" } })
        const items = yield* readTimeline(as("ben"), team, 0, 1_000)
        expect(items.map(({ event }) => event)).toContainEqual(
          expect.objectContaining({
            _tag: "IncidentChanged",
            changes: { owner: expect.objectContaining(named(cast.chloe)) }
          })
        )
      })
    ))

  it("as it is already is nobody's act, also where somebody in Sentinel was quicker by a moment", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team, incident } = yield* openTeam()
        const [source, hand] = [yield* IncidentSource, yield* IncidentHand]
        yield* TestClock.adjust("1 second")
        const beaten = IncidentSource.of({
          ...source,
          update: (...asked) => Effect.andThen(hand.change(incident, close), source.update(...asked))
        })
        yield* Effect.provideService(changeIncident(as("ben"), incident, close), IncidentSource, beaten)
        yield* changeIncident(as("ben"), incident, close)
        expect(yield* actsIn(team)).toEqual([])
      })
    ))

  it("always is its actor's through us, no matter who notices it first, and in Sentinel never anyone's of ours", () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            by: fc.constantFrom("ben", "chloe", "somebody in Sentinel"),
            change: fc.constantFrom(close, reopen),
            feed: fc.constantFrom("first", "later", "never")
          }),
          { maxLength: 8 }
        ),
        (acts) =>
          inMemoryWorld(
            Effect.gen(function* () {
              const { team, incident } = yield* requestedTeam()
              const hand = yield* IncidentHand
              const expected: Array<string> = []
              for (const { by, change, feed } of acts) {
                yield* TestClock.adjust("1 second")
                const before = yield* hand.read(incident)
                if (by === "somebody in Sentinel") yield* hand.change(incident, change)
                else {
                  if (before?.status !== change.status) expected.push(`${cast[by].id} ${change.status}`)
                  yield* feed === "first"
                    ? changeBehindTheFeed(by, incident, change)
                    : changeIncident(as(by), incident, change)
                }
                if (feed !== "never") yield* observeIncident(incident)
              }
              expect(yield* actsIn(team)).toEqual(expected)
            })
          )
      ),
      { numRuns: 15 }
    ))

  it("that has no team is published without who did it, which only the log records", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const incident = yield* incidentOf()
        yield* changeIncident(as("ben"), incident.id, close)
        const { changes } = (yield* Remembered).teams
        expect(changes).toMatchObject([{ incident: { id: incident.id, status: "Closed" } }])
        expect(JSON.stringify(changes)).not.toContain(cast.ben.name)
      })
    ))
})

describe("who was added and removed", () => {
  const factsOf = Effect.fnUntraced(function* (team: TeamId, tag: string) {
    const items = yield* readTimeline(as("ben"), team, 0, 1_000)
    return items.filter(({ event }) => event._tag === tag).flatMap(({ facts }) => facts.people)
  })

  it("is told by name and ground, from the request to what Teams answered", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        yield* starFavorite(as("ben"), { _tag: "Person", id: cast.chloe.id })
        const { team } = yield* openTeam({ people: [cast.chloe.id, cast.hugo.id], groups: [groups.tier2.id] })
        expect(yield* factsOf(team, "PeopleSettled")).toMatchObject([
          { ...named(cast.chloe), became: "added", ground: { _tag: "Favorite" } },
          ...[{}, {}].map(() => ({ became: "added", ground: { _tag: "Group", name: groups.tier2.name } }))
        ])
        yield* removePeople(as("ben"), team, { people: [cast.chloe.id], groups: [groups.tier2.id] })
        yield* settle()
        const removed = yield* factsOf(team, "PeopleSettled")
        expect(removed.slice(3)).toMatchObject([
          { ...named(cast.chloe), became: "removed", ground: { _tag: "Request" } },
          ...[{}, {}].map(() => ({ became: "removed", ground: { _tag: "Group", name: groups.tier2.name } }))
        ])
      })
    ))

  it("is the same on any page, and of each event alone", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team } = yield* openTeam({ people: [cast.chloe.id], groups: [groups.tier2.id] })
        yield* renameTeam(as("ben"), team, { description: "Another text" })
        yield* removePeople(as("ben"), team, { people: [], groups: [groups.tier2.id] })
        yield* addPeople(as("chloe"), team, { people: [cast.farid.id], groups: [] })
        yield* settle()
        const all = yield* readTimeline(as("ben"), team, 0, 1_000)
        for (const [index, item] of all.entries()) {
          expect(yield* readTimeline(as("ben"), team, index, 1)).toEqual([item])
          expect(yield* readEvent(as("ben"), team, item.position)).toEqual(item)
        }
        expect(yield* refusalOf(readEvent(as("ben"), team, all.length + 1))).toMatchObject({ _tag: "NoSuchEvent" })
      })
    ))
})
