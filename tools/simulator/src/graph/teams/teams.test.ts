import { randomUUID } from "node:crypto"
import { ResponseType } from "@microsoft/microsoft-graph-client"
import { describe, expect, it } from "vitest"
import { samplePeople } from "../../sample/people.ts"
import {
  finishOperation,
  groupBody,
  createTestTeam,
  member,
  simulation,
  type TestTenant,
  upsert,
  userBind
} from "../../testing/simulation.ts"

const running = simulation()
const { ana, ben, chloe, dev, elif, greta, hugo, ines } = samplePeople

const memberIds = async (tenant: TestTenant, teamId: string): Promise<ReadonlyArray<string>> => {
  const { body } = await tenant.graph("GET", `/teams/${teamId}/members`)
  return body.value.map(({ userId }: { userId: string }) => userId).toSorted()
}
const truthOf = async (tenant: TestTenant, teamId: string) =>
  (await tenant.control("GET", "/truth")).body.teams.find(({ id }: { id: string }) => id === teamId)

describe("a team's life with the official client", () => {
  it("is created, filled, archived and unarchived as the same team", async () => {
    const tenant = await running.tenant()
    const client = tenant.client()
    const group = await client
      .api("/groups(uniqueName='inc-7')")
      .header("Prefer", "create-if-missing")
      .patch(groupBody("inc-7"))
    const put = () => client.api(`/groups/${group.id}/team`).put({ memberSettings: { allowDeleteChannels: false } })
    await expect(put()).rejects.toMatchObject({ statusCode: 404 })
    tenant.advance(3_000)
    const team = await put()
    expect(team).toMatchObject({
      id: group.id,
      isArchived: false,
      memberSettings: { allowDeleteChannels: false, allowAddRemoveApps: true }
    })

    await client.api(`/teams/${team.id}/members/add`).post({ values: [member("ben"), member("greta")] })
    tenant.advance(2_000)
    expect(await memberIds(tenant, team.id)).toEqual([ana.id, ben.id, greta.id, ines.id].toSorted())

    const archived = await client.api(`/teams/${team.id}/archive`).responseType(ResponseType.RAW).post({})
    expect(archived.status).toBe(202)
    const location = archived.headers.get("location")
    expect(location).toMatch(new RegExp(String.raw`^/teams\('${team.id}'\)/operations\('[0-9a-f-]{36}'\)$`))
    tenant.advance(30_000)
    const operation = await client.api(location).get()
    expect(operation).toMatchObject({
      status: "succeeded",
      operationType: "archiveTeam",
      targetResourceId: team.id,
      error: null
    })
    expect(await client.api(`/teams/${team.id}`).select("id,isArchived").get()).toMatchObject({ isArchived: true })

    await client.api(`/teams/${team.id}/unarchive`).post(null)
    tenant.advance(30_000)
    const open = await client.api(`/teams/${team.id}`).get()
    expect(open.isArchived).toBe(false)
    expect([open.id, open.webUrl]).toEqual([team.id, team.webUrl])
    expect(await memberIds(tenant, team.id)).toEqual([ana.id, ben.id, greta.id, ines.id].toSorted())
  })
})

describe("creating a team for a group", () => {
  it("a second time is 409, on a missing group 404, without an owner 400", async () => {
    const tenant = await running.tenant({ groupReplicationMillis: 0 })
    const put = async (id: string) => (await tenant.graph("PUT", `/groups/${id}/team`, {})).status
    const { body } = await upsert(tenant, "inc-1")
    expect([await put(body.id), await put(body.id)]).toEqual([201, 409])
    expect(await put(randomUUID())).toBe(404)
    const ownerless = await upsert(tenant, "inc-2", groupBody("inc-2", { "owners@odata.bind": [] }))
    expect(await put(ownerless.body.id)).toBe(400)
  })

  it("people bound as members come late, owners at once", async () => {
    const tenant = await running.tenant({ groupReplicationMillis: 0 })
    const { body } = await upsert(
      tenant,
      "inc-1",
      groupBody("inc-1", { "members@odata.bind": [userBind("ana"), userBind("ben")] })
    )
    await tenant.graph("PUT", `/groups/${body.id}/team`, {})
    expect(await memberIds(tenant, body.id)).toEqual([ana.id, ines.id])
    await tenant.graph("POST", `/teams/${body.id}/members/add`, { values: [member("ben")] })
    tenant.advance(2_000)
    expect(await memberIds(tenant, body.id)).toContain(ben.id)
  })

  it("or never, if the tenant's behavior says so", async () => {
    const tenant = await running.tenant({ groupReplicationMillis: 0, boundMemberLagMillis: null })
    const { body } = await upsert(tenant, "inc-1", groupBody("inc-1", { "members@odata.bind": [userBind("ben")] }))
    await tenant.graph("PUT", `/groups/${body.id}/team`, {})
    const { members } = await truthOf(tenant, body.id)
    expect(members.find(({ userId }: { userId: string }) => userId === ben.id).visible).toBe(false)
  })
})

describe("a team's settings", () => {
  it("are changed through the team or its group, which share name and description", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    expect(
      (await tenant.graph("PATCH", `/teams/${id}`, { displayName: "New", funSettings: { allowGiphy: false } })).status
    ).toBe(204)
    expect((await tenant.graph("GET", `/groups/${id}`)).body).toMatchObject({
      displayName: "New",
      resourceProvisioningOptions: ["Team"]
    })
    expect((await tenant.graph("PATCH", `/groups/${id}`, { description: "Why" })).status).toBe(204)
    const { body } = await tenant.graph("GET", `/groups/${id}/team?$select=displayName,description,funSettings`)
    expect(body).toMatchObject({
      displayName: "New",
      description: "Why",
      funSettings: { allowGiphy: false, allowCustomMemes: true }
    })
    expect((await tenant.graph("PATCH", `/teams/${id}`, { isArchived: true })).status).toBe(400)
  })

  it("that are fixed are refused: uniqueName, groupTypes, another's mailNickname", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    await upsert(tenant, "other")
    const patch = async (change: object) => (await tenant.graph("PATCH", `/groups/${id}`, change)).status
    expect([
      await patch({ uniqueName: "x" }),
      await patch({ groupTypes: [] }),
      await patch({ mailNickname: "other" })
    ]).toEqual([400, 400, 400])
    expect([await patch({ groupTypes: ["Unified"] }), await patch({ mailNickname: "free" })]).toEqual([204, 204])
    expect((await tenant.graph("GET", `/groups/${id}`)).body.mail).toBe("free@woodgrove.example")
  })
})

describe("POST /teams", () => {
  const template = { "template@odata.bind": "https://graph.microsoft.com/v1.0/teamsTemplates('standard')" }
  const request = {
    ...template,
    displayName: "INC",
    description: "d",
    visibility: "Private",
    members: [member("ana", ["owner"])]
  }

  it("is 202 with both locations, 404 until done, then a team", async () => {
    const tenant = await running.tenant()
    const accepted = await tenant.graph("POST", "/teams", request)
    expect([accepted.status, accepted.body, accepted.headers.get("content-type")]).toEqual([202, "", "text/plain"])
    const [, id] = /^\/teams\('(.+)'\)$/.exec(accepted.headers.get("content-location") ?? "") ?? []
    expect(await tenant.graph("GET", `/teams/${id}`)).toMatchObject({
      status: 404,
      body: { error: { message: `No team found with Group Id ${id}` } }
    })
    expect((await finishOperation(tenant, accepted)).body).toMatchObject({
      status: "succeeded",
      operationType: "createTeam"
    })
    expect((await tenant.graph("GET", `/teams/${id}`)).body.visibility).toBe("private")
  })

  it("isn't idempotent", async () => {
    const tenant = await running.tenant()
    await Promise.all([tenant.graph("POST", "/teams", request), tenant.graph("POST", "/teams", request)])
    expect((await tenant.control("GET", "/truth")).body.counts.teams).toBe(2)
  })

  it.each([
    ["no owner", { members: [] }, "A team owner must be provided when creating a team in application context."],
    [
      "two members",
      { members: [member("ana", ["owner"]), member("ben")] },
      "Adding more than one member is not supported."
    ],
    ["a plain member", { members: [member("ana")] }, "must be an owner"],
    ["no template", { "template@odata.bind": undefined }, "template"],
    ["no name", { displayName: undefined }, "display name"]
  ])("with %s is refused with 400 and creates nothing", async (_, change, message) => {
    const tenant = await running.tenant()
    const answer = await tenant.graph("POST", "/teams", { ...request, ...change })
    expect(answer).toMatchObject({ status: 400, body: { error: { message: expect.stringContaining(message) } } })
    expect((await tenant.control("GET", "/truth")).body.counts.teams).toBe(0)
  })

  it("from a group: 404 while it is fresh, then 202, then 409", async () => {
    const tenant = await running.tenant()
    const { body } = await upsert(tenant, "inc-1")
    const create = () =>
      tenant.graph("POST", "/teams", {
        ...template,
        "group@odata.bind": `https://graph.microsoft.com/v1.0/groups('${body.id}')`
      })
    expect((await create()).status).toBe(404)
    tenant.advance(3_000)
    const accepted = await create()
    expect(accepted.status).toBe(202)
    expect((await create()).body.error).toMatchObject({
      code: "Conflict",
      message: "Team migration provisioning already in progress"
    })
    const { body: operation } = await finishOperation(tenant, accepted)
    expect([operation.status, operation.operationType]).toEqual(["succeeded", "unknownFutureValue"])
    const asked = await tenant.graph("GET", accepted.headers.get("location")!, undefined, {
      prefer: "include-unknown-enum-members"
    })
    expect(asked.body.operationType).toBe("teamifyGroup")
  })
})

describe("archive and unarchive", () => {
  it("without an owner are refused, and work again once there is one", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    for (const person of ["ana", "ines"]) await tenant.control("DELETE", `/teams/${id}/people/${person}`)
    expect((await tenant.graph("POST", `/teams/${id}/archive`, {})).status).toBe(400)
    await tenant.graph("POST", `/teams/${id}/members/add`, { values: [member("ines", ["owner"])] })
    expect((await tenant.graph("POST", `/teams/${id}/archive`, {})).status).toBe(202)
  })

  it("shouldSetSpoSiteReadOnlyForMembers is refused for an application", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    expect(
      (await tenant.graph("POST", `/teams/${id}/archive`, { shouldSetSpoSiteReadOnlyForMembers: true })).status
    ).toBe(400)
  })

  it("of a team that is already in that state is accepted or refused, by the tenant's behavior", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    expect((await finishOperation(tenant, await tenant.graph("POST", `/teams/${id}/unarchive`))).body.status).toBe(
      "succeeded"
    )
    await tenant.control("PATCH", "/behavior", { alreadyInState: "refuse" })
    expect((await tenant.graph("POST", `/teams/${id}/unarchive`)).status).toBe(400)
  })

  it("two at once end each in its own time: the later end decides", async () => {
    const tenant = await running.tenant({ operationMillis: [60_000, 60_000] })
    const { id } = await createTestTeam(tenant)
    await tenant.graph("POST", `/teams/${id}/archive`, {})
    await tenant.control("PATCH", "/behavior", { operationMillis: [20_000, 20_000] })
    await tenant.graph("POST", `/teams/${id}/unarchive`)
    tenant.advance(30_000)
    expect((await truthOf(tenant, id)).isArchived).toBe(false)
    tenant.advance(30_000)
    expect((await truthOf(tenant, id)).isArchived).toBe(true)
  })

  it("an operation goes from notStarted over inProgress to succeeded, and isArchived turns with its end", async () => {
    const tenant = await running.tenant({ operationMillis: [20_000, 20_000], notStartedShare: 0.25 })
    const { id } = await createTestTeam(tenant)
    const accepted = await tenant.graph("POST", `/teams/${id}/archive`, {})
    const read = async () => {
      const operation = await tenant.graph("GET", accepted.headers.get("location")!)
      const team = await tenant.graph("GET", `/teams/${id}`)
      return [operation.body.status, team.body.isArchived]
    }
    expect(await read()).toEqual(["notStarted", false])
    tenant.advance(10_000)
    expect(await read()).toEqual(["inProgress", false])
    tenant.advance(10_000)
    expect(await read()).toEqual(["succeeded", true])
  })

  it("isArchived may lag behind the actual state", async () => {
    const tenant = await running.tenant({ archivedLagMillis: 60_000 })
    const { id } = await createTestTeam(tenant)
    await finishOperation(tenant, await tenant.graph("POST", `/teams/${id}/archive`, {}))
    const read = async () => (await tenant.graph("GET", `/teams/${id}`)).body.isArchived
    expect([(await truthOf(tenant, id)).isArchived, await read()]).toEqual([true, false])
    tenant.advance(60_000)
    expect(await read()).toBe(true)
  })

  it("people may be changed in an archived team; settings, tabs and messages not", async () => {
    const tenant = await running.tenant()
    const { id, channel } = await createTestTeam(tenant)
    await tenant.control("POST", `/teams/${id}/archive`)
    expect((await tenant.graph("POST", `/teams/${id}/members/add`, { values: [member("ben")] })).status).toBe(200)
    expect((await tenant.graph("PATCH", `/teams/${id}`, { displayName: "x" })).status).toBe(403)
    expect(
      (await tenant.graph("POST", `/teams/${id}/channels/${channel}/tabs`, websiteTab("Incident page"))).status
    ).toBe(403)
  })
})

describe("members", () => {
  it("207 has a result for each person, and the others are added", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    const nobody = randomUUID()
    const { status, body } = await tenant.graph("POST", `/teams/${id}/members/add`, {
      values: [member("ben@woodgrove.example"), member("hugo"), member(nobody)]
    })
    expect(status).toBe(207)
    expect(body.value).toMatchObject([
      { "@odata.type": "#microsoft.graph.aadUserConversationMemberResult", userId: ben.id, error: null },
      { userId: hugo.id, error: { code: "NotFound", message: "" } },
      { userId: nobody, error: { code: "NotFound" } }
    ])
    expect((await truthOf(tenant, id)).members.map(({ userId }: { userId: string }) => userId)).toEqual([
      ana.id,
      ines.id,
      ben.id
    ])
  })

  it.each(["hugo", "7a1e0000-0000-4000-8000-0000deadbeef"])(
    "one bad account makes the whole call fail where the tenant's service does so: %s",
    async (bad) => {
      const tenant = await running.tenant({ badAccountInBulk: "whole404" })
      const { id } = await createTestTeam(tenant)
      const add = (...people: ReadonlyArray<string>) =>
        tenant.graph("POST", `/teams/${id}/members/add`, { values: people.map((person) => member(person)) })
      expect(await add("ben", bad)).toMatchObject({ status: 404, body: { error: { code: "NotFound" } } })
      expect((await truthOf(tenant, id)).members).toHaveLength(2)
      expect((await add("ben")).status).toBe(200)
    }
  )

  it("a guest whom an application adds is refused without a reason, where the tenant's service does so", async () => {
    const tenant = await running.tenant({ guestsByApplication: "refuse" })
    const { id } = await createTestTeam(tenant)
    const refused = { status: 403, body: { error: { code: "Forbidden", message: "An unknown error has occurred." } } }
    expect(await tenant.graph("POST", `/teams/${id}/members`, member("greta"))).toMatchObject(refused)
    const values = { values: [member("ben"), member("greta")] }
    expect(await tenant.graph("POST", `/teams/${id}/members/add`, values)).toMatchObject(refused)
    expect((await truthOf(tenant, id)).members).toHaveLength(2)
  })

  it("at most 200 are added and 20 removed by one call", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    const values = (count: number) => ({ values: Array.from({ length: count }, () => member("ben")) })
    expect((await tenant.graph("POST", `/teams/${id}/members/add`, values(200))).status).toBe(200)
    expect((await tenant.graph("POST", `/teams/${id}/members/add`, values(201))).status).toBe(400)
    expect((await tenant.graph("POST", `/teams/${id}/members/remove`, values(21))).status).toBe(400)
  })

  it("removal is 204, or 207 for those who aren't in it; the last owner stays", async () => {
    const tenant = await running.tenant({ memberLagMillis: 0 })
    const { id } = await createTestTeam(tenant)
    const remove = (...people: ReadonlyArray<string>) =>
      tenant.graph("POST", `/teams/${id}/members/remove`, { values: people.map((person) => member(person)) })
    await tenant.graph("POST", `/teams/${id}/members/add`, { values: [member("ben"), member("dev")] })
    expect((await remove("ben")).status).toBe(204)
    const mixed = await remove("dev", "chloe", "ana", "ines")
    expect(mixed.status).toBe(207)
    expect(
      mixed.body.value.map(({ userId, error }: { userId: string; error: unknown }) => [userId, error === null])
    ).toEqual([
      [dev.id, true],
      [chloe.id, false],
      [ana.id, true],
      [ines.id, false]
    ])
    expect(await memberIds(tenant, id)).toEqual([ines.id])
  })

  it("an added person shows after a lag, a removed one may show for one", async () => {
    const tenant = await running.tenant({ memberLagMillis: 20_000, memberRemovalLagMillis: 20_000 })
    const { id } = await createTestTeam(tenant)
    await tenant.graph("POST", `/teams/${id}/members/add`, { values: [member("ben")] })
    expect(await memberIds(tenant, id)).not.toContain(ben.id)
    tenant.advance(20_000)
    expect(await memberIds(tenant, id)).toContain(ben.id)
    await tenant.graph("POST", `/teams/${id}/members/remove`, { values: [member("ben")] })
    expect(await memberIds(tenant, id)).toContain(ben.id)
    expect((await truthOf(tenant, id)).members).toHaveLength(2)
    tenant.advance(20_000)
    expect(await memberIds(tenant, id)).not.toContain(ben.id)
  })

  it("single members are added, found by userId, promoted, demoted and removed", async () => {
    const tenant = await running.tenant({ memberLagMillis: 0 })
    const { id } = await createTestTeam(tenant)
    const added = await tenant.graph("POST", `/teams/${id}/members`, member("elif"))
    expect([added.status, added.body.roles, added.body.email]).toEqual([201, [], elif.mail])
    const filter = encodeURIComponent(`(microsoft.graph.aadUserConversationMember/userId eq '${elif.id}')`)
    const found = await tenant.graph("GET", `/teams/${id}/members?$filter=${filter}`)
    expect(found.body).toMatchObject({ "@odata.count": 1, value: [{ id: added.body.id }] })
    const path = `/teams/${id}/members/${encodeURIComponent(added.body.id)}`
    const patch = (roles: ReadonlyArray<string>) => tenant.graph("PATCH", path, { ...member("elif"), roles })
    expect((await patch(["owner"])).body.roles).toEqual(["owner"])
    expect((await patch([])).body.roles).toEqual([])
    expect((await tenant.graph("DELETE", path)).status).toBe(204)
    expect((await tenant.graph("GET", path)).status).toBe(404)
    const guest = await tenant.graph("POST", `/teams/${id}/members`, member("greta"))
    expect(guest.body.roles).toEqual(["guest"])
  })

  it("a caller with only TeamMember.ReadWriteNonOwnerRole.All can't add owners", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    await tenant.control("PUT", "/applications/server", { roles: { graph: ["TeamMember.ReadWriteNonOwnerRole.All"] } })
    const authorization = `Bearer ${await tenant.token({ application: "server", audience: "graph" })}`
    const add = async (roles: ReadonlyArray<string>) =>
      (await tenant.graph("POST", `/teams/${id}/members/add`, { values: [member("ben", roles)] }, { authorization }))
        .status
    expect([await add([]), await add(["owner"])]).toEqual([200, 403])
  })
})

const websiteTab = (displayName: string, url = "https://host.example/incidents/1") => ({
  displayName,
  "teamsApp@odata.bind": "https://graph.microsoft.com/v1.0/appCatalogs/teamsApps('com.microsoft.teamspace.tab.web')",
  configuration: { entityId: null, contentUrl: url, websiteUrl: url, removeUrl: null }
})

describe("tabs", () => {
  it("are pinned, listed with their app, changed and deleted", async () => {
    const tenant = await running.tenant()
    const { id, channel } = await createTestTeam(tenant)
    const path = `/teams/${id}/channels/${channel}/tabs`
    const created = await tenant.graph("POST", path, websiteTab("Incident page"))
    expect([created.status, created.body.configuration.contentUrl]).toEqual([201, "https://host.example/incidents/1"])
    const listed = await tenant.graph("GET", `${path}?$expand=teamsApp`)
    expect(listed.body.value).toMatchObject([
      { id: created.body.id, teamsApp: { id: "com.microsoft.teamspace.tab.web" } }
    ])
    const patched = await tenant.graph("PATCH", `${path}/${created.body.id}`, {
      configuration: { contentUrl: "https://host.example/2" }
    })
    expect(patched.body.configuration).toMatchObject({
      contentUrl: "https://host.example/2",
      websiteUrl: "https://host.example/incidents/1"
    })
    expect((await tenant.graph("DELETE", `${path}/${created.body.id}`)).status).toBe(204)
    expect((await tenant.graph("GET", path)).body.value).toEqual([])
  })

  it("posting twice creates two tabs: only a list shows that", async () => {
    const tenant = await running.tenant()
    const { id, channel } = await createTestTeam(tenant)
    for (const _ of [1, 2])
      await tenant.graph("POST", `/teams/${id}/channels/${channel}/tabs`, websiteTab("Incident page"))
    expect((await truthOf(tenant, id)).tabs).toHaveLength(2)
  })

  it("of a custom app need the app installed", async () => {
    const tenant = await running.tenant()
    const { id, channel } = await createTestTeam(tenant)
    const bind = { "teamsApp@odata.bind": `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps('${randomUUID()}')` }
    const pin = async () =>
      (await tenant.graph("POST", `/teams/${id}/channels/${channel}/tabs`, { ...websiteTab("App"), ...bind })).status
    expect(await pin()).toBe(400)
    expect((await tenant.graph("POST", `/teams/${id}/installedApps`, bind)).status).toBe(201)
    expect((await tenant.graph("POST", `/teams/${id}/installedApps`, bind)).status).toBe(409)
    expect(await pin()).toBe(201)
  })

  it("installed apps are listed and removed", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    const appId = randomUUID()
    const path = `/teams/${id}/installedApps`
    await tenant.graph("POST", path, {
      "teamsApp@odata.bind": `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps('${appId}')`
    })
    const filter = encodeURIComponent(`teamsApp/id eq '${appId}'`)
    const { body } = await tenant.graph("GET", `${path}?$expand=teamsApp&$filter=${filter}`)
    expect(body.value).toMatchObject([{ teamsApp: { id: appId } }])
    expect((await tenant.graph("DELETE", `${path}/${body.value[0].id}`)).status).toBe(204)
    expect((await tenant.graph("DELETE", `${path}/${body.value[0].id}`)).status).toBe(404)
    expect((await tenant.graph("GET", path)).body.value).toEqual([])
  })

  it("a malformed bind or address is 400", async () => {
    const tenant = await running.tenant()
    const { id, channel } = await createTestTeam(tenant)
    const pin = async (change: object) =>
      (await tenant.graph("POST", `/teams/${id}/channels/${channel}/tabs`, { ...websiteTab("x"), ...change })).status
    expect(
      await pin({
        "teamsApp@odata.bind": "https://graph.microsoft.com/v1.0/teamsApps('com.microsoft.teamspace.tab.web')"
      })
    ).toBe(400)
    expect(await pin(websiteTab("x", "not a url"))).toBe(400)
    expect(await pin({ displayName: "" })).toBe(400)
  })
})

describe("channels and messages", () => {
  it("channels are created with valid names only, and don't become the primary one", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    const create = async (displayName: string) =>
      (await tenant.graph("POST", `/teams/${id}/channels`, { displayName })).status
    expect([
      await create("War room"),
      await create("War room"),
      await create("a:b"),
      await create("x".repeat(51))
    ]).toEqual([201, 400, 400, 400])
    expect((await tenant.graph("GET", `/teams/${id}/channels`)).body.value).toHaveLength(2)
    expect((await tenant.graph("GET", `/teams/${id}/primaryChannel`)).body.displayName).toBe("General")
  })

  it("an application can't post a message, a member can", async () => {
    const tenant = await running.tenant()
    const { id, channel } = await createTestTeam(tenant)
    const path = `/teams/${id}/channels/${channel}/messages`
    const message = { body: { contentType: "html", content: "<p>Containment done.</p>" } }
    expect((await tenant.graph("POST", path, message)).status).toBe(403)
    const as = async (user: string) => ({
      authorization: `Bearer ${await tenant.token({ user, audience: "graph", scope: "ChannelMessage.Send" })}`
    })
    expect((await tenant.graph("POST", path, message, await as("ana"))).status).toBe(201)
    expect((await tenant.graph("POST", path, message, await as("dev"))).status).toBe(403)
  })
})
