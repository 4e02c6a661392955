import { describe, expect, it } from "vitest"
import type { CommandOf } from "../TeamCommand.ts"
import { given, incident, owner, requested, standby, teamRequested } from "../testing/given.ts"
import { groupCalled, personCalled } from "../testing/ImaginedWorld.ts"

const { by, at } = teamRequested
const request: CommandOf<"RequestTeam"> = {
  ...teamRequested,
  _tag: "RequestTeam",
  standIns: [],
  owners: [owner],
  people: [],
  refused: [],
  groups: []
}
const crowd = (size: number) => Array.from({ length: size }, (_, index) => personCalled(1_000 + index))
const groups = (size: number) => Array.from({ length: size }, (_, index) => groupCalled(index))

describe("asking for a team", () => {
  it("is one event when nobody else is named", () => {
    expect(given().when(request)).toEqual(requested)
  })

  it("asks for everybody once: the owners are bound at creation, so nobody asks for them", () => {
    const refused = [{ ...personCalled(13), reason: "The account is disabled." }]
    expect(
      given().when({
        ...request,
        owners: [owner, owner],
        standbyOwners: [standby, standby],
        standIns: [standby.id],
        people: [personCalled(11), owner, standby, personCalled(11)],
        refused,
        groups: [groupCalled(1), groupCalled(1)]
      })
    ).toEqual([
      { ...teamRequested, standIns: [standby.id] },
      { _tag: "PeopleRequested", chunk: 0, kind: "add", people: [personCalled(11)], refused, by, at },
      { _tag: "GroupRequested", group: groupCalled(1), by, at }
    ])
  })

  it("asks for a standby owner like for everybody else where owners can own the team", () => {
    expect(given().when({ ...request, people: [standby] })).toMatchObject([
      { _tag: "TeamRequested", standIns: [] },
      { _tag: "PeopleRequested", people: [standby] }
    ])
  })

  it("says which people and groups are favorites, chunk by chunk", () => {
    const refused = [{ ...personCalled(13), reason: "The account is disabled." }]
    const people = [personCalled(11), personCalled(12)]
    const favorites = [personCalled(12).id, personCalled(13).id, groupCalled(2).id]
    const asked = { _tag: "PeopleRequested", chunk: 0, kind: "add", people, refused, by, at }
    const all = { ...request, people, refused, groups: [groupCalled(1), groupCalled(2)] }
    expect(given().when({ ...all, favorites })).toStrictEqual([
      teamRequested,
      { ...asked, favorites: [personCalled(12).id, personCalled(13).id] },
      { _tag: "GroupRequested", group: groupCalled(1), by, at },
      { _tag: "GroupRequested", group: groupCalled(2), favorite: true, by, at }
    ])
    expect(given().when({ ...request, people, refused, favorites: [groupCalled(2).id] })).toStrictEqual([
      teamRequested,
      asked
    ])
  })

  it("is refused where there is a team, and for a closed incident", () => {
    expect(given(...requested).when(request)).toMatchObject({ _tag: "TeamExists", team: teamRequested.id })
    expect(given().when({ ...request, incident: { ...incident, status: "Closed" } })).toMatchObject({
      _tag: "IncidentIsClosed"
    })
  })

  it("is refused over the limits of people, owners included, and of groups", () => {
    expect(given().when({ ...request, people: crowd(24_999) })).toHaveLength(1 + 125)
    expect(given().when({ ...request, people: crowd(25_000) })).toMatchObject({
      _tag: "TooManyPeople",
      asked: 25_001,
      limit: 25_000
    })
    expect(given().when({ ...request, groups: groups(50) })).toHaveLength(1 + 50)
    expect(given().when({ ...request, groups: groups(51) })).toMatchObject({
      _tag: "TooManyGroups",
      asked: 51,
      limit: 50
    })
  })
})
