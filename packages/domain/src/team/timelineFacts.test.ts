import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { GroupId } from "../ids/directoryIds.ts"
import { everyTeamEvent } from "../testing/ArbitraryTeam.ts"
import type { TeamCommand } from "./TeamCommand.ts"
import type { TeamEvent } from "./TeamEvent.ts"
import {
  after,
  begun,
  by,
  given,
  hour,
  led,
  linked,
  open,
  owner,
  platformTeamId,
  requested,
  standby,
  teamRequested
} from "./testing/given.ts"
import { personCalled } from "./testing/ImaginedWorld.ts"
import { needsHistory, timelineFacts } from "./timelineFacts.ts"

const at = after(2 * hour)
const [ada, bob, cleo] = [personCalled(11), personCalled(12), personCalled(13)]
const legal = { id: GroupId.make("5f0e8c1a-7d7e-4a1b-9d56-0c5b6a7d8e9f"), name: "Legal" }
const someoneElse = { _tag: "User", id: personCalled(21).id, name: "Someone Else" } as const

/** The facts of the last event. */
const last = (history: ReadonlyArray<TeamEvent>) => timelineFacts(history).at(-1)

const asked = (people: ReadonlyArray<typeof ada>, more: object = {}): TeamEvent => ({
  _tag: "PeopleRequested",
  chunk: 0,
  kind: "add",
  people,
  refused: [],
  by,
  at,
  ...more
})

describe("the facts of a timeline", () => {
  it("name the owners of a requested team and the standby owners who own it, each once", () => {
    const event = { ...teamRequested, owners: [owner, ada], standbyOwners: [standby, bob, ada] }
    expect(last([event])?.people.map(({ id }) => id)).toEqual([owner.id, ada.id])
    expect(last([{ ...event, standIns: [standby.id] }])).toEqual({
      by,
      people: [
        { ...owner, became: "toAdd", ground: { _tag: "Owner" } },
        { ...ada, became: "toAdd", ground: { _tag: "Owner" } },
        { ...standby, became: "toAdd", ground: { _tag: "StandbyOwner" } }
      ]
    })
  })

  it("name who was added or refused, why they were requested and by whom, when Teams answers with ids alone", () => {
    const history: ReadonlyArray<TeamEvent> = [
      ...open,
      { _tag: "GroupRequested", group: legal, by, at },
      asked([ada, bob], { favorites: [bob.id] }),
      asked([cleo], { chunk: 1, group: legal.id, by: someoneElse }),
      {
        _tag: "PeopleSettled",
        chunk: 0,
        kind: "add",
        done: [ada.id],
        refused: [{ id: bob.id, name: "", reason: "Guests are blocked." }],
        left: 0,
        at
      }
    ]
    expect(last(history)).toEqual({
      by,
      people: [
        { ...ada, became: "added", ground: { _tag: "Request" } },
        { ...bob, became: "notAdded", ground: { _tag: "Favorite" }, reason: "Guests are blocked." }
      ]
    })
    expect(
      last([...history, { _tag: "PeopleSettled", chunk: 1, kind: "add", done: [cleo.id], refused: [], left: 0, at }])
    ).toEqual({
      by: someoneElse,
      people: [{ ...cleo, became: "added", ground: { _tag: "Group", group: legal.id, name: "Legal" } }]
    })
  })

  it("say of an approved person that access was requested, and of nobody else", () => {
    const request: TeamCommand = { _tag: "RequestAccess", request: "r-1", person: ada, reason: "I know it.", at }
    const decide: TeamCommand = { _tag: "DecideAccess", request: "r-1", approve: true, pauseMillis: 0, by, at }
    const approved = led(led(open, request), decide)
    expect(timelineFacts(approved).slice(-3)).toEqual([
      {
        by: { _tag: "User", ...ada },
        people: [{ ...ada, became: "asked", ground: { _tag: "AccessRequest", request: "r-1" } }]
      },
      { by, people: [{ ...ada, became: "approved", ground: { _tag: "AccessRequest", request: "r-1" } }] },
      { by, people: [{ ...ada, became: "toAdd", ground: { _tag: "AccessRequest", request: "r-1" } }] }
    ])
    const added: TeamCommand = { _tag: "AddPeople", people: [bob, ada], refused: [], groups: [], by, at }
    expect(last(led(led(open, request), added))?.people.map(({ ground }) => ground._tag)).toEqual([
      "Request",
      "AccessRequest"
    ])
    const another: TeamCommand = { _tag: "AddPeople", people: [ada, bob], refused: [], groups: [], by, at }
    expect(last(led(approved, another))?.people.map(({ ground }) => ground._tag)).toEqual(["Request", "Request"])
  })

  it("keep apart who is removed by name and who leaves with a group", () => {
    const history = led([...open, { _tag: "GroupRequested", group: legal, by, at }], {
      _tag: "RemovePeople",
      people: [ada],
      groups: [{ id: legal.id, people: [ada, bob] }],
      by,
      at
    })
    expect(timelineFacts(history).slice(-3)).toEqual([
      { by, people: [], group: legal },
      { by, people: [{ ...ada, became: "toRemove", ground: { _tag: "Request" } }] },
      {
        by,
        group: legal,
        people: [{ ...bob, became: "toRemove", ground: { _tag: "Group", group: legal.id, name: "Legal" } }]
      }
    ])
  })

  it("tell a new description from a new name, as requested and as made in Teams", () => {
    const rename = (to: object): TeamCommand => ({ _tag: "RenameTeam", ...to, by, at })
    const done = (history: ReadonlyArray<TeamEvent>): ReadonlyArray<TeamEvent> => {
      const { name, description } = given(...history).team
      return [...history, { _tag: "Renamed", name, description, at }]
    }
    const described = led(open, rename({ description: "Another text" }))
    expect(last(described)).toMatchObject({ by, renames: { name: false, description: true } })
    expect(last(done(described))).toMatchObject({ by, renames: { name: false, description: true } })
    const twice = led(described, rename({ name: "Another name" }))
    expect(last(twice)).toMatchObject({ renames: { name: true, description: false } })
    // Both were requested before Teams had either.
    expect(last(done(twice))).toMatchObject({ renames: { name: true, description: true } })
  })

  it("know the name under which the group was created, though it was changed meanwhile", () => {
    const { name, description } = teamRequested
    const renamed: TeamEvent = { _tag: "RenameRequested", name: "Another name", description, by, at }
    const [group, ...rest] = linked.slice(requested.length)
    const history = [...requested, group!, renamed, ...rest]
    expect(last([...history, { _tag: "Renamed", name: "Another name", description, at }])).toMatchObject({
      renames: { name: true, description: false }
    })
    expect(
      last([...requested, renamed, group!, ...rest, { _tag: "Renamed", name: "Another name", description, at }])
    ).toMatchObject({ renames: { name: false, description: false } })
    expect(last([...history, { _tag: "Renamed", name, description, at }])).toMatchObject({
      renames: { name: false, description: false }
    })
  })

  it("name every standby owner of a team that a former version requested or recreated", () => {
    const { standIns: _, ...former } = teamRequested
    const recreated: TeamEvent = { _tag: "TeamRecreated", incarnation: 2, by, at }
    const both = [owner, standby].map(({ id }) => ({ id, became: "toAdd" }))
    expect(last([former])?.people).toMatchObject(both)
    expect(last([former, recreated])?.people).toMatchObject(both)
    expect(last([former, { ...recreated, standIns: [] }])?.people).toMatchObject(both.slice(0, 1))
  })

  it("name the standby owner who was made the group's owner", () => {
    const group = { _tag: "GroupEnsured", platformTeamId, found: false, readyAt: at, at } as const
    expect(last([...requested, group])?.people).toEqual([])
    expect(last([...requested, { ...group, standIn: standby }])?.people).toEqual([
      { ...standby, became: "madeOwner", ground: { _tag: "StandbyOwner" } }
    ])
  })

  it("name standby owners that a retry brought in", () => {
    const history: ReadonlyArray<TeamEvent> = [
      ...open,
      { _tag: "Retried", standbyOwners: [ada], by, at },
      begun(4, { _tag: "EnsureOwner" }, at),
      { _tag: "OwnersEnsured", owners: [ada.id], at }
    ]
    expect(last(history)?.people).toEqual([{ ...ada, became: "madeOwner", ground: { _tag: "StandbyOwner" } }])
  })

  it("say who requested the restoration that Teams made", () => {
    const restored: ReadonlyArray<TeamEvent> = [
      ...open,
      { _tag: "Lost", at },
      { _tag: "RestoreRequested", by: someoneElse, at },
      { _tag: "Restored", at }
    ]
    expect(last(restored)).toEqual({ by: someoneElse, people: [] })
  })

  it("are always the same page by page as in one piece", () => {
    fc.assert(
      fc.property(fc.array(everyTeamEvent, { maxLength: 3 }), fc.nat(), (some, where) => {
        const history = some.flat()
        const cut = history.length === 0 ? 0 : where % history.length
        expect([
          ...timelineFacts(history.slice(0, cut)),
          ...timelineFacts(history.slice(cut), history.slice(0, cut))
        ]).toEqual(timelineFacts(history))
      }),
      { numRuns: 30 }
    )
  })

  it("always are known from the event alone where it says that it needs no history", () => {
    fc.assert(
      fc.property(everyTeamEvent, everyTeamEvent, (before, events) => {
        const complete = events.filter((event) => !needsHistory(event))
        expect(timelineFacts(complete, before)).toEqual(complete.flatMap((event) => timelineFacts([event])))
      }),
      { numRuns: 30 }
    )
  })

  it("always name everyone by an id that the event or its request has", () => {
    fc.assert(
      fc.property(everyTeamEvent, (events) => {
        for (const [index, { people }] of timelineFacts(events).entries()) {
          const words = JSON.stringify(events[index])
          for (const { id } of people) if (events[index]?._tag !== "TeamRecreated") expect(words).toContain(id)
        }
      }),
      { numRuns: 30 }
    )
  })
})
