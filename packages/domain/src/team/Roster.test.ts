import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { defined } from "../defined.ts"
import type { PeopleChunk, Standing } from "./PeopleChunk.ts"
import type { Person } from "./Person.ts"
import { broughtOnlyBy, everyoneOf, fitsInOneTeam, meantToBeIn, refusals, roster } from "./Roster.ts"
import { given, open, owner } from "./testing/given.ts"
import { groupCalled, personCalled } from "./testing/ImaginedWorld.ts"

const [ada, ben, cem] = [personCalled(11), personCalled(12), personCalled(13)]
const [tier1, tier2] = [groupCalled(1).id, groupCalled(2).id]
const done: Standing = { _tag: "Done" }
const mentioned: Standing = { _tag: "Mentioned" }
const staysAll = () => true
const leaveWith = (...asked: Parameters<typeof broughtOnlyBy>) => broughtOnlyBy(...asked).map(({ person }) => person)

const chunk = (
  number: number,
  kind: PeopleChunk["kind"],
  people: ReadonlyArray<Person>,
  from: { readonly group?: PeopleChunk["group"]; readonly standing?: Standing } = {}
): PeopleChunk => ({
  chunk: number,
  kind,
  ...defined({ group: from.group }),
  people: people.map((person) => ({ ...person, standing: from.standing ?? done }))
})

describe("the people of two teams", () => {
  const all = Array.from({ length: 25_001 }, (_, number) => personCalled(number))

  it("fit into one of 25,000, each counted once", () => {
    expect(fitsInOneTeam(all.slice(0, 20_000), all.slice(10_000, 25_000))._tag).toBe("Success")
    expect(fitsInOneTeam(all.slice(0, 20_000), all.slice(10_000))).toMatchObject({
      failure: { _tag: "TooManyPeopleTogether", asked: 25_001, limit: 25_000 }
    })
  })
})

it("everyone in a team is there once: its owners, who should be in it, and who was seen in it", () => {
  const dan = personCalled(9)
  const entries = roster([chunk(0, "add", [ada, ben]), chunk(1, "remove", [ben])])
  expect(everyoneOf(given(...open).team, entries, [{ ...ada, name: "Ada of Teams" }, dan])).toEqual([
    owner,
    { ...ada, name: "Ada of Teams" },
    dan
  ])
})

describe("the roster", () => {
  it("tells of everybody once, in the order in which they were first named, however the chunks come", () => {
    const chunks = [chunk(2, "add", [cem]), chunk(0, "add", [ben]), chunk(1, "add", [ada, ben])]
    expect(roster(chunks).map(({ person }) => person)).toEqual([ben, ada, cem])
  })

  it("remembers by name, and which groups brought somebody, each once", () => {
    expect(
      roster([
        chunk(0, "add", [ada], { group: tier1 }),
        chunk(1, "add", [ada]),
        chunk(2, "add", [ada], { group: tier2 }),
        chunk(3, "add", [ada], { group: tier1 })
      ])
    ).toEqual([{ person: ada, kind: "add", standing: done, groups: [tier1, tier2], byName: true }])
    expect(roster([chunk(0, "add", [ada], { group: tier1 })])[0]?.byName).toBe(false)
  })

  it("forgets how somebody came in when they are removed, and starts afresh when they come back", () => {
    const came = [chunk(0, "add", [ada], { group: tier1 }), chunk(1, "add", [ada])]
    const left = [...came, chunk(2, "remove", [ada])]
    expect(roster(left)).toEqual([{ person: ada, kind: "remove", standing: done, groups: [], byName: false }])
    expect(roster([...left, chunk(3, "add", [ada], { group: tier2 })])).toEqual([
      { person: ada, kind: "add", standing: done, groups: [tier2], byName: false }
    ])
  })

  it("keeps the latest name, but no name less", () => {
    const renamed = { ...ada, name: "Ada Newname" }
    expect(roster([chunk(0, "add", [ada]), chunk(1, "remove", [renamed])])[0]?.person).toEqual(renamed)
    expect(roster([chunk(0, "add", [ada]), chunk(1, "remove", [{ ...ada, name: "" }])])[0]?.person).toEqual(ada)
    expect(roster([chunk(0, "add", [{ ...ada, name: "" }])])[0]?.person.name).toBe("")
  })

  it("takes a mention as one more group and nothing else", () => {
    const refused: Standing = { _tag: "Refused", reason: "Not here." }
    const before = chunk(0, "add", [ada], { group: tier1, standing: refused })
    expect(roster([before, chunk(1, "add", [ada, ben], { group: tier2, standing: mentioned })])).toEqual([
      { person: ada, kind: "add", standing: refused, groups: [tier1, tier2], byName: false }
    ])
    expect(roster([chunk(0, "remove", [ada]), chunk(1, "add", [ada], { group: tier2, standing: mentioned })])).toEqual([
      { person: ada, kind: "remove", standing: done, groups: [], byName: false }
    ])
  })

  it("always means those in whose last word was in, refused or not", () => {
    const people = [ada, ben, cem]
    const word = fc.record({
      kind: fc.constantFrom("add" as const, "remove" as const),
      who: fc.subarray(people, { minLength: 1 }),
      standing: fc.constantFrom<Standing>({ _tag: "Asked" }, done, { _tag: "Refused", reason: "Not here." })
    })
    fc.assert(
      fc.property(fc.array(word, { maxLength: 8 }), (words) => {
        const chunks = words.map(({ kind, who, standing }, index) => chunk(index, kind, who, { standing }))
        const last = (person: Person) => words.findLast(({ who }) => who.includes(person))?.kind
        expect(new Set(meantToBeIn(roster(chunks)))).toEqual(new Set(people.filter((one) => last(one) === "add")))
      })
    )
  })
})

describe("who leaves with a group", () => {
  const both = [chunk(0, "add", [ada, ben], { group: tier1 }), chunk(1, "add", [ben], { group: tier2 })]

  it("is everyone who came with it and with no group that stays", () => {
    expect(leaveWith(roster(both), [tier1], staysAll)).toEqual([ada])
    expect(leaveWith(roster(both), [tier1, tier2], staysAll)).toEqual([ada, ben])
    expect(leaveWith(roster(both), [tier2], (group) => group !== tier1)).toEqual([ben])
  })

  it("is neither who came by name nor who left before nor who came otherwise", () => {
    expect(leaveWith(roster([...both, chunk(2, "add", [ada])]), [tier1], staysAll)).toEqual([])
    expect(leaveWith(roster([...both, chunk(2, "remove", [ada])]), [tier1], staysAll)).toEqual([])
    expect(leaveWith(roster([...both, chunk(2, "remove", [ada], { group: tier1 })]), [tier1], staysAll)).toEqual([])
    expect(leaveWith(roster([...both, chunk(2, "add", [cem])]), [tier2], () => false)).toEqual([ben])
    expect(
      leaveWith(
        roster([chunk(0, "remove", [ada]), chunk(1, "add", [ada], { group: tier1, standing: mentioned })]),
        [tier1],
        staysAll
      )
    ).toEqual([])
  })
})

it("tells whom the platform refused, whichever way, and why", () => {
  const refused: Standing = { _tag: "Refused", reason: "Not here." }
  const chunks = [
    chunk(0, "add", [ada], { standing: refused }),
    chunk(1, "add", [ben]),
    chunk(2, "remove", [cem], { standing: refused })
  ]
  expect(refusals(roster(chunks))).toEqual([
    { person: ada, kind: "add", reason: "Not here." },
    { person: cem, kind: "remove", reason: "Not here." }
  ])
})
