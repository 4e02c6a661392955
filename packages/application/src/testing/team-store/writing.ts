import { Effect, Option, Result } from "effect"
import { expect, it } from "vitest"
import { StaleTeam, type Stored, TeamAlreadyStored, TeamStore, unchanged } from "../../ports/TeamStore.ts"
import { onStore, onTwoStores, type StoreUnderTest } from "../StoreUnderTest.ts"
import { chunkOf, firstCommit, idOf, nextCommit, personOf, renamed, seconds } from "./commits.ts"

/** load, loadMany, create, commit: compare and swap, all or nothing, once. */
export const writing = (under: StoreUnderTest<TeamStore>): void => {
  const test = (name: string, body: Effect.Effect<void, unknown, TeamStore>) => it(name, () => onStore(under, body))
  const id = idOf(1)

  /** Everything that a commit may have written of team number 1. */
  const everything = Effect.gen(function* () {
    const store = yield* TeamStore
    return {
      stored: yield* store.load(id),
      chunks: yield* store.chunks(id),
      roster: yield* store.roster(id),
      timeline: yield* store.timeline(id, 0, 1_000),
      answer: yield* store.answered(id, "ada", "key"),
      due: yield* store.nextDue()
    }
  })

  /** With something in each place that a commit can write to. */
  const full = {
    chunks: [chunkOf(0, 3)],
    roster: { at: seconds(0), members: [{ id: personOf(9), name: "Nobody", role: "guest" as const }] },
    idempotency: { scope: "ada", key: "key", bodyHash: "hash", answer: "answer", expiresAt: seconds(3_600) },
    dueAt: seconds(7)
  }

  test(
    "knows nothing in the beginning",
    Effect.gen(function* () {
      const store = yield* TeamStore
      expect(yield* store.load(id)).toEqual(Option.none())
      expect(yield* store.loadMany([id, idOf(2)])).toEqual([])
      expect(yield* store.loadMany([])).toEqual([])
    })
  )

  test(
    "gives back what was created",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const commit = firstCommit(1, full)
      const stored = yield* store.create(commit)
      const { team, schedule, commitId } = commit
      expect(stored).toStrictEqual({ id, version: stored.version, team, schedule, commitId })
      expect(yield* everything).toStrictEqual({
        stored: Option.some(stored),
        chunks: full.chunks,
        roster: Option.some(full.roster),
        timeline: commit.events.map((event, index) => ({ position: index + 1, event })),
        answer: Option.some(full.idempotency),
        due: Option.some(full.dueAt)
      })
    })
  )

  test(
    "returns a team to someone who has a version of it, unless that one is stored",
    Effect.gen(function* () {
      const store = yield* TeamStore
      expect(yield* store.loadIfChanged(id, "1")).toEqual(Option.none())
      const first = yield* store.create(firstCommit(1, full))
      expect(yield* store.loadIfChanged(id, first.version)).toBe(unchanged)
      const second = yield* store.commit(first.version, nextCommit(first))
      expect(yield* store.loadIfChanged(id, first.version)).toStrictEqual(Option.some(second))
      expect(yield* store.loadIfChanged(id, "no version of any store")).toStrictEqual(Option.some(second))
      expect(yield* store.loadIfChanged(id, second.version)).toBe(unchanged)
      expect(yield* store.loadIfChanged(idOf(2), second.version)).toEqual(Option.none())
    })
  )

  it("never takes a team for unchanged that another one has committed, claimed or released", () =>
    onTwoStores(under, TeamStore, (one, other) =>
      Effect.gen(function* () {
        let known = yield* one.create(firstCommit(1, { dueAt: seconds(0) }))
        const changes: ReadonlyArray<Effect.Effect<unknown, unknown>> = [
          Effect.suspend(() => other.commit(known.version, nextCommit(known, { dueAt: seconds(0) }))),
          other.claim("worker", 1, 60_000),
          Effect.suspend(() => other.release(id, known.schedule.fence))
        ]
        for (const change of changes) {
          expect(yield* one.loadIfChanged(id, known.version)).toBe(unchanged)
          yield* change
          const found = yield* one.loadIfChanged(id, known.version)
          expect(found).toStrictEqual(yield* one.load(id))
          known = Option.getOrThrow(yield* one.load(id))
        }
      })
    ))

  test(
    "loads many at once: each that is stored, once",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const one = yield* store.create(firstCommit(1))
      const three = yield* store.create(firstCommit(3))
      const found = yield* store.loadMany([idOf(3), idOf(2), idOf(1), idOf(3)])
      expect(found).toHaveLength(2)
      expect(found).toEqual(expect.arrayContaining([one, three]))
    })
  )

  test(
    "never overwrites by creating",
    Effect.gen(function* () {
      const store = yield* TeamStore
      yield* store.create(firstCommit(1, { dueAt: seconds(1) }))
      const before = yield* everything
      const refused = yield* Effect.flip(store.create(firstCommit(1, { ...full, events: [renamed("other")] })))
      expect(refused).toBeInstanceOf(TeamAlreadyStored)
      expect(yield* everything).toStrictEqual(before)
    })
  )

  it("lets exactly one of many create at once", () =>
    onTwoStores(under, TeamStore, (one, other) =>
      Effect.gen(function* () {
        const tries = Array.from({ length: 8 }, (_, n) =>
          Effect.result((n % 2 === 0 ? one : other).create(firstCommit(1, { events: [renamed(`by ${n}`)] })))
        )
        const results = yield* Effect.all(tries, { concurrency: "unbounded" })
        const [winner, ...more] = results.filter(Result.isSuccess)
        expect(more).toEqual([])
        expect(results.filter(Result.isFailure).map(({ failure }) => failure)).toEqual(
          Array.from({ length: 7 }, () => new TeamAlreadyStored({ id }))
        )
        expect(yield* other.load(id)).toStrictEqual(Option.some(winner?.success))
      })
    ))

  test(
    "takes the same create again, whose answer was lost, without doing it twice",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const commit = firstCommit(1, full)
      const stored = yield* store.create(commit)
      const before = yield* everything
      expect(yield* store.create(commit)).toStrictEqual(stored)
      expect(yield* everything).toStrictEqual(before)
    })
  )

  test(
    "commits on the version that was loaded, under a new version",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const first = yield* store.create(firstCommit(1))
      const commit = nextCommit(first, full)
      const second = yield* store.commit(first.version, commit)
      const { team, schedule, commitId } = commit
      expect(second).toStrictEqual({ id, version: second.version, team, schedule, commitId })
      expect(second.version).not.toBe(first.version)
      const after = yield* everything
      expect(after.stored).toStrictEqual(Option.some(second))
      expect(after.timeline.map(({ position }) => position)).toEqual([1, 2])
      expect(after).toMatchObject({
        chunks: full.chunks,
        roster: Option.some(full.roster),
        due: Option.some(full.dueAt)
      })
    })
  )

  test(
    "refuses a commit on an older version, and keeps none of it",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const first = yield* store.create(firstCommit(1, { dueAt: seconds(1) }))
      yield* store.commit(first.version, nextCommit(first, { dueAt: seconds(2) }))
      const before = yield* everything
      const refused = yield* Effect.flip(store.commit(first.version, nextCommit(first, full)))
      expect(refused).toBeInstanceOf(StaleTeam)
      expect(yield* everything).toStrictEqual(before)
    })
  )

  test(
    "refuses a commit on a team that isn't stored, and keeps none of it",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const elsewhere = yield* store.create(firstCommit(2, { dueAt: "never" }))
      const before = yield* everything
      const refused = yield* Effect.flip(store.commit(elsewhere.version, firstCommit(1, full)))
      expect(refused).toBeInstanceOf(StaleTeam)
      expect(yield* everything).toStrictEqual(before)
    })
  )

  it("loses no update of many at once", () =>
    onTwoStores(under, TeamStore, (one, other) =>
      Effect.gen(function* () {
        yield* one.create(firstCommit(1))
        /** As use cases do: load, decide, commit, and again on a conflict. */
        const rename = (store: TeamStore["Service"], name: string): Effect.Effect<Stored, unknown> =>
          store.load(id).pipe(
            Effect.flatMap(Effect.fromOption),
            Effect.flatMap((stored) => store.commit(stored.version, nextCommit(stored, { events: [renamed(name)] }))),
            Effect.retry({ while: (error) => error instanceof StaleTeam })
          )
        const names = Array.from({ length: 12 }, (_, n) => `name ${n}`)
        yield* Effect.forEach(names, (name, n) => rename(n % 2 === 0 ? one : other, name), { concurrency: "unbounded" })
        const events = (yield* one.timeline(id, 1, 100)).map(({ event }) => event)
        expect(events).toHaveLength(names.length)
        expect(events).toEqual(expect.arrayContaining(names.map((name) => renamed(name))))
        // Each was decided on the one before: the last event's name is the state's.
        expect(Option.map(yield* other.load(id), ({ team }) => renamed(team.name))).toEqual(
          Option.fromUndefinedOr(events.at(-1))
        )
      })
    ))

  it("lets exactly one of many commit on the same version, in every round", () =>
    onTwoStores(under, TeamStore, (one, other) =>
      Effect.gen(function* () {
        let stored = yield* one.create(firstCommit(1))
        for (let round = 1; round <= 5; round++) {
          const tries = Array.from({ length: 8 }, (_, n) =>
            Effect.result(
              (n % 2 === 0 ? one : other).commit(
                stored.version,
                nextCommit(stored, { events: [renamed(`${round} by ${n}`)] })
              )
            )
          )
          const results = yield* Effect.all(tries, { concurrency: "unbounded" })
          const [winner, ...more] = results.filter(Result.isSuccess)
          expect(more).toEqual([])
          expect(results.filter(Result.isFailure).map(({ failure }) => failure)).toEqual(
            Array.from({ length: 7 }, () => new StaleTeam({ id }))
          )
          expect(yield* other.load(id)).toStrictEqual(Option.some(winner?.success))
          expect(yield* one.timeline(id, round, 10)).toEqual([
            { position: round + 1, event: renamed(winner!.success.team.name) }
          ])
          stored = winner!.success
        }
      })
    ))

  test(
    "takes the same commit again, whose answer was lost, without doing it twice",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const first = yield* store.create(firstCommit(1))
      const commit = nextCommit(first, full)
      const second = yield* store.commit(first.version, commit)
      const before = yield* everything
      expect(yield* store.commit(first.version, commit)).toStrictEqual(second)
      expect(yield* everything).toStrictEqual(before)
    })
  )

  test(
    "takes the same commit again after a claim, and keeps the claim",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const first = yield* store.create(firstCommit(1))
      const commit = nextCommit(first)
      yield* store.commit(first.version, commit)
      const [claimed] = yield* store.claim("worker", 1, 60_000)
      expect(yield* store.commit(first.version, commit)).toStrictEqual(claimed?.stored)
      expect(yield* store.load(id)).toStrictEqual(Option.some(claimed?.stored))
    })
  )

  test(
    "changes nothing by an old commit that comes again after others",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const first = firstCommit(1, full)
      const created = yield* store.create(first)
      const second = nextCommit(created, { events: [renamed("second")] })
      const stored = yield* store.commit(created.version, second)
      yield* store.commit(stored.version, nextCommit(stored, { events: [renamed("third")], dueAt: seconds(99) }))
      const before = yield* everything
      // Whether it is still recognized is left to the store; that it isn't done twice is not.
      yield* Effect.result(store.create(first))
      yield* Effect.result(store.commit(created.version, second))
      expect(yield* everything).toStrictEqual(before)
    })
  )

  test(
    "keeps a history without gaps: oldest first, from 1, in pages",
    Effect.gen(function* () {
      const store = yield* TeamStore
      let stored = yield* store.create(firstCommit(1, { events: [renamed("a"), renamed("b")] }))
      stored = yield* store.commit(stored.version, nextCommit(stored, { events: [] }))
      stored = yield* store.commit(stored.version, nextCommit(stored, { events: [renamed("c"), renamed("d")] }))
      yield* store.create(firstCommit(2))
      const all = yield* store.timeline(id, 0, 100)
      expect(all.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5])
      expect(all.slice(1).map(({ event }) => event)).toEqual(["a", "b", "c", "d"].map((name) => renamed(name)))
      expect(yield* store.timeline(id, 1, 2)).toStrictEqual(all.slice(1, 3))
      expect(yield* store.timeline(id, 4, 100)).toStrictEqual(all.slice(4))
      expect(yield* store.timeline(id, 5, 100)).toEqual([])
      expect(yield* store.timeline(idOf(3), 0, 100)).toEqual([])
    })
  )
}
