import { partsOfIncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { Team } from "@incident-teams/domain/team/Team"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { phase } from "@incident-teams/domain/testing/ArbitraryTeam"
import { Effect } from "effect"
import * as fc from "fast-check"
import { expect, it } from "vitest"
import { type ListFilter, type Stored, TeamStore, UnknownContinuation } from "../../ports/TeamStore.ts"
import { onStore, start, type StoreUnderTest } from "../StoreUnderTest.ts"
import { blockedNow, firstCommit, idOf, lab, nextCommit, personOf, renamed, seconds, soc } from "./commits.ts"

/** list: filters and pages. */
export const listing = (under: StoreUnderTest<TeamStore>): void => {
  const test = (name: string, body: Effect.Effect<void, unknown, TeamStore>) => it(name, () => onStore(under, body))

  const page = (filter: ListFilter, limit: number, next?: string) =>
    Effect.flatMap(TeamStore, (store) => store.list(filter, next === undefined ? { limit } : { limit, next }))

  /** Page after page, with `between` done after each. */
  const everyPage = Effect.fnUntraced(function* (
    filter: ListFilter,
    limit: number,
    between: Effect.Effect<unknown, unknown, TeamStore> = Effect.void
  ) {
    const pages: Array<ReadonlyArray<Stored>> = []
    let next: string | undefined
    do {
      const found = yield* page(filter, limit, next)
      pages.push(found.items)
      next = found.next
      yield* between
    } while (next !== undefined)
    return pages
  })

  test(
    "lists nothing on one page where nothing is stored",
    Effect.gen(function* () {
      expect(yield* page({}, 10)).toStrictEqual({ items: [] })
    })
  )

  test(
    "lists the newest first, and tells only then of more when there is more",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const stored = yield* Effect.forEach([3, 1, 4, 2], (n) => store.create(firstCommit(n, { at: seconds(n) })))
      const newest = stored.toSorted((a, b) => b.team.createdAt - a.team.createdAt)
      const first = yield* page({}, 2)
      expect(first.items).toStrictEqual(newest.slice(0, 2))
      expect(first.next).toBeTypeOf("string")
      expect(yield* page({}, 2, first.next)).toStrictEqual({ items: newest.slice(2) })
      expect(yield* page({}, 4)).toStrictEqual({ items: newest })
      expect(yield* page({}, 200)).toStrictEqual({ items: newest })
    })
  )

  test(
    "lists a team at most once, however the teams change meanwhile",
    Effect.gen(function* () {
      const store = yield* TeamStore
      // Two in each second, so that the time alone doesn't tell where a page ended.
      for (let n = 0; n < 10; n++) yield* store.create(firstCommit(n, { at: seconds(Math.floor(n / 2)) }))
      let newer = 100
      const shuffle = Effect.gen(function* () {
        yield* store.create(firstCommit(newer, { at: seconds(newer++) }))
        for (const n of [9, 5, 1]) {
          const [stored] = yield* store.loadMany([idOf(n)])
          yield* store.commit(stored!.version, nextCommit(stored!, { events: [renamed(`${newer}`)] }))
        }
        yield* store.claim("worker", 2, 1_000)
      })
      const ids = (yield* everyPage({}, 3, shuffle)).flat().map(({ id }) => id)
      expect(ids).toHaveLength(10)
      expect(new Set(ids)).toEqual(new Set<TeamId>(Array.from({ length: 10 }, (_, n) => idOf(n))))
    })
  )

  test(
    "follows a filter that a team begins or ceases to meet",
    Effect.gen(function* () {
      const store = yield* TeamStore
      const stored = yield* store.create(firstCommit(1))
      expect((yield* page({ blocked: true }, 10)).items).toEqual([])
      const blocked = yield* store.commit(stored.version, nextCommit(stored, { events: [blockedNow] }))
      expect((yield* page({ blocked: true }, 10)).items).toStrictEqual([blocked])
      const free = yield* store.commit(
        blocked.version,
        nextCommit(blocked, { events: [{ _tag: "Unblocked", at: start }] })
      )
      expect((yield* page({ blocked: true }, 10)).items).toEqual([])
      expect((yield* page({ blocked: false }, 10)).items).toStrictEqual([free])
    })
  )

  it("always lists exactly the teams that meet the filter, over pages of any size", () => {
    const sketch = fc.record({
      workspace: fc.constantFrom(soc, lab),
      phase,
      blocked: fc.boolean(),
      gone: fc.boolean(),
      access: fc.boolean(),
      delayed: fc.boolean(),
      age: fc.nat({ max: 4 })
    })
    const filter: fc.Arbitrary<ListFilter> = fc.record(
      {
        workspace: fc.constantFrom(soc, lab),
        phases: fc.uniqueArray(phase, { maxLength: 5 }),
        blocked: fc.boolean(),
        live: fc.boolean(),
        access: fc.boolean(),
        delayed: fc.boolean()
      },
      { requiredKeys: [] }
    )
    return fc.assert(
      fc.asyncProperty(
        fc.array(sketch, { maxLength: 12 }),
        fc.array(filter, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 6 }),
        (sketches, filters, limit) =>
          onStore(
            under,
            Effect.gen(function* () {
              const store = yield* TeamStore
              const stored = yield* Effect.forEach(sketches, (one, n) => {
                const commit = firstCommit(n, {
                  workspace: one.workspace,
                  at: seconds(one.age),
                  events: eventsFor(one)
                })
                return store.create({ ...commit, team: { ...commit.team, phase: one.phase } })
              })
              for (const wanted of filters) {
                const pages = yield* everyPage(wanted, limit)
                expect(pages.slice(0, -1).every((items) => items.length === limit)).toBe(true)
                const found = pages.flat()
                expect(found.map(({ team }) => team.createdAt)).toEqual(
                  found.map(({ team }) => team.createdAt).toSorted((a, b) => b - a)
                )
                expect(byId(found)).toStrictEqual(byId(stored.filter(({ team }) => meets(wanted, team))))
              }
            })
          )
      ),
      { numRuns: 25 }
    )
  })

  it.each([
    ["empty", ""],
    ["x", "x"],
    ["0", "0"],
    ["-1", "-1"],
    ["../../etc/passwd", "../../etc/passwd"],
    ["eyJhIjoxfQ", "eyJhIjoxfQ"],
    ["5,000 characters", "a".repeat(5_000)],
    ["12.%00", "12.%00"]
  ])("refuses a continuation that it never made: %s", (_, next) =>
    onStore(
      under,
      Effect.gen(function* () {
        expect(yield* Effect.flip(page({}, 10, next))).toBeInstanceOf(UnknownContinuation)
      })
    )
  )
}

const accessRequested: TeamEvent = {
  _tag: "AccessRequested",
  request: "request-1",
  person: { id: personOf(9), name: "Person 9" },
  reason: "Please.",
  at: start
}

const delayedNow: TeamEvent = { _tag: "StepDelayed", step: "page", tries: 1, until: start, reason: "Busy.", at: start }

interface Sketch {
  readonly blocked: boolean
  readonly gone: boolean
  readonly access: boolean
  readonly delayed: boolean
}

const eventsFor = (sketch: Sketch): ReadonlyArray<TeamEvent> => [
  ...(sketch.access ? [accessRequested] : []),
  ...(sketch.delayed ? [delayedNow] : []),
  ...(sketch.gone ? [{ _tag: "IncidentGone" as const, at: start }] : []),
  ...(sketch.blocked ? [blockedNow] : [])
]

/** The port's words, taken literally. */
const meets = (filter: ListFilter, team: Team): boolean =>
  [
    filter.workspace === undefined || partsOfIncidentId(team.incident.id).workspace === filter.workspace,
    filter.phases === undefined || filter.phases.some((one) => one === team.phase),
    filter.blocked === undefined || filter.blocked === (team.work.blocked !== undefined),
    filter.live === undefined || filter.live === !team.incident.gone,
    filter.access === undefined || filter.access === team.people.accessRequests.length > 0,
    filter.delayed === undefined || filter.delayed === team.work.waits.length > 0
  ].every(Boolean)

const byId = (stored: ReadonlyArray<Stored>): ReadonlyArray<Stored> => stored.toSorted((a, b) => (a.id < b.id ? -1 : 1))
