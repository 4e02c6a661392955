import { randomUUID } from "node:crypto"
import { describe, expect, it } from "vitest"
import { samplePeople, sampleTenantId } from "../sample/people.ts"
import { finishOperation, createTestTeam, member, simulation, type TestTenant, upsert } from "../testing/simulation.ts"

const running = simulation()
const { ana, dev, ines } = samplePeople

const onlyTeam = async (tenant: TestTenant) => (await tenant.control("GET", "/truth")).body.teams[0]

describe("manual changes", () => {
  it("archives and unarchives at once, without an operation", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    await tenant.control("POST", `/teams/${id}/archive`)
    expect((await tenant.graph("GET", `/teams/${id}`)).body.isArchived).toBe(true)
    await tenant.control("POST", `/teams/${id}/unarchive`)
    expect(await onlyTeam(tenant)).toMatchObject({ isArchived: false, operations: [] })
  })

  it("deletes, restores and purges", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    const read = async () => [
      (await tenant.graph("GET", `/teams/${id}`)).status,
      (await tenant.graph("GET", `/groups/${id}`)).status
    ]
    await tenant.control("POST", `/teams/${id}/delete`)
    expect(await read()).toEqual([404, 404])
    expect(await onlyTeam(tenant)).toHaveProperty("deletedAt")
    await tenant.control("POST", `/teams/${id}/restore`)
    expect(await read()).toEqual([200, 200])
    await tenant.control("POST", `/teams/${id}/hard-delete`)
    expect(await read()).toEqual([404, 404])
    expect((await tenant.control("GET", "/truth")).body.teams).toEqual([])
  })

  it("a soft-deleted team is purged after 30 days", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    await tenant.control("POST", `/teams/${id}/delete`)
    tenant.advance(29 * 86_400_000)
    expect((await tenant.graph("GET", `/directory/deletedItems/${id}`)).status).toBe(200)
    tenant.advance(86_400_000)
    expect((await tenant.graph("GET", `/directory/deletedItems/${id}`)).status).toBe(404)
  })

  it("renames, adds, removes (the last owner too), and deletes tabs", async () => {
    const tenant = await running.tenant()
    const { id, channel } = await createTestTeam(tenant)
    await tenant.graph("POST", `/teams/${id}/channels/${channel}/tabs`, {
      displayName: "Incident page",
      "teamsApp@odata.bind":
        "https://graph.microsoft.com/v1.0/appCatalogs/teamsApps('com.microsoft.teamspace.tab.web')",
      configuration: { contentUrl: "https://host.example/1", websiteUrl: "https://host.example/1" }
    })
    await tenant.control("POST", `/teams/${id}/rename`, { displayName: "Renamed manually" })
    await tenant.control("POST", `/teams/${id}/people`, { user: "dev", role: "owner" })
    await tenant.control("DELETE", `/teams/${id}/people/ana`)
    await tenant.control("DELETE", `/teams/${id}/tabs`)
    const team = await onlyTeam(tenant)
    expect(team).toMatchObject({ displayName: "Renamed manually", tabs: [] })
    expect(team.members.map(({ userId, roles }: { userId: string; roles: unknown }) => [userId, roles])).toEqual([
      [ines.id, ["owner"]],
      [dev.id, ["owner"]]
    ])
    for (const person of ["ines", "dev"]) await tenant.control("DELETE", `/teams/${id}/people/${person}`)
    expect((await onlyTeam(tenant)).members).toEqual([])
  })

  it("a missing object is a clear 404", async () => {
    const tenant = await running.tenant()
    await expect(tenant.control("POST", `/teams/${randomUUID()}/archive`)).rejects.toThrow("There is no team")
    await expect(tenant.control("PATCH", "/users/nobody", {})).rejects.toThrow("There is no user 'nobody'")
    await expect(tenant.control("PATCH", "/behavior", { memberLag: 1 })).rejects.toThrow("There is no behavior")
    await expect(tenant.control("PATCH", "/behavior", { memberLagMillis: -1 })).rejects.toThrow("can't be -1")
  })
})

describe("the actual state", () => {
  it("shows teams with everything in them, groups without a team, and calls", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    await upsert(tenant, "incident-2")
    await tenant.graph("POST", `/teams/${id}/members/add`, { values: [member("dev")] })
    await finishOperation(tenant, await tenant.graph("POST", `/teams/${id}/archive`, {}))
    const { body } = await tenant.control("GET", "/truth")
    expect(body.teams).toMatchObject([
      {
        id,
        uniqueName: "incident-1",
        mailNickname: "incident-1",
        isArchived: true,
        members: [
          { userId: ana.id, roles: ["owner"] },
          { userId: ines.id },
          { userId: dev.id, roles: [], visible: true }
        ],
        operations: [{ operationType: "archiveTeam", status: "succeeded" }]
      }
    ])
    expect(body.groupsWithoutTeam).toMatchObject([{ uniqueName: "incident-2" }])
    expect(body.counts).toMatchObject({
      teams: 1,
      live: 1,
      archived: 1,
      deleted: 0,
      groupsWithoutTeam: 1,
      operationsRunning: 0
    })
  })

  it("calls are listed after a sequence number, and can be deleted", async () => {
    const tenant = await running.tenant()
    await tenant.graph("GET", "/groups?$top=1", undefined, {
      "client-request-id": "c-1",
      prefer: "p",
      "x-incident-teams-attempt": "a-1"
    })
    const first = await tenant.control("GET", "/calls")
    expect(first.body.value).toMatchObject([
      {
        seq: 1,
        surface: "graph",
        method: "GET",
        path: "/groups",
        query: "$top=1",
        status: 200,
        clientRequestId: "c-1",
        category: "directory read",
        headers: { prefer: "p", "x-incident-teams-attempt": "a-1" }
      }
    ])
    await tenant.graph("GET", "/groups(uniqueName='x')")
    const second = await tenant.control("GET", `/calls?since=${first.body.last}`)
    expect(second.body.value).toMatchObject([{ seq: 2, path: "/groups/uniqueName=x", status: 404 }])
    await tenant.control("DELETE", "/calls")
    expect((await tenant.control("GET", "/calls")).body.value).toEqual([])
  })
})

describe("the directory", () => {
  it("adds as many people as are asked for, each with an address of their own", async () => {
    const tenant = await running.tenant()
    const { body } = await tenant.control("POST", "/users", { count: 10_000 })
    expect(body.users).toBeGreaterThan(10_000)
    const { users } = running.simulator.world.tenants.get(tenant.id)!.state
    const addresses = Object.values(users).map(({ userPrincipalName }) => userPrincipalName)
    expect(new Set(addresses).size).toBe(body.users)
    await expect(tenant.control("POST", "/users", { count: 0 })).rejects.toThrow("'count' must be a whole number")
  })

  it("people are added, disabled and deleted, and groups change", async () => {
    const tenant = await running.tenant()
    const { id } = await createTestTeam(tenant)
    const added = await tenant.control("PUT", "/users/zoe", { displayName: "Zoe Sample", teamsLicense: false })
    await tenant.control("PUT", "/groups/legal/members/zoe@woodgrove.example")
    expect((await tenant.control("GET", "/groups/legal")).body.members).toContain(added.body.id)
    await tenant.control("DELETE", "/groups/legal/members/zoe@woodgrove.example")
    expect((await tenant.control("GET", "/groups/legal")).body.members).not.toContain(added.body.id)
    await tenant.control("PATCH", "/users/dev", { accountEnabled: false })
    const refused = await tenant.graph("POST", `/teams/${id}/members/add`, { values: [member("dev")] })
    expect(refused.status).toBe(207)
    await tenant.control("DELETE", "/users/ana")
    expect((await onlyTeam(tenant)).members.map(({ userId }: { userId: string }) => userId)).toEqual([ines.id])
    expect((await tenant.graph("GET", `/users/${ana.id}`)).status).toBe(404)
  })

  it("applications are registered, without showing secrets", async () => {
    const tenant = await running.tenant()
    await tenant.control("PUT", "/applications/other", {
      secrets: ["s3cret-of-other"],
      roles: { server: ["Incident.Notify"] }
    })
    const listed = JSON.stringify((await tenant.control("GET", "/applications")).body)
    expect(listed).toContain('"key":"other"')
    expect(listed).not.toContain("secret")
  })
})

describe("tenants", () => {
  it("exist from the start, and are created, replaced and removed", async () => {
    const tenant = await running.tenant()
    const list = async (): Promise<ReadonlyArray<string>> => {
      const listed = (await (await fetch(`${running.base}/control/tenants`)).json()) as {
        value: ReadonlyArray<{ id: string }>
      }
      return listed.value.map(({ id }) => id)
    }
    expect(await list()).toEqual(expect.arrayContaining([sampleTenantId, tenant.id]))
    await tenant.control("PUT", "", { seed: "empty", displayName: "Nothing" })
    expect((await fetch(`${running.base}/control/tenants/${tenant.id}/users/ana`)).status).toBe(404)
    await tenant.control("DELETE", "")
    expect(await list()).not.toContain(tenant.id)
  })

  it("the sample directory is the same every time", async () => {
    const [one, other] = [await running.tenant(), await running.tenant()]
    const state = (id: string) => {
      const { users, groups, applications } = running.simulator.world.tenants.get(id)!.state
      return { users, groups, applications }
    }
    expect(state(one.id)).toEqual(state(other.id))
    expect(Object.keys(state(one.id).users)).toHaveLength(3_601)
    expect(new Set(Object.values(state(one.id).users).map(({ userPrincipalName }) => userPrincipalName)).size).toBe(
      3_601
    )
  })

  it("are independent: no tenant sees another's changes", async () => {
    const [one, other] = [await running.tenant(), await running.tenant()]
    await one.control("PATCH", "/users/ben", { displayName: "Changed" })
    await one.control("DELETE", "/groups/legal/members/elif")
    expect((await other.control("GET", "/users/ben")).body.displayName).toBe("Ben Sample")
    expect((await other.control("GET", "/groups/legal")).body.members).toContain(samplePeople.elif.id)
  })
})
