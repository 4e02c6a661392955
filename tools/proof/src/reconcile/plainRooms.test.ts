import { IncidentHand } from "@incident-teams/adapter-memory/IncidentHand"
import * as MemoryTeamStore from "@incident-teams/adapter-memory/MemoryTeamStore"
import { PlatformHand } from "@incident-teams/adapter-memory/PlatformHand"
import { changeTeamBy, now } from "@incident-teams/application/changes/decideAndCommit"
import { observeIncident } from "@incident-teams/application/feed/observeIncident"
import { CollaborationPlatform } from "@incident-teams/application/ports/CollaborationPlatform"
import { reconcileOnce } from "@incident-teams/application/reconcile/reconciler"
import { handOn } from "@incident-teams/application/testing/Hand"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { Actor } from "@incident-teams/domain/team/Person"
import { Effect, Layer } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { load, outside, people, requestTeam, settle, theTeam, worker } from "./RestingWorld.ts"

const world = Layer.mergeAll(outside, MemoryTeamStore.layer)
type World = Layer.Success<typeof world>

/** On a chat platform with plain rooms: no group before the team, no operations, no owners; what is deleted is gone. */
const live = <A, E>(test: Effect.Effect<A, E, World>) =>
  Effect.runPromise(
    Effect.provide(
      Effect.andThen(
        PlatformHand.use((hand) =>
          hand.behave({ operationTakes: 0, needsOwner: false, archivedTakesPeople: false, keepsDeleted: false })
        ),
        test
      ),
      world
    )
  )

const close = (id: IncidentId) =>
  Effect.andThen(
    IncidentHand.use((hand) => hand.close(id)),
    observeIncident(id)
  )
const reopen = (id: IncidentId) =>
  Effect.andThen(
    IncidentHand.use((hand) => hand.reopen(id)),
    observeIncident(id)
  )

const methods = Effect.map(handOn(CollaborationPlatform), (hand) =>
  hand
    .calls()
    .filter(({ purpose }) => purpose !== "Verify")
    .map(({ method }) => method)
)
const by: Actor = { _tag: "System" }

/** Works for so many minutes, whether or not anything is left to do. */
const work = Effect.fnUntraced(function* (minutes: number) {
  for (let round = 0; round < minutes * 6; round++) {
    yield* reconcileOnce(worker("worker"))
    yield* TestClock.adjust("10 seconds")
  }
})

const namesIn = Effect.map(theTeam, ({ members }) => members.map(({ name }) => name))

describe("on a platform with plain rooms, the reconciler", () => {
  it("archives and reopens with one call each, and is done with the answer", () =>
    live(
      Effect.gen(function* () {
        const hand = yield* handOn(CollaborationPlatform)
        const { team, incident } = yield* requestTeam
        yield* settle()
        const open = yield* theTeam

        hand.forgetCalls()
        yield* close(incident)
        yield* reconcileOnce(worker("worker"))
        expect((yield* load(team)).team.phase).toBe("archived")
        yield* settle()
        expect(yield* methods).toEqual(["archive"])

        hand.forgetCalls()
        yield* reopen(incident)
        yield* settle()
        expect((yield* load(team)).team.phase).toBe("open")
        expect(yield* theTeam).toMatchObject({ id: open.id, link: open.link, archived: false, members: open.members })
        expect(yield* methods).toEqual(["unarchive"])
      })
    ))

  it("lets people who are asked for meanwhile wait for the reopening, and refuses nobody", () =>
    live(
      Effect.gen(function* () {
        const { team, incident } = yield* requestTeam
        yield* settle()
        yield* close(incident)
        yield* settle()
        yield* addLatecomer(team)
        yield* work(20)
        expect(yield* namesIn).not.toContain(latecomer.name)
        expect((yield* load(team)).team.people.openChunks).toHaveLength(1)

        yield* reopen(incident)
        yield* settle()
        expect(yield* namesIn).toContain(latecomer.name)
        expect((yield* load(team)).team.people.openChunks).toEqual([])
      })
    ))

  it("makes another room where the one that was deleted can't be restored", () =>
    live(
      Effect.gen(function* () {
        const hand = yield* PlatformHand
        const { team } = yield* requestTeam
        yield* settle()
        const before = yield* theTeam
        yield* hand.delete(before.id)
        // The daily look comes up to a twentieth later than a day.
        yield* TestClock.adjust("26 hours")
        yield* work(10)
        expect((yield* load(team)).team.phase).toBe("lost")

        yield* changeTeamBy(team, (_, at) => Effect.succeed({ commands: [{ _tag: "RestoreTeam", by, at }] }))
        yield* settle()
        expect((yield* load(team)).team).toMatchObject({ phase: "lost", loss: { restore: { _tag: "Refused" } } })

        yield* changeTeamBy(team, (_, at) =>
          Effect.succeed({
            commands: [{ _tag: "RecreateTeam", people: people.slice(2, 5), refused: [], standIns: [], by, at }]
          })
        )
        yield* settle()
        const after = yield* theTeam
        expect(after.id).not.toBe(before.id)
        expect(yield* namesIn).toEqual(expect.arrayContaining(people.slice(2, 5).map(({ name }) => name)))
      })
    ))
})

const latecomer = people[7]!
const addLatecomer = (team: TeamId) =>
  Effect.gen(function* () {
    const at = yield* now
    return yield* changeTeamBy(team, () =>
      Effect.succeed({ commands: [{ _tag: "AddPeople", people: [latecomer], refused: [], groups: [], by, at }] })
    )
  })
