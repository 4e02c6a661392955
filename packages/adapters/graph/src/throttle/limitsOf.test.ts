import { describe, expect, it } from "vitest"
import type { GraphRequest } from "../wire/GraphRequest.ts"
import { limitsOf } from "./limitsOf.ts"

const second = (most: number) => `${most} in 1 s`
const minute = (most: number) => `${most} in 60 s`

/** As documented (Graph: Microsoft Teams service limits), narrowest first. */
const table: ReadonlyArray<[GraphRequest["method"], string, ReadonlyArray<string>]> = [
  ["PUT", "/groups/g/team", [second(4), second(6)]],
  ["GET", "/teams/t", [second(4), second(30)]],
  ["PATCH", "/teams/t", [second(4), second(30)]],
  ["GET", "/teams/t/members", [second(4), second(60)]],
  ["POST", "/teams/t/members", [minute(4), second(4), second(30)]],
  ["POST", "/teams/t/members/add", [second(1), second(4), second(30)]],
  ["POST", "/teams/t/members/remove", [second(1), second(4), second(30)]],
  ["POST", "/teams/t/archive", [second(1), second(4), second(30)]],
  ["GET", "/teams/t/operations/o", [second(1), second(4), second(30)]],
  ["GET", "/teams/t/primaryChannel", [second(1), second(4), second(30)]],
  ["GET", "/teams/t/channels/c/tabs", [second(1), second(4), second(30)]],
  ["POST", "/teams/t/channels/c/tabs", [second(1), second(4), second(30)]],
  ["DELETE", "/teams/t/channels/c/tabs/b", [second(1), second(4), second(15)]],
  ["POST", "/teams/t/installedApps", [second(4), second(30)]],
  ["GET", "/groups/g", ["3500 in 10 s"]],
  ["PATCH", "/groups(uniqueName=%27k%27)", ["3500 in 10 s"]],
  ["GET", "/users", ["3500 in 10 s"]],
  ["GET", "/security/incidents/29", [minute(50)]]
]

describe("limitsOf", () => {
  it.each(table)("%s %s counts against %j", (method, path, wanted) => {
    const limits = limitsOf({ method, path })
    expect(limits.map(({ most, windowMillis }) => `${most} in ${windowMillis / 1_000} s`)).toEqual(wanted)
    expect(new Set(limits.map(({ key }) => key)).size).toBe(limits.length)
  })

  it("counts a team's requests together, and two teams' apart until the tenant's", () => {
    const keys = (team: string, path: string) =>
      limitsOf({ method: "GET", path: `/teams/${team}${path}` }).map(({ key }) => key)
    expect(keys("a", "").filter((key) => keys("a", "/members").includes(key))).toEqual(["team a"])
    expect(keys("a", "").filter((key) => keys("b", "").includes(key))).toHaveLength(1)
  })

  it("charges the directory's requests by what they cost", () => {
    const cost = (method: GraphRequest["method"], path: string) => limitsOf({ method, path })[0]?.cost
    expect(cost("GET", "/groups/g/transitiveMembers/microsoft.graph.user")).toBe(5)
    expect(cost("POST", "/users/u/checkMemberGroups")).toBe(4)
    expect(cost("GET", "/users/u")).toBe(2)
    expect(cost("GET", "/groupSettings")).toBe(1)
    expect(cost("GET", "/groups/g/transitiveMembers")).toBe(5)
    expect(cost("POST", "/users")).toBe(1)
  })

  it("names what is counted together, and what all processes share", () => {
    const one = { most: 1, windowMillis: 1_000, cost: 1 }
    const team = { key: "team t1", most: 4, windowMillis: 1_000, cost: 1 }
    const tenant = { most: 30, windowMillis: 1_000, cost: 1, shared: true }
    const limits = (method: GraphRequest["method"], path: string) => limitsOf({ method, path })
    expect(limits("GET", "/security/incidents/29")).toEqual([
      { ...tenant, key: "security", most: 50, windowMillis: 60_000 }
    ])
    expect(limits("POST", "/teams/t1/channels/c1/messages")).toEqual([
      { ...one, key: "channel c1" },
      { ...one, key: "POST /teams/t1/channels/c1/messages" },
      team,
      { ...tenant, key: "other writes" }
    ])
    expect(limits("GET", "/teams/t1/operations/o1")).toEqual([
      { ...one, key: "GET /teams/t1/operations/o1" },
      team,
      { ...tenant, key: "other reads" }
    ])
    const adds = String.raw`POST ^\/teams\/[^/]+\/members$`
    expect(limits("POST", "/teams/t1/members")).toEqual([
      { key: `${adds} t1`, most: 4, windowMillis: 60_000, cost: 1 },
      team,
      { ...tenant, key: adds }
    ])
    expect(limits("GET", "/teams")).toEqual([
      { ...one, key: "GET /teams" },
      { ...tenant, key: "other reads" }
    ])
    expect(limits("PUT", "/groups/t1/team").map(({ key }) => key)).toContain("team t1")
    for (const path of ["/groups/g1", "/groups/g1/teamwork", "/users/u1/teams/t1", "/users/u1/groups/g1/team"]) {
      expect(limits("GET", path)).toMatchObject([{ key: "directory", shared: true }])
    }
  })
})
