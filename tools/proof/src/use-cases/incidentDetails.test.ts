import { type Belongings, IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { AzureRightsSource, RightsUnavailable } from "@incident-teams/application/ports/AzureRightsSource"
import { IncidentSourceUnavailable, IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import { asSystem } from "@incident-teams/application/ports/Session"
import { handOn } from "@incident-teams/application/testing/Hand"
import { readIncidentDetails } from "@incident-teams/application/use-cases/incidentDetails"
import { Effect, Result } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { as, cast } from "../testing/Cast.ts"
import { incidentOf, inMemoryWorld } from "../testing/MemoryWorld.ts"
import { openTeam } from "../testing/teamsInTheWorld.ts"

const belongings: Belongings = {
  alerts: [{ id: "a", name: "Sign-in from afar", tactics: [], remediationSteps: [] }],
  entities: [{ id: "e", kind: "Account", name: "ana", facts: [] }],
  bookmarks: [{ id: "b", name: "SigninLogs", labels: [] }],
  tasks: [{ id: "t", title: "Call Ana", status: "New" }],
  relations: [{ id: "r", relatedId: "/subscriptions/1" }]
}

const investigated = Effect.gen(function* () {
  const { id } = yield* incidentOf()
  yield* (yield* IncidentHand).put(id, belongings)
  return id
})

const away = new IncidentSourceUnavailable({ reason: "Sentinel is away.", cause: undefined })

/** How often each part was read. */
const readings = Effect.map(handOn(IncidentSource), (hand) =>
  (["alerts", "entities", "bookmarks", "comments", "tasks", "relations"] as const).map(
    (part) => hand.calls(part).length
  )
)

describe("everything about an incident", () => {
  it("is read in our own name, no matter who looks", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const id = yield* investigated
        const { incident, parts, team } = yield* readIncidentDetails(as("dev"), id)
        expect(incident).toMatchObject({ id, alertsCount: 1, bookmarksCount: 1 })
        expect(team).toBeUndefined()
        expect({ ...parts, comments: undefined, entities: undefined }).toEqual({
          alerts: Result.succeed(belongings.alerts),
          bookmarks: Result.succeed(belongings.bookmarks),
          tasks: Result.succeed(belongings.tasks),
          relations: Result.succeed(belongings.relations),
          comments: undefined,
          entities: undefined
        })
        expect(Result.getOrThrow(parts.entities)).toEqual({
          entities: belongings.entities,
          counts: [{ kind: "Account", count: 1 }]
        })
        const calls = (yield* handOn(IncidentSource)).calls()
        expect(calls.length).toBeGreaterThan(0)
        for (const { args } of calls) expect(args.at(-1)).toEqual(asSystem)
      })
    ))

  it.each(["alerts", "entities", "bookmarks", "comments", "tasks", "relations"] as const)(
    "is told but for %s while only that can't be read, and soon whole",
    (part) =>
      inMemoryWorld(
        Effect.gen(function* () {
          const id = yield* investigated
          ;(yield* handOn(IncidentSource)).failNext(part, away)
          const { parts } = yield* readIncidentDetails(as("dev"), id)
          const unread = Object.entries(parts).filter(([, read]) => Result.isFailure(read))
          expect(unread).toEqual([[part, Result.fail(away)]])
          yield* TestClock.adjust("3 seconds")
          const again = yield* readIncidentDetails(as("dev"), id)
          expect(Object.values(again.parts).every(Result.isSuccess)).toBe(true)
        })
      )
  )

  it("is asked for once, however many look, until a quarter of a minute is over or the incident changes", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const id = yield* investigated
        const look = readIncidentDetails(as("dev"), id)
        yield* Effect.all([look, look, look], { concurrency: "unbounded" })
        yield* TestClock.adjust("14 seconds")
        yield* readIncidentDetails(as("ben"), id)
        expect(yield* readings).toEqual([1, 1, 1, 1, 1, 1])
        yield* TestClock.adjust("1 second")
        yield* look
        expect(yield* readings).toEqual([2, 2, 2, 2, 2, 2])
        yield* (yield* IncidentHand).change(id, { severity: "High" })
        expect(yield* look).toMatchObject({ incident: { severity: "High" } })
        expect(yield* readings).toEqual([3, 3, 3, 3, 3, 3])
      })
    ))

  it("is told to a member while Azure can't be asked what people may, and to nobody else", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { incident, team } = yield* openTeam({ people: [cast.elif.id] })
        const unasked = { rightsOf: () => Effect.fail(new RightsUnavailable({ reason: "Away.", cause: undefined })) }
        const during = <A, E, R>(effect: Effect.Effect<A, E, R>) =>
          Effect.provideService(effect, AzureRightsSource, unasked)
        expect(yield* during(readIncidentDetails(as("elif"), incident))).toMatchObject({ team: { id: team } })
        expect(yield* Effect.flip(during(readIncidentDetails(as("dev"), incident)))).toMatchObject({
          _tag: "RightsUnavailable"
        })
      })
    ))

  it("that can't be read at all is no details", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const id = yield* investigated
        ;(yield* handOn(IncidentSource)).failNext("get", away)
        expect(yield* Effect.flip(readIncidentDetails(as("dev"), id))).toEqual(away)
        expect(yield* readings).toEqual([0, 0, 0, 0, 0, 0])
      })
    ))
})
