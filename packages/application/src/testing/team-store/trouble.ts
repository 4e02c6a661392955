import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect, Logger, Option } from "effect"
import { TestClock } from "effect/testing"
import { expect, it } from "vitest"
import { type Page, type Stored, TeamStore } from "../../ports/TeamStore.ts"
import { onStore, type StoreUnderTest } from "../StoreUnderTest.ts"
import { diesOfUnreadable, unavailableWhileCut } from "../trouble.ts"
import { firstCommit, idOf, incidentOf, nextCommit } from "./commits.ts"

const lease = 60_000

/** What a store does when its database, another transaction or a stored record is in its way. */
export const trouble = (under: StoreUnderTest<TeamStore>): void => {
  const troubled = under.troubled?.()
  const id = idOf(1)

  unavailableWhileCut(troubled, TeamStore, (store) =>
    Effect.succeed({
      load: store.load(id),
      loadIfChanged: store.loadIfChanged(id, "1"),
      loadMany: store.loadMany([id, idOf(2), idOf(3), idOf(4)]),
      create: store.create(firstCommit(1)),
      claim: store.claim("ann", 1, lease),
      release: store.release(id, 1),
      nextDue: store.nextDue(),
      chunks: store.chunks(id),
      chunk: store.chunk(id, 0),
      roster: store.roster(id),
      list: store.list({}, { limit: 10 }),
      timeline: store.timeline(id, 0, 10),
      publish: store.publish([incidentOf(1)]),
      changes: store.changes(Option.none(), 10),
      answered: store.answered(id, "ada", "key"),
      pointers: store.pointers([idOf(6)]),
      point: store.point(idOf(6), { team: id, link: 1 }),
      unpoint: store.unpoint(idOf(6), { team: id, link: 1 })
    })
  )

  it.skipIf(troubled?.cut === undefined)("fails a commit with StoreUnavailable as well, and takes it again", () =>
    onStore(
      troubled!,
      Effect.gen(function* () {
        const store = yield* TeamStore
        const first = yield* store.create(firstCommit(5))
        const commit = nextCommit(first)
        const refused = yield* Effect.scoped(
          Effect.andThen(troubled!.cut!, Effect.flip(store.commit(first.version, commit)))
        )
        expect(refused).toMatchObject({ _tag: "StoreUnavailable" })
        const second = yield* store.commit(first.version, commit)
        expect(yield* store.load(first.id)).toStrictEqual(Option.some(second))
        expect(yield* store.timeline(first.id, 0, 10)).toHaveLength(2)
      })
    )
  )

  it.skipIf(troubled?.holdRow === undefined)("never waits in claim for a team that another transaction holds", () =>
    onStore(
      troubled!,
      Effect.gen(function* () {
        const store = yield* TeamStore
        for (const n of [11, 12]) yield* store.create(firstCommit(n))
        const claims = Effect.map(store.claim("ann", 10, lease), (found) => found.map(({ stored }) => stored.id))
        const whileHeld = yield* Effect.scoped(Effect.andThen(troubled!.holdRow!(idOf(11)), answeredSoon(claims)))
        expect(whileHeld).toContain(idOf(12))
        expect(whileHeld).not.toContain(idOf(11))
        expect(yield* claims).toContain(idOf(11))
      })
    )
  )

  it.skipIf(troubled?.spoil === undefined)("leaves out of what is about many only the record that can't be read", () =>
    onStore(
      troubled!,
      Effect.gen(function* () {
        const store = yield* TeamStore
        const [spoiled, ...others] = [21, 22, 23, 24].map((n) => idOf(n))
        for (const n of [22, 21, 23, 24]) yield* store.create(firstCommit(n))
        yield* troubled!.spoil!(spoiled!)
        yield* diesOfUnreadable(store.load(spoiled!), spoiled!)
        const idsOf = (found: ReadonlyArray<Stored>) => found.map((stored) => stored.id).filter((one) => known.has(one))
        const known = new Set<TeamId>([spoiled!, ...others])
        expect(new Set(idsOf(yield* store.loadMany([spoiled!, ...others])))).toEqual(new Set(others))
        const listed: Array<TeamId> = []
        for (let next: string | undefined = "begin"; next !== undefined;) {
          const page: Page<Stored> = yield* store.list({}, { limit: 1, ...(next === "begin" ? {} : { next }) })
          listed.push(...idsOf(page.items))
          next = page.next
        }
        expect(listed.toSorted()).toEqual(others.toSorted())
        const claimed = yield* store.claim("ann", 100, lease)
        expect(new Set(idsOf(claimed.map(({ stored }) => stored)))).toEqual(new Set(others))
      }).pipe(Effect.provide(Logger.layer([])))
    )
  )
}

/** By the real clock; fails where the answer takes so long that somebody must be waiting. */
const answeredSoon = <A, E>(call: Effect.Effect<A, E>) =>
  Effect.raceFirst(
    call,
    Effect.andThen(
      TestClock.withLive(Effect.sleep("10 seconds")),
      Effect.die(new Error("No answer while another transaction holds a row: claim waits for it."))
    )
  )
