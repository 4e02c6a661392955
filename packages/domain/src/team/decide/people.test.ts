import { describe, expect, it } from "vitest"
import type { TeamCommand } from "../TeamCommand.ts"
import type { EventOf, TeamEvent } from "../TeamEvent.ts"
import { after, by, given, hour, lost, open, owner, requested, standby } from "../testing/given.ts"
import { groupCalled, personCalled } from "../testing/ImaginedWorld.ts"

const at = after(2 * hour)
const [ada, ben] = [personCalled(11), personCalled(12)]
const crowd = (size: number) => Array.from({ length: size }, (_, index) => personCalled(1_000 + index))
const groups = (size: number) => Array.from({ length: size }, (_, index) => groupCalled(index))

const nobody = { people: [], refused: [], groups: [], by, at }
const add = (named: Partial<Extract<TeamCommand, { _tag: "AddPeople" }>>): TeamCommand => ({
  ...nobody,
  ...named,
  _tag: "AddPeople"
})
const remove = (named: Partial<Extract<TeamCommand, { _tag: "RemovePeople" }>>): TeamCommand => ({
  people: [],
  groups: [],
  by,
  at,
  ...named,
  _tag: "RemovePeople"
})
const left = (group: number, people: ReadonlyArray<typeof ada> = []) => ({ id: groupCalled(group).id, people })
const peopleAsked: EventOf<"PeopleRequested"> = {
  _tag: "PeopleRequested",
  chunk: 0,
  kind: "add",
  people: [ada],
  refused: [],
  by,
  at
}
const groupAsked = (group: ReturnType<typeof groupCalled>): TeamEvent => ({ _tag: "GroupRequested", group, by, at })
const membersSeen = (members: number): TeamEvent => ({
  _tag: "Verified",
  began: after(hour),
  owners: [owner.id],
  members,
  nextAt: at,
  at: after(hour)
})

describe("adding people", () => {
  it("asks for everybody and every group once, in a chunk of its own", () => {
    const twice = { people: [ada, ben, ada], groups: [groupCalled(1), groupCalled(2), groupCalled(1)] }
    expect(given(...open).when(add(twice))).toEqual([
      { ...peopleAsked, people: [ada, ben] },
      groupAsked(groupCalled(1)),
      groupAsked(groupCalled(2))
    ])
    expect(given(...open, { ...peopleAsked, chunk: 4 }).when(add({ people: [ben] }))).toMatchObject([{ chunk: 5 }])
  })

  it("records who can't be a member, even alone", () => {
    const refused = [{ ...ben, reason: "The account is disabled." }]
    expect(given(...open).when(add({ refused }))).toEqual([{ ...peopleAsked, people: [], refused }])
    expect(given(...open).when(add({ people: [ada], refused }))).toEqual([{ ...peopleAsked, refused }])
    const many = crowd(201).map((person) => ({ ...person, reason: "The account is disabled." }))
    expect(given(...open).when(add({ refused: many }))).toEqual([
      { ...peopleAsked, people: [], refused: many.slice(0, 200) },
      { ...peopleAsked, chunk: 1, people: [], refused: many.slice(200) }
    ])
  })

  it("approves the requests for access of those whom it names, and of nobody else", () => {
    const waiting = [ada, ben].map((person, index): TeamEvent => ({
      _tag: "AccessRequested",
      request: `r-${index}`,
      person,
      reason: "",
      at
    }))
    expect(given(...open, ...waiting).when(add({ people: [ben] }))).toEqual([
      { _tag: "AccessDecided", request: "r-1", person: ben, approved: true, by, at },
      { ...peopleAsked, people: [ben] }
    ])
  })

  it("needs somebody, and a team that isn't lost", () => {
    expect(given(...open).when(add({}))).toMatchObject({ _tag: "NobodyNamed" })
    expect(given(...lost).when(add({ people: [ada] }))).toMatchObject({ _tag: "TeamIsLost" })
  })

  it("counts members and people on the way, up to what Teams takes", () => {
    const history = [
      ...open,
      membersSeen(24_990),
      { ...peopleAsked, people: crowd(6) },
      { ...peopleAsked, chunk: 1, kind: "remove" as const, people: crowd(5) }
    ]
    expect(given(...history).when(add({ people: crowd(4) }))).toHaveLength(1)
    expect(given(...history).when(add({ people: crowd(5) }))).toMatchObject({
      _tag: "TooManyPeople",
      asked: 25_001,
      limit: 25_000
    })
  })

  it("counts the owners before Teams told of anybody", () => {
    expect(given(...requested).when(add({ people: crowd(25_000) }))).toMatchObject({
      _tag: "TooManyPeople",
      asked: 25_001
    })
  })

  it("takes up to 50 groups, and one that is there already is none more", () => {
    const history = [...open, ...groups(49).map(groupAsked)]
    expect(given(...history).when(add({ groups: [groupCalled(0), groupCalled(49)] }))).toHaveLength(2)
    expect(given(...history).when(add({ groups: [groupCalled(49), groupCalled(50)] }))).toMatchObject({
      _tag: "TooManyGroups",
      asked: 51,
      limit: 50
    })
  })
})

describe("removing people", () => {
  it("drops the groups that the team has, then asks everybody out, 20 at a time", () => {
    const events = given(...open, groupAsked(groupCalled(1))).when(
      remove({ people: [...crowd(21), ...crowd(1)], groups: [left(1), left(1), left(2)] })
    )
    expect(events).toEqual([
      { _tag: "GroupDropped", group: groupCalled(1).id, by, at },
      { ...peopleAsked, kind: "remove", people: crowd(20) },
      { ...peopleAsked, chunk: 1, kind: "remove", people: crowd(21).slice(20) }
    ])
  })

  it("asks the people of each group out in chunks of their own, each person once", () => {
    const [cleo, dan] = [personCalled(13), personCalled(14)]
    const out = { ...peopleAsked, kind: "remove" as const }
    expect(
      given(...open).when(remove({ people: [ada], groups: [left(1, [ada, ben]), left(2, [ben, cleo, dan])] }))
    ).toEqual([
      { ...out, people: [ada] },
      { ...out, chunk: 1, group: groupCalled(1).id, people: [ben] },
      { ...out, chunk: 2, group: groupCalled(2).id, people: [cleo, dan] }
    ])
  })

  it("is already so for a group that the team doesn't have", () => {
    expect(given(...open).when(remove({ groups: [left(1)] }))).toEqual([])
    expect(given(...open).when(remove({ people: [ada], groups: [left(1)] }))).toHaveLength(1)
  })

  it("needs somebody, and a team that isn't lost", () => {
    expect(given(...open).when(remove({}))).toMatchObject({ _tag: "NobodyNamed" })
    expect(given(...lost).when(remove({ people: [ada] }))).toMatchObject({ _tag: "TeamIsLost" })
  })

  it("lets an owner go while another one stays", () => {
    const two: TeamEvent = { _tag: "OwnersEnsured", owners: [standby.id], at }
    expect(given(...open, two).when(remove({ people: [owner, ada] }))).toHaveLength(1)
    expect(given(...open, two).when(remove({ people: [ada, standby, owner] }))).toMatchObject({
      _tag: "LastOwnerStays",
      owner: owner.id
    })
    expect(given(...open, membersSeen(2)).when(remove({ people: [owner] }))).toMatchObject({ _tag: "LastOwnerStays" })
    // Where Teams told of no owner, nobody is the last one.
    const ownerless: TeamEvent = { _tag: "Verified", began: at, owners: [], members: 2, nextAt: at, at }
    expect(given(...open, ownerless).when(remove({ people: [owner] }))).toHaveLength(1)
  })
})

describe("renaming", () => {
  const name = "INC-1042 Phishing"
  const description = "Mail from nowhere"
  const rename = (to: { readonly name?: string; readonly description?: string }): TeamCommand => ({
    _tag: "RenameTeam",
    ...to,
    by,
    at
  })

  it("keeps what isn't named", () => {
    expect(given(...open).when(rename({ name: "Another" }))).toEqual([
      { _tag: "RenameRequested", name: "Another", description, by, at }
    ])
    expect(given(...open).when(rename({ description: "" }))).toEqual([
      { _tag: "RenameRequested", name, description: "", by, at }
    ])
  })

  it("is already so under the same name, and refused once the team is lost", () => {
    expect(given(...open).when(rename({ name, description }))).toEqual([])
    expect(given(...lost).when(rename({ name: "Another" }))).toMatchObject({ _tag: "TeamIsLost" })
  })
})
