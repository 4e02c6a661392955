import { randomUUID } from "node:crypto"
import { PageIterator } from "@microsoft/microsoft-graph-client"
import { describe, expect, it } from "vitest"
import { sampleGroups, samplePeople } from "../../sample/people.ts"
import { groupBody, simulation, upsert, userBind } from "../../testing/simulation.ts"

const running = simulation()
const eventual = { consistencylevel: "eventual" }
const { ana, ben, chloe, farid, greta, hugo } = samplePeople

describe("groups by their alternate key", () => {
  it("an upsert creates once, then updates, and both give the same group", async () => {
    const tenant = await running.tenant()
    const created = await upsert(tenant, "inc-1")
    expect(created.status).toBe(201)
    expect(created.body).toMatchObject({
      uniqueName: "inc-1",
      displayName: "inc-1",
      visibility: "Private",
      mail: "inc-1@woodgrove.example"
    })
    const again = await upsert(tenant, "inc-1", { displayName: "Renamed" })
    expect([again.status, again.body]).toEqual([204, ""])
    const read = await tenant.graph("GET", "/groups(uniqueName='inc-1')?$select=id,displayName")
    expect(read.body).toMatchObject({ id: created.body.id, displayName: "Renamed" })
    expect(Object.keys(read.body).toSorted()).toEqual(["@odata.context", "displayName", "id"])
  })

  it("all documented spellings of the key name the same group", async () => {
    const tenant = await running.tenant()
    const { body } = await upsert(tenant, "inc-1")
    for (const path of [
      "/groups(uniqueName='inc-1')",
      "/groups/(uniqueName='inc-1')",
      "/groups%28uniqueName=%27inc-1%27%29",
      `/groups('${body.id}')`,
      `/groups/${body.id}`
    ]) {
      expect((await tenant.graph("GET", path)).body.id, path).toBe(body.id)
    }
  })

  it("twenty upserts at once create one group", async () => {
    const tenant = await running.tenant()
    const answers = await Promise.all(Array.from({ length: 20 }, () => upsert(tenant, "inc-1")))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      201,
      ...Array.from({ length: 19 }, () => 204)
    ])
    const { body } = await tenant.control("GET", "/truth")
    expect(body.counts.groupsWithoutTeam).toBe(1)
  })

  it("without Prefer: create-if-missing a missing group is 404 and nothing is created", async () => {
    const tenant = await running.tenant()
    const answer = await tenant.graph("PATCH", "/groups(uniqueName='inc-1')", groupBody("inc-1"))
    expect(answer).toMatchObject({ status: 404, body: { error: { code: "Request_ResourceNotFound" } } })
    expect((await tenant.control("GET", "/truth")).body.counts.groupsWithoutTeam).toBe(0)
  })

  it.each([
    ["a taken mailNickname", { mailNickname: "taken" }],
    ["no displayName", { displayName: undefined }],
    ["a displayName of 257 characters", { displayName: "x".repeat(257) }],
    ["a description of 1,025 characters", { description: "x".repeat(1_025) }],
    ["a mailNickname with a space", { mailNickname: "a b" }],
    ["a mailNickname of 65 characters", { mailNickname: "x".repeat(65) }],
    ["no mailEnabled", { mailEnabled: undefined }],
    ["a Unified group without mail", { mailEnabled: false }],
    [
      "21 binds",
      { "owners@odata.bind": Array.from({ length: 21 }, () => userBind(randomUUID())), "members@odata.bind": [] }
    ],
    ["a malformed bind", { "owners@odata.bind": ["ana"] }]
  ])("%s is refused with 400, and nothing is created", async (_, change) => {
    const tenant = await running.tenant()
    await upsert(tenant, "other", groupBody("other", { mailNickname: "taken" }))
    const answer = await upsert(tenant, "inc-1", groupBody("inc-1", change))
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "Request_BadRequest" } } })
    expect((await tenant.control("GET", "/truth")).body.counts.groupsWithoutTeam).toBe(1)
  })

  it("one bind of an unknown person fails the whole upsert", async () => {
    const tenant = await running.tenant()
    const answer = await upsert(
      tenant,
      "inc-1",
      groupBody("inc-1", { "owners@odata.bind": [userBind("ana"), userBind(randomUUID())] })
    )
    expect(answer).toMatchObject({ status: 404, body: { error: { code: "Request_ResourceNotFound" } } })
    expect((await tenant.control("GET", "/truth")).body.counts.groupsWithoutTeam).toBe(0)
  })

  it("a soft-deleted group is restored under its id", async () => {
    const tenant = await running.tenant()
    const { body } = await upsert(tenant, "inc-1")
    expect((await tenant.graph("DELETE", `/groups/${body.id}`)).status).toBe(204)
    expect((await tenant.graph("GET", `/groups/${body.id}`)).status).toBe(404)
    const listed = await tenant.graph("GET", "/directory/deletedItems/microsoft.graph.group?$select=id,uniqueName")
    expect(listed.body.value).toEqual([{ id: body.id, uniqueName: "inc-1" }])
    expect((await tenant.graph("GET", `/directory/deletedItems/${body.id}`)).body["@odata.type"]).toBe(
      "#microsoft.graph.group"
    )
    expect((await tenant.graph("POST", `/directory/deletedItems/${body.id}/restore`)).status).toBe(200)
    expect((await tenant.graph("GET", `/groups/${body.id}`)).body.uniqueName).toBe("inc-1")
  })

  it("a group shows in the list only once the index has it, by key at once", async () => {
    const tenant = await running.tenant({ indexLagMillis: 60_000 })
    await upsert(tenant, "inc-1")
    const list = () => tenant.graph("GET", "/groups?$filter=uniqueName eq 'inc-1'&$select=id")
    expect((await list()).body.value).toEqual([])
    expect((await tenant.graph("GET", "/groups(uniqueName='inc-1')")).status).toBe(200)
    tenant.advance(60_000)
    expect((await list()).body.value).toHaveLength(1)
  })
})

describe("permissions", () => {
  it("an application without a permission is answered 403", async () => {
    const tenant = await running.tenant()
    await tenant.control("PUT", "/applications/server", { roles: { graph: ["User.ReadBasic.All"] } })
    const authorization = `Bearer ${await tenant.token({ application: "server", audience: "graph" })}`
    const get = (path: string) => tenant.graph("GET", path, undefined, { authorization })
    expect(await get("/groups")).toMatchObject({
      status: 403,
      body: { error: { code: "Authorization_RequestDenied" } }
    })
    expect((await get("/users?$top=1")).status).toBe(200)
    expect((await get(`/users/${ana.id}?$select=assignedPlans`)).status).toBe(403)
  })

  it.each([
    ["no token", undefined],
    ["a token for ARM", { application: "server", audience: "arm" }],
    ["an expired token", { application: "server", audience: "graph", expiresIn: -600 }],
    ["a forged token", { application: "server", audience: "graph", forged: true }]
  ])("%s is answered 401", async (_, request) => {
    const tenant = await running.tenant()
    const authorization = request === undefined ? "" : `Bearer ${await tenant.token(request)}`
    const answer = await tenant.graph("GET", "/groups", undefined, { authorization })
    expect(answer).toMatchObject({ status: 401, body: { error: { code: "InvalidAuthenticationToken" } } })
  })

  it("tenants don't see each other", async () => {
    const [one, other] = [await running.tenant(), await running.tenant()]
    const { body } = await upsert(one, "inc-1")
    expect((await other.graph("GET", `/groups/${body.id}`)).status).toBe(404)
  })

  it("a naming policy that holds applications names each property with a value that it would take", async () => {
    const tenant = await running.tenant({ namingPolicyForApplications: "held" })
    await tenant.control("PATCH", "/group-policy", {
      PrefixSuffixNamingRequirement: "GRP_[GroupName]_[Department]",
      CustomBlockedWordsList: "ceo"
    })
    const names = { displayName: "The CEO", mailNickname: "room" }
    const details = [
      { code: "MissingPrefixSuffix", target: "displayName", suggestedPropertyValue: "GRP_The CEO_" },
      { code: "ContainsBlockedWord", target: "displayName" },
      { code: "MissingPrefixSuffix", target: "mailNickname", suggestedPropertyValue: "GRP_room_" }
    ]
    const group = { ...names, groupTypes: ["Unified"], mailEnabled: true, securityEnabled: false }
    expect(await tenant.graph("POST", "/groups", group)).toMatchObject({ status: 400, body: { error: { details } } })
    const validate = (body: object) => tenant.graph("POST", "/directoryObjects/validateProperties", body)
    expect(await validate({ entityType: "Group", ...names })).toMatchObject({
      status: 422,
      body: { error: { details } }
    })
    expect((await validate({ entityType: "Group", displayName: "GRP_Room_", mailNickname: "GRP_room_" })).status).toBe(
      204
    )
    await tenant.control("PATCH", "/behavior", { namingPolicyForApplications: "exempt" })
    expect((await validate({ entityType: "Group", ...names })).status).toBe(204)
  })

  it("a user who may not create groups is denied, and the naming policy applies to users only", async () => {
    const tenant = await running.tenant()
    await tenant.control("PUT", "/applications/server", { scopes: { graph: ["Group.ReadWrite.All"] } })
    await tenant.control("PATCH", "/group-policy", {
      PrefixSuffixNamingRequirement: "INC-[GroupName]",
      CustomBlockedWordsList: "payroll"
    })
    const as = async (user: string) => ({
      authorization: `Bearer ${await tenant.token({ user, audience: "graph", scope: "Group.ReadWrite.All" })}`
    })
    const create = async (user: string, name: string) =>
      (await tenant.graph("POST", "/groups", groupBody(name), await as(user))).status
    expect(await create("chloe", "INC-1")).toBe(403)
    expect(await create("greta", "INC-1")).toBe(403)
    expect(await create("ben", "Incident")).toBe(400)
    expect(await create("ben", "INC-payroll")).toBe(400)
    expect(await create("ben", "INC-1")).toBe(201)
    expect((await upsert(tenant, "no-prefix")).status).toBe(201)
    await tenant.control("DELETE", "/group-policy")
    expect(await create("chloe", "anything")).toBe(201)
  })
})

describe("people", () => {
  it("the official client searches, with the header and $count", async () => {
    const tenant = await running.tenant()
    const client = tenant.client()
    const found = await client
      .api("/users")
      .header("ConsistencyLevel", "eventual")
      .search('"displayName:sam" OR "mail:ben@"')
      .count(true)
      .select("id,displayName")
      .top(5)
      .get()
    expect(found["@odata.count"]).toBeGreaterThan(8)
    expect(found.value).toHaveLength(5)
    await expect(client.api("/users").search('"displayName:ben"').get()).rejects.toMatchObject({
      statusCode: 400,
      code: "Request_UnsupportedQuery"
    })
  })

  it("prefix filters need no header, and quotes are doubled", async () => {
    const tenant = await running.tenant()
    await tenant.control("PATCH", "/users/ben", { displayName: "Ben O'Sample" })
    const filter = encodeURIComponent("startsWith(displayName,'Ben O''S') or startsWith(mail,'nobody')")
    const { body } = await tenant.graph("GET", `/users?$filter=${filter}&$select=id`)
    expect(body.value).toEqual([{ id: ben.id }])
  })

  it.each([
    ["an unindexed property", "/users?$filter=officeLocation eq 'x'", {}, "Request_UnsupportedQuery"],
    ["ne without the header", "/users?$filter=userType ne 'Guest'", {}, "Request_UnsupportedQuery"],
    ["ne without $count", "/users?$filter=userType ne 'Guest'", eventual, "Request_UnsupportedQuery"],
    ["$skip", "/users?$skip=10", {}, "Request_BadRequest"],
    ["an unknown property", "/users?$select=nickname", {}, "Request_BadRequest"],
    ["a page of 1,000", "/users?$top=1000", {}, "Request_UnsupportedQuery"],
    ["a broken filter", "/users?$filter=displayName eq", {}, "BadRequest"]
  ])("%s is refused with 400", async (_, path, headers, code) => {
    const tenant = await running.tenant()
    expect(await tenant.graph("GET", path, undefined, headers)).toMatchObject({
      status: 400,
      body: { error: { code } }
    })
  })

  it("licenses, guests and disabled accounts show only when they are selected", async () => {
    const tenant = await running.tenant()
    const plain = await tenant.graph("GET", `/users/${farid.id}`)
    expect(plain.body).not.toHaveProperty("assignedPlans")
    const plans = async (id: string): Promise<boolean> => {
      const { body } = await tenant.graph("GET", `/users/${id}?$select=assignedPlans`)
      return JSON.stringify(body.assignedPlans).includes("57ff2da0-773e-42df-b2af-ffb7a2317929")
    }
    expect([await plans(ben.id), await plans(farid.id)]).toEqual([true, false])
    const select = (id: string) => tenant.graph("GET", `/users/${id}?$select=userType,accountEnabled`)
    expect((await select(greta.id)).body).toMatchObject({ userType: "Guest", accountEnabled: true })
    expect((await select(hugo.id)).body).toMatchObject({ userType: "Member", accountEnabled: false })
  })
})

describe("groups of people", () => {
  it("the members of a group of 3,600 come page by page, each once", async () => {
    const tenant = await running.tenant()
    const client = tenant.client()
    const first = await client.api(`/groups/${sampleGroups.everyone}/transitiveMembers`).select("id").top(999).get()
    const ids = new Set<string>()
    let pages = 1
    const iterator = new PageIterator(client, first, (item: { id: string }) => {
      ids.add(item.id)
      return true
    })
    await iterator.iterate()
    for (let next: string | undefined = first["@odata.nextLink"]; next; pages += 1) {
      next = (await client.api(next).get())["@odata.nextLink"]
    }
    expect([ids.size, pages]).toEqual([3_600, 4])
  })

  it("nested groups are flattened, also when they hold each other; a cast keeps people only", async () => {
    const tenant = await running.tenant()
    await tenant.control("PUT", "/things/printer", { type: "device" })
    const device = (await tenant.control("PUT", "/things/printer")).body.id
    await tenant.control("PUT", "/groups/one", { members: ["ana", device] })
    const one = (await tenant.control("PUT", "/groups/one", {})).body.id
    const two = (await tenant.control("PUT", "/groups/two", { members: ["ben", "ana", one] })).body.id
    await tenant.control("PUT", "/groups/one", { members: ["ana", device, two] })
    const all = await tenant.graph("GET", `/groups/${two}/transitiveMembers`)
    expect(all.body.value.map((item: { "@odata.type": string }) => item["@odata.type"]).toSorted()).toEqual([
      "#microsoft.graph.device",
      "#microsoft.graph.group",
      "#microsoft.graph.group",
      "#microsoft.graph.user",
      "#microsoft.graph.user"
    ])
    for (const cast of ["microsoft.graph.user", "graph.user"]) {
      const people = await tenant.graph("GET", `/groups/${two}/transitiveMembers/${cast}?$select=id`)
      expect(people.body.value.map(({ id }: { id: string }) => id).toSorted()).toEqual([ana.id, ben.id])
    }
    expect((await tenant.graph("GET", `/groups/${two}/transitiveMembers/microsoft.graph.team`)).body.error.code).toBe(
      "Request_UnsupportedQuery"
    )
    expect(
      (await tenant.graph("GET", `/groups/${two}/transitiveMembers?$filter=startsWith(displayName,'A')`)).body.error
        .code
    ).toBe("Request_UnsupportedQuery")
  })

  it("checkMemberGroups looks through nested groups, at most 20 at a time", async () => {
    const tenant = await running.tenant()
    const check = (id: string, groupIds: ReadonlyArray<string>) =>
      tenant.graph("POST", `/users/${id}/checkMemberGroups`, { groupIds })
    const creators = sampleGroups["group-creators"]
    expect((await check(ben.id, [creators, sampleGroups.legal])).body.value).toEqual([creators])
    expect((await check(chloe.id, [creators])).body.value).toEqual([])
    expect(
      (
        await check(
          ben.id,
          Array.from({ length: 21 }, () => creators)
        )
      ).status
    ).toBe(400)
    const all = await tenant.graph("POST", `/users/${ben.id}/getMemberGroups`, { securityEnabledOnly: false })
    expect(all.body.value.toSorted()).toEqual(
      [sampleGroups["soc-tier2"], sampleGroups["soc-all"], creators, sampleGroups.everyone].toSorted()
    )
    const holders = await tenant.graph("GET", `/users/${ben.id}/transitiveMemberOf/microsoft.graph.group?$select=id`)
    expect(holders.body.value).toHaveLength(4)
  })

  it("the policy for groups is a setting of the documented template", async () => {
    const tenant = await running.tenant()
    const { body } = await tenant.graph("GET", "/groupSettings")
    expect(body.value).toMatchObject([
      { displayName: "Group.Unified", templateId: "62375ab9-6b52-47ed-826b-58e47e0e304b" }
    ])
    expect(body.value[0].values).toContainEqual({
      name: "GroupCreationAllowedGroupId",
      value: sampleGroups["group-creators"]
    })
  })
})

describe("$batch", () => {
  it("parts are answered on their own, a failed dependency as 424", async () => {
    const tenant = await running.tenant()
    const requests = [
      { id: "1", method: "GET", url: `/users/${ana.id}?$select=id` },
      { id: "2", method: "GET", url: "/users/nobody@woodgrove.example" },
      { id: "3", method: "GET", url: "/groups?$top=1", dependsOn: ["2"] },
      {
        id: "4",
        method: "POST",
        url: `/users/${ben.id}/checkMemberGroups`,
        headers: { "Content-Type": "application/json" },
        body: { groupIds: [sampleGroups.legal] }
      }
    ]
    const { status, body } = await tenant.graph("POST", "/$batch", { requests })
    const statuses = Object.fromEntries(
      body.responses.map((part: { id: string; status: number }) => [part.id, part.status])
    )
    expect([status, statuses]).toEqual([200, { 1: 200, 2: 404, 3: 424, 4: 200 }])
  })

  it("more than 20 parts, two of one id, or a body without type is 400", async () => {
    const tenant = await running.tenant()
    const part = (id: number) => ({ id: String(id), method: "GET", url: "/groups?$top=1" })
    const send = async (requests: ReadonlyArray<unknown>) =>
      (await tenant.graph("POST", "/$batch", { requests })).status
    expect(await send(Array.from({ length: 20 }, (_, id) => part(id)))).toBe(200)
    expect(await send(Array.from({ length: 21 }, (_, id) => part(id)))).toBe(400)
    expect(await send([part(1), part(1)])).toBe(400)
    expect(await send([{ ...part(1), method: "POST", body: {} }])).toBe(400)
  })
})
