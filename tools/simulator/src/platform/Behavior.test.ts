import { describe, expect, it } from "vitest"
import { samplePeople } from "../sample/people.ts"
import {
  finishOperation,
  groupBody,
  createTestTeam,
  member,
  simulation,
  type TestTenant,
  upsert
} from "../testing/simulation.ts"

const running = simulation()

const pin = (tenant: TestTenant, id: string, channel: string) =>
  tenant.graph("POST", `/teams/${id}/channels/${channel}/tabs`, {
    displayName: "Incident page",
    "teamsApp@odata.bind": "https://graph.microsoft.com/v1.0/appCatalogs/teamsApps('com.microsoft.teamspace.tab.web')",
    configuration: { contentUrl: "https://host.example/1", websiteUrl: "https://host.example/1" }
  })

describe("behavior that Microsoft doesn't specify can be set", () => {
  it("adding someone who is already in the team", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    const add = async () => {
      const bulk = await tenant.graph("POST", `/teams/${id}/members/add`, { values: [member("ana")] })
      const single = await tenant.graph("POST", `/teams/${id}/members`, member("ana"))
      return [bulk.status, single.status]
    }
    expect(await add()).toEqual([200, 201])
    await tenant.control("PATCH", "/behavior", { alreadyMember: "refuse" })
    expect(await add()).toEqual([207, 400])
  })

  it("tabs of an archived team", async () => {
    const tenant = await running.tenant({ tabsOfArchivedTeam: "accept" })
    const { id, channel } = await createTestTeam(tenant)
    await tenant.control("POST", `/teams/${id}/archive`)
    expect((await pin(tenant, id, channel)).status).toBe(201)
  })

  it("the uniqueName of a soft-deleted group", async () => {
    const tenant = await running.tenant({ deletedUniqueName: "taken" })
    const { body } = await upsert(tenant, "inc-1")
    await tenant.graph("DELETE", `/groups/${body.id}`)
    const again = () => upsert(tenant, "inc-1", groupBody("inc-1", { mailNickname: "another" }))
    expect((await again()).status).toBe(400)
    await tenant.control("PATCH", "/behavior", { deletedUniqueName: "free" })
    expect((await again()).status).toBe(201)
    expect((await tenant.graph("POST", `/directory/deletedItems/${body.id}/restore`)).status).toBe(400)
  })

  it("how long a finished operation can be read", async () => {
    const tenant = await running.tenant({ operationKeptMillis: 60_000 })
    const { id } = await createTestTeam(tenant)
    const accepted = await tenant.graph("POST", `/teams/${id}/archive`, {})
    expect((await finishOperation(tenant, accepted)).status).toBe(200)
    tenant.advance(60_000)
    expect((await tenant.graph("GET", accepted.headers.get("location")!)).status).toBe(404)
  })

  it("how long a tab takes to show, and to go", async () => {
    const tenant = await running.tenant({ tabLagMillis: 20_000 })
    const { id, channel } = await createTestTeam(tenant)
    const listed = async () => (await tenant.graph("GET", `/teams/${id}/channels/${channel}/tabs`)).body.value.length
    const { body } = await pin(tenant, id, channel)
    expect(await listed()).toBe(0)
    tenant.advance(20_000)
    expect(await listed()).toBe(1)
    await tenant.graph("DELETE", `/teams/${id}/channels/${channel}/tabs/${body.id}`)
    expect(await listed()).toBe(1)
    tenant.advance(20_000)
    expect(await listed()).toBe(0)
  })

  it("how long people written to the group take to come to its team", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    const { ben } = samplePeople
    const reference = { "@odata.id": `https://graph.microsoft.com/v1.0/directoryObjects/${ben.id}` }
    const write = () => tenant.graph("POST", `/groups/${id}/members/$ref`, reference)
    expect([(await write()).status, (await write()).status]).toEqual([204, 400])
    const inTeam = async () => JSON.stringify((await tenant.graph("GET", `/teams/${id}/members`)).body).includes(ben.id)
    expect(await inTeam()).toBe(false)
    tenant.advance(24 * 3_600_000)
    expect(await inTeam()).toBe(true)
    const owner = await tenant.graph("POST", `/groups/${id}/owners/$ref`, reference)
    expect(owner.status).toBe(204)
    expect((await tenant.graph("GET", `/groups/${id}/owners`)).body.value).toHaveLength(3)
  })

  it("an operation on a team that is deleted in the meantime fails", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    const accepted = await tenant.graph("POST", `/teams/${id}/archive`, {})
    await tenant.control("POST", `/teams/${id}/delete`)
    tenant.advance(30_000)
    await tenant.control("GET", "/truth")
    await tenant.control("POST", `/teams/${id}/restore`)
    expect((await tenant.graph("GET", accepted.headers.get("location")!)).body).toMatchObject({
      status: "failed",
      error: { code: "NotFound" }
    })
    expect((await tenant.graph("GET", `/teams/${id}`)).body.isArchived).toBe(false)
  })
})
