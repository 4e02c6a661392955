import * as MemoryTeamStore from "@incident-teams/adapter-memory/MemoryTeamStore"
import { now } from "@incident-teams/application/changes/decideAndCommit"
import { lookAtDelays } from "@incident-teams/application/doctor/lookAtDelays"
import { CollaborationPlatform, PlatformBusy } from "@incident-teams/application/ports/CollaborationPlatform"
import { InstallationTrouble } from "@incident-teams/application/ports/InstallationTrouble"
import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { reconcileOnce } from "@incident-teams/application/reconcile/reconciler"
import { handOn } from "@incident-teams/application/testing/Hand"
import { Effect, Layer, Option } from "effect"
import { TestClock } from "effect/testing"
import { describe, expect, it } from "vitest"
import { close, load, outside, requestTeam, settle, theTeam, worker } from "./RestingWorld.ts"

const world = Layer.merge(outside, MemoryTeamStore.layer)

const live = <A, E>(test: Effect.Effect<A, E, Layer.Success<typeof world>>) =>
  Effect.runPromise(Effect.provide(test, world))

const minute = 60_000
const hour = 60 * minute

/** Works whenever something is due, until so many milliseconds have passed. */
const workFor = Effect.fnUntraced(function* (millis: number) {
  const store = yield* TeamStore
  const end = (yield* now) + millis
  for (let at = yield* now; at < end; at = yield* now) {
    if ((yield* reconcileOnce(worker("worker"))) > 0) continue
    const due = Option.getOrElse(yield* store.nextDue(), () => end)
    yield* TestClock.adjust(Math.max(Math.min(due, end) - at, 1))
  }
})

describe("the reconciler, through trouble that lasts for days,", () => {
  it("archives a closed incident's team whose people can't be added, and gives up on them after about a day", () =>
    live(
      Effect.gen(function* () {
        const hand = yield* handOn(CollaborationPlatform)
        hand.failNext("addMembers", new PlatformBusy({ reason: "The service is busy." }), { times: 100_000 })
        const { team, incident } = yield* requestTeam
        yield* close(incident)
        yield* workFor(30 * hour)
        expect(yield* theTeam).toMatchObject({ archived: true })
        const chunks = yield* (yield* TeamStore).chunks(team)
        const standings = chunks.flatMap((chunk) => chunk.people.map(({ standing }) => standing))
        expect(standings.length).toBeGreaterThan(0)
        expect(standings).toEqual(standings.map(() => ({ _tag: "Refused", reason: "The service is busy." })))
        const calls = hand.calls("addMembers")
        expect((calls.at(-1)!.at - calls[0]!.at) / 3_600_000).toBeGreaterThan(23)
      })
    ))

  it("waits for days while a permission is missing, archives all the same, and adds everyone once it is there", () =>
    live(
      Effect.gen(function* () {
        const hand = yield* handOn(CollaborationPlatform)
        const missing = new InstallationTrouble({ kind: "permission", reason: "Not granted.", remedy: "Grant it." })
        hand.failNext("addMembers", missing, { times: 100_000 })
        const { team, incident } = yield* requestTeam
        yield* close(incident)
        yield* workFor(3 * 24 * hour)
        expect(yield* theTeam).toMatchObject({ archived: true })
        const standings = Effect.map(
          Effect.flatMap(TeamStore, (store) => store.chunks(team)),
          (chunks) => new Set(chunks.flatMap((chunk) => chunk.people.map(({ standing }) => standing._tag)))
        )
        expect(yield* standings).toEqual(new Set(["Asked"]))
        hand.heal()
        yield* settle()
        expect(yield* standings).toEqual(new Set(["Done"]))
      })
    ))

  it("tells for as long as it lasts that it can't be read when the team expires, as the installation's trouble (L14)", () =>
    live(
      Effect.gen(function* () {
        const hand = yield* handOn(CollaborationPlatform)
        const missing = new InstallationTrouble({ kind: "permission", reason: "Not granted.", remedy: "Grant it." })
        hand.failNext("expiresAt", missing, { times: 100_000 })
        const { team, incident } = yield* requestTeam
        yield* settle("worker", minute)
        const told = { step: "ReadExpiration", installation: "permission", reason: "Not granted.", remedy: "Grant it." }
        for (const days of [0, 3]) {
          yield* workFor(days * 24 * hour)
          expect((yield* load(team)).team).toMatchObject({ phase: "open", work: { waits: [told] } })
          expect(yield* lookAtDelays).toMatchObject([
            { state: "problem", found: "1 team waits: Not granted.", remedy: expect.stringContaining("Grant it.") }
          ])
        }
        yield* close(incident)
        yield* workFor(hour)
        expect(yield* theTeam).toMatchObject({ archived: true })
        hand.heal()
        yield* settle()
        const { work, expiration } = (yield* load(team)).team
        expect({ waits: work.waits, isRead: expiration !== undefined }).toEqual({ waits: [], isRead: true })
      })
    ))
})
