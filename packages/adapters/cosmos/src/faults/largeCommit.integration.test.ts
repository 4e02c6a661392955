import { TeamStore } from "@incident-teams/application/ports/TeamStore"
import { chunkOf, firstCommit, idOf, nextCommit, renamed } from "@incident-teams/application/testing/team-store/commits"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { Effect, Fiber, Option } from "effect"
import { describe, expect, it } from "vitest"
import { emptyPlace } from "../testing/cosmosUnderTest.ts"
import { asProcess, goesWrong, heal, items, letGo, onStores, untilHeld } from "../testing/onPlace.ts"

const lost = { kind: "reset", afterEffect: true }
const longAgo = timestampOf(0)

/** More than a batch takes; three parts of it. */
const many = Array.from({ length: 250 }, (_, number) => chunkOf(number, 2, number * 2))

describe("a commit that is larger than a batch may be, broken off at any request", () => {
  it("is there whole or not at all, for the next process that loads the team", async () => {
    let [requests, undone, done] = [0, 0, 0]
    for (let broken = 1; ; broken++) {
      const place = emptyPlace()
      const first = await Effect.runPromise(
        asProcess(
          place,
          Effect.flatMap(TeamStore, (store) => store.create(firstCommit(1)))
        )
      )
      const commit = nextCommit(first, { chunks: many, events: [renamed("all of it")] })
      const result = await Effect.runPromise(
        asProcess(
          place,
          Effect.gen(function* () {
            const store = yield* TeamStore
            yield* goesWrong(
              { kind: "answer", status: 400 },
              { path: "^/dbs/[^/]+/colls/teams/docs", after: broken - 1, times: 1_000 }
            )
            return yield* Effect.result(store.commit(first.version, commit))
          })
        )
      )
      await Effect.runPromise(heal)
      const [stored, chunks, events] = await Effect.runPromise(
        asProcess(
          place,
          Effect.gen(function* () {
            const store = yield* TeamStore
            return [
              Option.getOrThrow(yield* store.load(idOf(1))),
              yield* store.chunks(idOf(1)),
              yield* store.timeline(idOf(1), 1, 10)
            ] as const
          })
        )
      )
      if (stored.commitId === commit.commitId) {
        done += 1
        expect(stored.team).toStrictEqual(commit.team)
        expect(chunks).toStrictEqual(many)
        expect(events.map(({ event }) => event)).toEqual([renamed("all of it")])
      } else {
        undone += 1
        expect(stored).toStrictEqual(first)
        expect(chunks).toEqual([])
        expect(events).toEqual([])
      }
      if (result._tag === "Success") {
        requests = broken - 1
        break
      }
    }
    // Parts are laid down, the team is written, parts are put in their places, and the team is read: all were broken off.
    expect(requests).toBeGreaterThan(8)
    expect(undone).toBeGreaterThan(2)
    expect(done).toBeGreaterThan(4)
  })

  it("goes on when answers are lost at every request", () =>
    onStores((store) =>
      Effect.gen(function* () {
        const first = yield* store.create(firstCommit(1))
        yield* goesWrong(lost, { operation: "batch", probability: 0.5 })
        const stored = yield* store.commit(first.version, nextCommit(first, { chunks: many }))
        yield* heal
        expect(yield* store.load(idOf(1))).toStrictEqual(Option.some(stored))
        expect(yield* store.chunks(idOf(1))).toStrictEqual(many)
      })
    ))

  /** A team whose writer died when the commit was decided, and nothing of it in its place. */
  const leftBehind = Effect.gen(function* () {
    const store = yield* TeamStore
    const first = yield* store.create(firstCommit(1))
    // Three parts and the team itself.
    yield* goesWrong({ kind: "answer", status: 400 }, { operation: "batch", after: 4, times: 1_000 })
    yield* Effect.flip(store.commit(first.version, nextCommit(first, { chunks: many, dueAt: longAgo })))
    yield* heal
  })
  const load = Effect.flatMap(TeamStore, (store) => Effect.flatMap(store.load(idOf(1)), Effect.fromOption))
  const people = Effect.flatMap(TeamStore, (store) => store.chunks(idOf(1)))

  it("is put in place by however many load the team at the same time", async () => {
    const place = emptyPlace()
    await Effect.runPromise(asProcess(place, leftBehind))
    const loaded = await Effect.runPromise(
      Effect.all(
        Array.from({ length: 4 }, () => asProcess(place, load)),
        { concurrency: "unbounded" }
      )
    )
    const [last, chunks] = await Effect.runPromise(asProcess(place, Effect.all([load, people])))
    expect(chunks).toStrictEqual(many)
    // What is left of those that came to nothing expires.
    expect((await Effect.runPromise(items)).filter(({ id, ttl }) => id.startsWith("part-") && !ttl)).toEqual([])
    for (const one of loaded) expect(one).toStrictEqual(last)
  })

  it("is never put over what was committed later, by somebody who was slow", async () => {
    const place = emptyPlace()
    const later = many.map(({ chunk }) => chunkOf(chunk, 1, 9_000 + chunk))
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          yield* asProcess(place, leftBehind)
          yield* goesWrong({ kind: "hold" }, { id: "slow", operation: "batch" })
          const slow = yield* Effect.forkScoped(asProcess(place, load))
          yield* untilHeld("slow")
          const changed = yield* asProcess(
            place,
            Effect.gen(function* () {
              const store = yield* TeamStore
              const stored = yield* load
              return yield* store.commit(stored.version, nextCommit(stored, { chunks: later.slice(0, 50) }))
            })
          )
          yield* letGo("slow")
          expect(yield* Fiber.join(slow)).toStrictEqual(changed)
          expect((yield* asProcess(place, people)).slice(0, 50)).toStrictEqual(later.slice(0, 50))
        })
      )
    )
  })

  it("takes nobody's lease away, when it is put in place by somebody who was slow", async () => {
    const place = emptyPlace()
    await Effect.runPromise(
      Effect.scoped(
        Effect.gen(function* () {
          yield* asProcess(place, leftBehind)
          yield* goesWrong({ kind: "hold" }, { id: "slow", operation: "batch" })
          const slow = yield* Effect.forkScoped(asProcess(place, load))
          yield* untilHeld("slow")
          // Ann's claim lands, and she dies before she has put anything in its place.
          yield* goesWrong({ kind: "answer", status: 400 }, { id: "dying", operation: "batch", times: 1 })
          const claim = Effect.flatMap(TeamStore, (store) => store.claim("ann", 1, 60_000))
          yield* Effect.flip(asProcess(place, claim))
          yield* letGo("slow")
          expect((yield* Fiber.join(slow)).schedule).toMatchObject({ fence: 1, lease: { holder: "ann" } })
        })
      )
    )
  })
})
