import { describe, expect, it } from "vitest"
import { sampleGroups, samplePeople } from "../sample/people.ts"
import { graphDescription } from "../testing/graphDescription.ts"
import {
  finishOperation,
  groupBody,
  createTestTeam,
  member,
  simulation,
  type TestTenant,
  upsert
} from "../testing/simulation.ts"

const { available, expectValid, validate } = graphDescription("graph")

const running = simulation()
const { ana, ben } = samplePeople

describe.skipIf(!available)("answers and requests follow Microsoft's OpenAPI description", () => {
  const team = async (): Promise<{ tenant: TestTenant; id: string; tabs: string }> => {
    const tenant = await running.tenant({ memberLagMillis: 0 })
    const { id, channel } = await createTestTeam(tenant)
    return { tenant, id, tabs: `/teams/${id}/channels/${channel}/tabs` }
  }

  it("groups", async () => {
    const tenant = await running.tenant({ groupReplicationMillis: 0 })
    const key = "/groups(uniqueName='{uniqueName}')"
    const created = await upsert(tenant, "inc-1")
    expectValid(key, "patch", created, groupBody("inc-1"))
    const { id } = created.body
    expectValid(key, "patch", await upsert(tenant, "inc-1", { displayName: "x" }), { displayName: "x" })
    expectValid("/groups", "get", await tenant.graph("GET", "/groups"))
    expectValid("/groups/{group-id}", "get", await tenant.graph("GET", `/groups/${id}`))
    expectValid("/groups", "post", await tenant.graph("POST", "/groups", groupBody("inc-2")), groupBody("inc-2"))
    const settings = { memberSettings: { allowDeleteChannels: false }, funSettings: { giphyContentRating: "strict" } }
    expectValid("/groups/{group-id}/team", "put", await tenant.graph("PUT", `/groups/${id}/team`, settings), settings)
    expectValid("/groups/{group-id}", "delete", await tenant.graph("DELETE", `/groups/${id}`))
  })

  it("people and their groups", async () => {
    const tenant = await running.tenant()
    const eventual = { consistencylevel: "eventual" }
    const select = "$select=id,displayName,mail,userPrincipalName,userType,accountEnabled,jobTitle,assignedPlans"
    expectValid("/users", "get", await tenant.graph("GET", `/users?${select}&$top=5`))
    expectValid("/users/{user-id}", "get", await tenant.graph("GET", `/users/${ben.id}?$select=*`))
    const path = `/groups/${sampleGroups["soc-all"]}/transitiveMembers`
    expectValid("/groups/{group-id}/transitiveMembers", "get", await tenant.graph("GET", path))
    const people = await tenant.graph("GET", `${path}/microsoft.graph.user?$count=true`, undefined, eventual)
    expectValid("/groups/{group-id}/transitiveMembers/graph.user", "get", people)
    expectValid(
      "/users/{user-id}/transitiveMemberOf",
      "get",
      await tenant.graph("GET", `/users/${ben.id}/transitiveMemberOf`)
    )
    const check = { groupIds: [sampleGroups["group-creators"]] }
    expectValid(
      "/users/{user-id}/checkMemberGroups",
      "post",
      await tenant.graph("POST", `/users/${ben.id}/checkMemberGroups`, check),
      check
    )
    const all = { securityEnabledOnly: false }
    expectValid(
      "/users/{user-id}/getMemberGroups",
      "post",
      await tenant.graph("POST", `/users/${ben.id}/getMemberGroups`, all),
      all
    )
    expectValid("/groupSettings", "get", await tenant.graph("GET", "/groupSettings"))
  })

  it("teams and operations", async () => {
    const { tenant, id } = await team()
    expectValid("/teams/{team-id}", "get", await tenant.graph("GET", `/teams/${id}`))
    expectValid("/teams/{team-id}", "patch", await tenant.graph("PATCH", `/teams/${id}`, { displayName: "x" }), {
      displayName: "x"
    })
    const archived = await tenant.graph("POST", `/teams/${id}/archive`, {})
    expectValid("/teams/{team-id}/archive", "post", archived)
    const operation = "/teams/{team-id}/operations/{teamsAsyncOperation-id}"
    expectValid(operation, "get", await tenant.graph("GET", archived.headers.get("location")!))
    expectValid(operation, "get", await finishOperation(tenant, archived))
    expectValid("/teams/{team-id}/unarchive", "post", await tenant.graph("POST", `/teams/${id}/unarchive`))
    const request = {
      "template@odata.bind": "https://graph.microsoft.com/v1.0/teamsTemplates('standard')",
      displayName: "INC",
      members: [member("ana", ["owner"])]
    }
    expectValid("/teams", "post", await tenant.graph("POST", "/teams", request), request)
  })

  it("members", async () => {
    const { tenant, id } = await team()
    const path = "/teams/{team-id}/members"
    const add = { values: [member("ben"), member("hugo")] }
    expectValid(`${path}/add`, "post", await tenant.graph("POST", `/teams/${id}/members/add`, add), add)
    expectValid(path, "get", await tenant.graph("GET", `/teams/${id}/members`))
    const added = await tenant.graph("POST", `/teams/${id}/members`, member("greta"))
    expectValid(path, "post", added, member("greta"))
    const ofBen = await tenant.graph("POST", `/teams/${id}/members`, member("ben"))
    const one = `/teams/${id}/members/${encodeURIComponent(ofBen.body.id)}`
    expectValid(`${path}/{conversationMember-id}`, "get", await tenant.graph("GET", one))
    expectValid(
      `${path}/{conversationMember-id}`,
      "patch",
      await tenant.graph("PATCH", one, member("ben", ["owner"])),
      member("ben", ["owner"])
    )
    expectValid(`${path}/{conversationMember-id}`, "delete", await tenant.graph("DELETE", one))
    const remove = { values: [member("greta"), member("dev")] }
    expectValid(`${path}/remove`, "post", await tenant.graph("POST", `/teams/${id}/members/remove`, remove), remove)
  })

  it("channels, tabs and messages", async () => {
    const { tenant, id, tabs } = await team()
    expectValid("/teams/{team-id}/primaryChannel", "get", await tenant.graph("GET", `/teams/${id}/primaryChannel`))
    expectValid("/teams/{team-id}/channels", "get", await tenant.graph("GET", `/teams/${id}/channels`))
    const channel = { displayName: "War room", membershipType: "standard" }
    expectValid(
      "/teams/{team-id}/channels",
      "post",
      await tenant.graph("POST", `/teams/${id}/channels`, channel),
      channel
    )
    const path = "/teams/{team-id}/channels/{channel-id}/tabs"
    const tab = {
      displayName: "Incident page",
      "teamsApp@odata.bind":
        "https://graph.microsoft.com/v1.0/appCatalogs/teamsApps('com.microsoft.teamspace.tab.web')",
      configuration: {
        entityId: null,
        contentUrl: "https://host.example/1",
        websiteUrl: "https://host.example/1",
        removeUrl: null
      }
    }
    const pinned = await tenant.graph("POST", tabs, tab)
    expectValid(path, "post", pinned, tab)
    expectValid(path, "get", await tenant.graph("GET", `${tabs}?$expand=teamsApp`))
    const one = `${tabs}/${pinned.body.id}`
    expectValid(`${path}/{teamsTab-id}`, "get", await tenant.graph("GET", one))
    expectValid(`${path}/{teamsTab-id}`, "patch", await tenant.graph("PATCH", one, { displayName: "x" }), {
      displayName: "x"
    })
    expectValid(`${path}/{teamsTab-id}`, "delete", await tenant.graph("DELETE", one))
    const authorization = `Bearer ${await tenant.token({ user: "ana", audience: "graph", scope: "ChannelMessage.Send", expiresIn: 86_400 })}`
    const message = { importance: "normal", body: { contentType: "html", content: "<p>x</p>" } }
    const posted = await tenant.graph("POST", tabs.replace(/tabs$/, "messages"), message, { authorization })
    expectValid("/teams/{team-id}/channels/{channel-id}/messages", "post", posted, message)
  })

  it("the check itself finds a wrong type, a wrong value and an unknown property", async () => {
    const { tenant, id } = await team()
    const answer = await tenant.graph("GET", `/teams/${id}`)
    for (const change of [
      { isArchived: "no" },
      { visibility: "secret" },
      { createdDateTime: "today" },
      { nickname: "x" }
    ]) {
      const changed = { ...answer, body: { ...answer.body, ...change } }
      expect(() => expectValid("/teams/{team-id}", "get", changed), JSON.stringify(change)).toThrow("/teams/{team-id}")
    }
  })

  it("errors of every kind", async () => {
    const { tenant, id } = await team()
    const missing = "00000000-0000-4000-8000-00000000dead"
    const errors = [
      await tenant.graph("GET", `/teams/${missing}`),
      await tenant.graph("GET", `/users/${missing}`),
      await tenant.graph("PATCH", `/teams/${id}`, "{"),
      await tenant.graph("GET", "/users?$search=x"),
      await tenant.graph("GET", "/groups", undefined, { authorization: "" }),
      await tenant.graph("GET", "/nothing/here"),
      await tenant.graph("POST", `/users/${ana.id}/checkMemberGroups`, {})
    ]
    await tenant.control("POST", "/faults", { fault: { kind: "answer", status: 502 } })
    errors.push(await tenant.graph("GET", "/groups"))
    expect(errors.map(({ status }) => status)).toEqual([404, 404, 400, 400, 401, 400, 400, 502])
    for (const { body, headers } of errors) {
      expect(validate(["components", "schemas", "microsoft.graph.ODataErrors.ODataError"], body)).toEqual([])
      const { innerError } = body.error
      expect(innerError.date).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/)
      expect(innerError["request-id"]).toBe(headers.get("request-id"))
      expect(innerError["client-request-id"]).toBe(headers.get("client-request-id"))
    }
  })
})
