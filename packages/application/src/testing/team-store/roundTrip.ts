import { timestamp } from "@incident-teams/domain/testing/ArbitraryIds"
import { everyTeamEvent, members, peopleChunk, team, teamEvent } from "@incident-teams/domain/testing/ArbitraryTeam"
import { Effect, Option } from "effect"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { type Schedule, TeamStore } from "../../ports/TeamStore.ts"
import { onStore, type StoreUnderTest } from "../StoreUnderTest.ts"

/** Plain objects only, as parsing JSON gives them. */
const plain = { noNullPrototype: true } as const

const span = fc.record({ traceId: fc.uuid(), spanId: fc.uuid(), sampled: fc.boolean() }, plain)
const origin = fc.record({ requestId: fc.uuid(), span }, { ...plain, requiredKeys: ["requestId"] })
const origins = fc.record(
  { team: origin, people: origin, name: origin, desiredState: origin, checks: origin },
  { ...plain, requiredKeys: [] }
)

const schedule: fc.Arbitrary<Schedule> = fc.record(
  {
    dueAt: timestamp,
    fence: fc.nat(),
    lease: fc.record({ holder: fc.string({ minLength: 1, maxLength: 40 }), until: timestamp }, plain),
    origins
  },
  { ...plain, requiredKeys: ["fence"] }
)

const roster = fc.record({ at: timestamp, members }, plain)
const chunks = fc.uniqueArray(peopleChunk, { maxLength: 4, selector: ({ chunk }) => chunk })

/** L8, as far as a store can break it. */
export const roundTrip = (under: StoreUnderTest<TeamStore>): void => {
  it("always gives back the state, people and schedule that were committed, whatever they hold", () =>
    fc.assert(
      fc.asyncProperty(
        team,
        team,
        chunks,
        roster,
        fc.tuple(schedule, schedule),
        fc.array(teamEvent, { maxLength: 4 }),
        (before, after, people, seen, [planned, replanned], events) =>
          onStore(
            under,
            Effect.gen(function* () {
              const store = yield* TeamStore
              const { id } = before
              const [created, changed] = [
                before,
                { ...after, id, incident: before.incident, createdAt: before.createdAt }
              ]
              const first = yield* store.create({
                team: created,
                events: [],
                chunks: [],
                schedule: planned,
                commitId: "first"
              })
              expect(yield* store.load(id)).toStrictEqual(Option.some(first))
              expect(first).toMatchObject({ team: created, schedule: planned, commitId: "first" })
              const second = yield* store.commit(first.version, {
                team: changed,
                events,
                chunks: people,
                roster: seen,
                schedule: replanned,
                commitId: "second"
              })
              const stored = Option.getOrThrow(yield* store.load(id))
              expect(stored).toStrictEqual(second)
              expect(stored.team).toStrictEqual(changed)
              expect(stored.schedule).toStrictEqual(replanned)
              expect(yield* store.loadMany([id])).toStrictEqual([second])
              expect((yield* store.list({}, { limit: 1 })).items).toStrictEqual([second])
              expect(yield* store.chunks(id)).toStrictEqual(people.toSorted((a, b) => a.chunk - b.chunk))
              expect(yield* store.roster(id)).toStrictEqual(Option.some(seen))
              expect((yield* store.timeline(id, 0, 10)).map(({ event }) => event)).toStrictEqual(events)
            })
          )
      ),
      { numRuns: 25 }
    ))

  it("always gives back events of every kind, in their order", () =>
    fc.assert(
      fc.asyncProperty(team, everyTeamEvent, (state, events) =>
        onStore(
          under,
          Effect.gen(function* () {
            const store = yield* TeamStore
            yield* store.create({ team: state, events, chunks: [], schedule: { fence: 0 }, commitId: "all" })
            expect((yield* store.timeline(state.id, 0, 1_000)).map(({ event }) => event)).toStrictEqual(events)
          })
        )
      ),
      { numRuns: 20 }
    ))
}
