import { describe, expect, it } from "vitest"
import { differences, type Expected } from "./inspectPlatform.ts"
import type { PlatformTeam, Truth } from "./Platform.ts"

const page = "http://127.0.0.1:1/incidents/soc~1"
const member = (userId: string, ...roles: ReadonlyArray<string>) => ({ userId, displayName: `${userId}'s name`, roles })
const team: PlatformTeam = {
  id: "t1",
  displayName: "INC-1",
  isArchived: false,
  webUrl: "https://teams.example/t1",
  members: [member("ben", "owner"), member("ines", "owner"), member("chloe"), member("greta", "guest")],
  tabs: [
    { displayName: "Incident page", contentUrl: page },
    { displayName: "Notes", contentUrl: null }
  ]
}
const expected: Expected = {
  when: "Now",
  archived: false,
  owners: new Set(["ben", "ines"]),
  members: new Set(["chloe", "greta"]),
  page,
  id: "t1"
}
const truth = (change: Partial<PlatformTeam>, ...others: ReadonlyArray<PlatformTeam>): Truth => ({
  teams: [{ ...team, ...change }, ...others],
  groupsWithoutTeam: []
})

describe("what isn't as it must be", () => {
  it("is nothing, where the platform shows exactly what is expected", () => {
    expect(differences(truth({}, { ...team, id: "t0", deletedAt: "2026-01-01T00:00:00Z" }), expected)).toEqual([])
  })

  it.each([
    ["no team", { teams: [], groupsWithoutTeam: [] }, ["the platform has no team"]],
    ["a second team", truth({}, { ...team, id: "t2" }), ["the platform has 2 teams instead of one"]],
    [
      "a group without a team",
      { ...truth({}), groupsWithoutTeam: [{ id: "g" }] },
      ["the platform has a group without a team"]
    ],
    ["another team", truth({ id: "t9" }), ["the team is t9, not t1"]],
    ["an archived team", truth({ isArchived: true }), ["the team is archived"]],
    ["somebody missing", truth({ members: team.members.slice(0, 3) }), ["greta isn't a member"]],
    ["somebody else", truth({ members: [...team.members, member("hugo")] }), ["hugo's name is a member, unexpectedly"]],
    [
      "an owner who is no owner",
      truth({ members: [member("ben"), ...team.members.slice(1)] }),
      ["ben's name isn't an owner", "ben's name is a member, unexpectedly"]
    ],
    ["no page", truth({ tabs: [] }), ["the Incident page is pinned 0 times instead of once"]],
    [
      "two pages",
      truth({ tabs: [...team.tabs, ...team.tabs] }),
      ["the Incident page is pinned 2 times instead of once"]
    ]
  ])("is %s", (_, so, problems) => {
    expect(differences(so, expected)).toEqual(problems)
  })

  it("is an open team where an archived one is expected", () => {
    expect(differences(truth({}), { ...expected, archived: true })).toEqual(["the team is not archived"])
  })
})
