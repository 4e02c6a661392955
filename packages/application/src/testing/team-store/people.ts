import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { Effect, Option } from "effect"
import { expect, it } from "vitest"
import { TeamStore } from "../../ports/TeamStore.ts"
import { onStore, type StoreUnderTest } from "../StoreUnderTest.ts"
import { chunkOf, firstCommit, idOf, nextCommit, personOf, seconds } from "./commits.ts"

/** chunks, chunk, roster. */
export const people = (under: StoreUnderTest<TeamStore>): void => {
  const test = (name: string, body: Effect.Effect<void, unknown, TeamStore>) => it(name, () => onStore(under, body))
  const id = idOf(1)

  test(
    "knows nobody in the beginning",
    Effect.gen(function* () {
      const store = yield* TeamStore
      yield* store.create(firstCommit(1))
      for (const known of [id, idOf(2)]) {
        expect(yield* store.chunks(known)).toEqual([])
        expect(yield* store.chunk(known, 0)).toEqual(Option.none())
        expect(yield* store.roster(known)).toEqual(Option.none())
      }
    })
  )

  test(
    "replaces the chunks that a commit names and keeps the others, in the order of their numbers",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const chunks = Array.from({ length: 12 }, (_, number) => chunkOf(number, 2, number * 10))
      // Eleventh and tenth first: the order is that of numbers, neither of writing nor of digits.
      const first = yield* store.create(firstCommit(1, { chunks: [chunks[11]!, chunks[10]!] }))
      const second = yield* store.commit(first.version, nextCommit(first, { chunks: chunks.slice(0, 10) }))
      expect(yield* store.chunks(id)).toStrictEqual(chunks)
      const settled = {
        ...chunks[3]!,
        people: chunks[3]!.people.map((one) => ({ ...one, standing: { _tag: "Done" as const } }))
      }
      yield* store.commit(second.version, nextCommit(second, { chunks: [settled] }))
      expect(yield* store.chunk(id, 3)).toStrictEqual(Option.some(settled))
      expect(yield* store.chunks(id)).toStrictEqual(chunks.with(3, settled))
      expect(yield* store.chunk(id, 12)).toEqual(Option.none())
    })
  )

  test(
    "holds a chunk of 200 and a roster of 2,000",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const chunk = chunkOf(0, 200)
      const members = Array.from({ length: 2_000 }, (_, n) => ({
        id: personOf(n),
        name: `Person ${n}`,
        role: n === 1_999 ? ("guest" as const) : ("member" as const)
      }))
      const roster = { at: seconds(0), members }
      yield* store.create(firstCommit(1, { chunks: [chunk], roster }))
      expect(yield* store.chunk(id, 0)).toStrictEqual(Option.some(chunk))
      expect(yield* store.roster(id)).toStrictEqual(Option.some(roster))
    })
  )

  test(
    "holds everybody of the largest team: asked for in one commit, and seen by one look",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const chunks = Array.from({ length: 125 }, (_, number) => chunkOf(number, 200, 100 + number * 200))
      const asked = chunks.map(({ chunk, kind, people: some }): TeamEvent => ({
        _tag: "PeopleRequested",
        chunk,
        kind,
        people: some.map(({ id: person, name }) => ({ id: person, name })),
        refused: [],
        by: { _tag: "System" },
        at: seconds(0)
      }))
      const members = chunks.flatMap(({ people: some }) =>
        some.map(({ id: person, name }) => ({ id: person, name, role: "member" as const }))
      )
      const roster = { at: seconds(0), members }
      const begin = (yield* store.changes(Option.none(), 10)).cursor
      const first = yield* store.create(firstCommit(1))
      const commit = nextCommit(first, { events: asked, chunks, roster, commitId: "all / of \\ them?" })
      const second = yield* store.commit(first.version, commit)
      expect(second.team).toStrictEqual(commit.team)
      expect(yield* store.load(id)).toStrictEqual(Option.some(second))
      expect(yield* store.chunks(id)).toStrictEqual(chunks)
      expect(yield* store.roster(id)).toStrictEqual(Option.some(roster))
      expect((yield* store.timeline(id, 1, 1_000)).map(({ event }) => event)).toStrictEqual(asked)
      expect((yield* store.timeline(id, 100, 3)).map(({ position }) => position)).toEqual([101, 102, 103])
      const told = yield* store.changes(Option.some(begin), 1_000)
      expect(told.changes.map((change) => "team" in change && [change.from, change.to])).toEqual([
        [1, 1],
        [2, 126]
      ])
      // The same again, whose answer was lost; and afterward one chunk of it changes, and the roster shrinks.
      expect(yield* store.commit(first.version, commit)).toStrictEqual(second)
      const few = { at: seconds(1), members: members.slice(0, 1) }
      yield* store.commit(second.version, nextCommit(second, { chunks: [chunkOf(60, 1)], roster: few }))
      expect(yield* store.chunks(id)).toStrictEqual(chunks.with(60, chunkOf(60, 1)))
      expect(yield* store.roster(id)).toStrictEqual(Option.some(few))
    })
  )

  test(
    "keeps none of a commit of any size that is refused",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const chunks = Array.from({ length: 150 }, (_, number) => chunkOf(number, 1, number))
      const first = yield* store.create(firstCommit(1, { chunks: [chunkOf(0, 5)] }))
      const second = yield* store.commit(first.version, nextCommit(first))
      yield* Effect.flip(store.create(firstCommit(1, { chunks })))
      yield* Effect.flip(store.commit(first.version, nextCommit(first, { chunks })))
      expect(yield* store.load(id)).toStrictEqual(Option.some(second))
      expect(yield* store.chunks(id)).toStrictEqual([chunkOf(0, 5)])
      expect(yield* store.timeline(id, 2, 10)).toEqual([])
    })
  )

  test(
    "keeps the roster until another look replaces it as a whole",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const ada = { id: personOf(1), name: "Ada", role: "owner" as const }
      const bob = { id: personOf(2), name: "Bob", role: "member" as const }
      const before = { at: seconds(1), members: [ada, bob] }
      const first = yield* store.create(firstCommit(1, { roster: before }))
      const second = yield* store.commit(first.version, nextCommit(first))
      expect(yield* store.roster(id)).toStrictEqual(Option.some(before))

      const after = { at: seconds(2), members: [{ ...bob, role: "owner" as const }] }
      const third = yield* store.commit(second.version, nextCommit(second, { roster: after }))
      expect(yield* store.roster(id)).toStrictEqual(Option.some(after))

      yield* store.commit(third.version, nextCommit(third, { roster: { at: seconds(3), members: [] } }))
      expect(yield* store.roster(id)).toStrictEqual(Option.some({ at: seconds(3), members: [] }))
    })
  )

  test(
    "tells one team's people from another's",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const roster = { at: seconds(1), members: [{ id: personOf(1), name: "Ada", role: "owner" as const }] }
      yield* store.create(firstCommit(1, { chunks: [chunkOf(0, 2)], roster }))
      yield* store.create(firstCommit(2, { chunks: [chunkOf(1, 5)] }))
      expect(yield* store.chunks(id)).toStrictEqual([chunkOf(0, 2)])
      expect(yield* store.chunks(idOf(2))).toStrictEqual([chunkOf(1, 5)])
    })
  )
}
