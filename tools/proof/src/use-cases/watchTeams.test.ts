import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import { RightsHand } from "@incident-teams/adapter-memory/MemoryAzureRights"
import { observeIncident } from "@incident-teams/application/feed/observeIncident"
import * as CommitBell from "@incident-teams/application/live/CommitBell"
import * as LiveChanges from "@incident-teams/application/live/LiveChanges"
import { IncidentSource } from "@incident-teams/application/ports/IncidentSource"
import { asSystem } from "@incident-teams/application/ports/Session"
import { StoreUnavailable, TeamStore } from "@incident-teams/application/ports/TeamStore"
import { watchTeam, watchTeams } from "@incident-teams/application/use-cases/watchTeams"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { noAzureRights } from "@incident-teams/domain/permissions/AzureActions"
import { Effect, Fiber, Layer, Option, Stream } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { as, cast, workspaces } from "../testing/Cast.ts"
import { inMemoryWorld } from "../testing/MemoryWorld.ts"
import { requestedTeam } from "../testing/teamsInTheWorld.ts"

/** Live changes as another process would have them: it hears of no commit here. */
const elsewhere = LiveChanges.layer.pipe(Layer.provide(CommitBell.layer(Layer.effect(TeamStore, TeamStore))))

/** What was told so far, in order. */
const collected = Effect.fnUntraced(function* <E, R>(changes: Stream.Stream<LiveChanges.LiveChange, E, R>) {
  const told: Array<LiveChanges.LiveChange> = []
  const fiber = yield* Effect.forkChild(
    Stream.runForEach(changes, (change) => Effect.sync(() => void told.push(change)))
  )
  const tags = () => told.map(({ _tag }) => _tag)
  return { told, tags, fiber }
})

/** A change of the incident, which its team follows. */
const closed = (incident: IncidentId) =>
  Effect.gen(function* () {
    yield* (yield* IncidentHand).close(incident)
    yield* observeIncident(incident)
  })

const reopened = (incident: IncidentId) =>
  Effect.gen(function* () {
    yield* (yield* IncidentHand).reopen(incident)
    yield* observeIncident(incident)
  })

const takeAway = Effect.map(RightsHand, ({ set }) => set(cast.dev.id, workspaces.soc, noAzureRights))

describe("watching", () => {
  it("tells what another process committed within a second", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team, incident } = yield* requestedTeam()
        const watched = yield* collected(yield* watchTeam(as("dev"), team, Option.none()))
        yield* TestClock.adjust("1 second")
        expect(watched.tags()).toEqual(["Ready"])
        yield* closed(incident)
        yield* TestClock.adjust("1 second")
        expect(watched.tags()).toEqual(["Ready", "Changed"])
        expect(watched.told[1]).toMatchObject({ stored: { id: team, team: { desiredState: "archived" } } })
      }).pipe(Effect.provide(elsewhere))
    ))

  it("tells within a second what another process published of an incident, for as long as it may be read", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const hand = yield* IncidentHand
        const source = yield* IncidentSource
        const store = yield* TeamStore
        const { id } = yield* hand.add(workspaces.soc)
        const published = Effect.andThen(
          hand.close(id),
          Effect.flatMap(source.get(id, asSystem), (read) => store.publish([read]))
        )
        const watched = yield* collected(yield* watchTeams(as("dev"), undefined, Option.none()))
        yield* TestClock.adjust("1 second")
        yield* published
        yield* TestClock.adjust("1 second")
        expect(watched.told[1]).toMatchObject({ _tag: "IncidentChanged", incident: { id, status: "Closed" } })
        yield* takeAway
        yield* TestClock.adjust("59 seconds")
        yield* hand.reopen(id)
        yield* published
        yield* TestClock.adjust("1 second")
        expect(watched.tags()).toEqual(["Ready", "IncidentChanged"])
      }).pipe(Effect.provide(elsewhere))
    ))

  it("begins again where somebody left off a day ago, because states of incidents are kept no longer", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const resumed = (cursor: string) =>
          Effect.flatMap(watchTeams(as("dev"), undefined, Option.some(cursor)), collected)
        const first = yield* collected(yield* watchTeams(as("dev"), undefined, Option.none()))
        yield* TestClock.adjust("1 second")
        const cursor = first.told[0]!.cursor
        yield* TestClock.adjust("86398 seconds")
        const soon = yield* resumed(cursor)
        yield* TestClock.adjust("1 second")
        const late = yield* resumed(cursor)
        yield* TestClock.adjust("1 second")
        expect([...soon.tags(), ...late.tags()]).toEqual(["Ready", "Reload"])
      }).pipe(Effect.provide(elsewhere))
    ))

  it("a team ends within a minute of the right to read it", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const { team, incident } = yield* requestedTeam()
        const watched = yield* collected(yield* watchTeam(as("dev"), team, Option.none()))
        yield* TestClock.adjust("1 second")
        yield* closed(incident)
        yield* TestClock.adjust("1 second")
        yield* takeAway
        yield* TestClock.adjust("59 seconds")
        yield* reopened(incident)
        yield* TestClock.adjust("1 second")
        expect(watched.tags()).toEqual(["Ready", "Changed"])
        expect(watched.fiber.pollUnsafe()).toBeDefined()
      }).pipe(Effect.provide(elsewhere))
    ))

  it("every team goes on without those that may not be read any more", () =>
    inMemoryWorld(
      Effect.gen(function* () {
        const one = yield* requestedTeam()
        const watched = yield* collected(yield* watchTeams(as("dev"), undefined, Option.none()))
        yield* TestClock.adjust("1 second")
        yield* closed(one.incident)
        yield* TestClock.adjust("1 second")
        yield* takeAway
        yield* TestClock.adjust("59 seconds")
        yield* reopened(one.incident)
        yield* TestClock.adjust("1 second")
        expect(watched.tags()).toEqual(["Ready", "Changed"])
        expect(watched.fiber.pollUnsafe()).toBeUndefined()
        yield* Fiber.interrupt(watched.fiber)
        expect(yield* Effect.flatMap(LiveChanges.LiveChanges, ({ followers }) => followers)).toBe(0)
      }).pipe(Effect.provide(elsewhere))
    ))

  it("goes on after the store couldn't be asked for a while", () => {
    let down = false
    return inMemoryWorld(
      Effect.gen(function* () {
        const { team, incident } = yield* requestedTeam()
        const watched = yield* collected(yield* watchTeam(as("dev"), team, Option.none()))
        yield* TestClock.adjust("1 second")
        down = true
        yield* closed(incident)
        yield* TestClock.adjust("10 seconds")
        expect(watched.tags()).toEqual(["Ready"])
        down = false
        yield* TestClock.adjust("1 second")
        expect(watched.tags()).toEqual(["Ready", "Changed"])
      }).pipe(Effect.provide(elsewhere)),
      {
        between: {
          teams: (store) => ({
            ...store,
            changes: (cursor, limit) =>
              Effect.suspend(() =>
                down
                  ? Effect.fail(new StoreUnavailable({ reason: "Down.", cause: undefined }))
                  : store.changes(cursor, limit)
              )
          })
        }
      }
    )
  })

  it("asks the store for nothing while nobody watches", () => {
    let asked = 0
    return inMemoryWorld(
      Effect.gen(function* () {
        yield* requestedTeam()
        yield* TestClock.adjust("1 minute")
        expect(asked).toBe(0)
      }).pipe(Effect.provide(elsewhere)),
      {
        between: {
          teams: (store) => ({
            ...store,
            changes: (cursor, limit) => {
              asked += 1
              return store.changes(cursor, limit)
            }
          })
        }
      }
    )
  })
})
