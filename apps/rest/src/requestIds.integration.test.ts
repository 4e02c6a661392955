import { randomUUID } from "node:crypto"
import { join } from "node:path"
import { sample } from "@incident-teams/testkit/sample"
import { type Server, serverEnvironment, startServer } from "@incident-teams/testkit/Server"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { afterEach, beforeAll, describe, expect, it } from "vitest"
import { clientOf, phase } from "../testing/sampleServer.ts"

let tenant: Tenant
let data: string

beforeAll(async () => {
  tenant = await newTenant()
  data = newFolder()
})

const workspace = sample.workspace("soc-prod")
const servers: Array<Server> = []

const started = (more: Readonly<Record<string, string>>): Server => {
  const server = startServer(serverEnvironment(tenant, data, more))
  servers.push(server)
  return server
}

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})

/** What the platform was asked: by which surface, for which step, under which id. */
const calls = async () => {
  return (await tenant.calls()).map(({ surface, clientRequestId = "none", headers }) => ({
    surface,
    step: headers["x-incident-teams-step"] ?? "none",
    id: clientRequestId
  }))
}

const idsOf = async (...steps: ReadonlyArray<string>) => [
  ...new Set((await calls()).filter(({ step }) => steps.includes(step)).map(({ id }) => id))
]

const linesUnder = (server: Server, id: string) =>
  server.log.filter((line) => Object(line["annotations"]).requestId === id)

describe("a request's id", () => {
  it("goes with everything that is done for it, by any process and however late", async () => {
    const [create, close, reopen] = [randomUUID(), randomUUID(), randomUUID()]
    // Only the hook below tells of what changes in Sentinel.
    const server = started({ FEED_SWEEP_SECONDS: "3600" })
    const ben = await clientOf(tenant, server, "ben")
    const { body: list } = await ben("GET", "/v1/incidents?status=New&top=1")
    const at = `/v1/incidents/${list.items[0].id}`

    const created = await ben("POST", `${at}/team`, { people: [sample.person.dev] }, { "X-Request-Id": create })
    expect(created).toMatchObject({ status: 202 })
    expect(created.headers.get("x-request-id")).toBe(create)
    await phase(ben, at, "open")
    expect(await idsOf("EnsureGroup", "EnsureTeam", "AddMembers", "page")).toEqual([create])
    const asked = (await calls()).filter(({ id, step }) => id === create && step === "request")
    expect(asked).toContainEqual(expect.objectContaining({ surface: "graph" }))
    // Azure has no header of ours; its part is told by the surface.
    expect(await calls()).toContainEqual({ surface: "arm", step: "none", id: create })

    await ben("PATCH", at, { status: "Closed", classification: "Undetermined" }, { "X-Request-Id": close })
    await phase(ben, at, "archived")
    expect(await idsOf("Archive", "AwaitOperation")).toEqual([close])

    const name = String(list.items[0].id).split("~")[1]
    await tenant.control("POST", `/arm/workspaces/soc-prod/incidents/${name}/reopen`)
    const playbook = await tenant.token({ application: "playbook" })
    const hook = await fetch(`${await server.listening}/v1/hooks/sentinel`, {
      method: "POST",
      headers: { authorization: `Bearer ${playbook}`, "content-type": "application/json", "X-Request-Id": reopen },
      body: JSON.stringify({ object: { id: `${workspace}/providers/Microsoft.SecurityInsights/incidents/${name}` } })
    })
    expect(hook.status).toBe(202)
    await phase(ben, at, "open")
    expect(await idsOf("Unarchive")).toEqual([reopen])

    for (const [id, step] of [
      [create, "EnsureGroup"],
      [close, "Archive"],
      [reopen, "Unarchive"]
    ] as const) {
      const lines = linesUnder(server, id)
      expect(lines.filter(({ message }) => message === "Team changed")).not.toEqual([])
      expect(lines.map((line) => Object(line["annotations"]).step)).toContain(step)
    }
  })

  it("is made up for what nobody asked of us, and tells the change in Sentinel from what came of it", async () => {
    // A place of its own: on the same store the other server's hour between two sweeps would still count.
    const server = started({ FEED_SWEEP_SECONDS: "0.1", INCIDENT_TEAMS_DATA: join(data, "swept") })
    const ben = await clientOf(tenant, server, "ben")
    const { body: list } = await ben("GET", "/v1/incidents?status=New&top=1")
    const at = `/v1/incidents/${list.items[0].id}`
    await ben("POST", `${at}/team`, {})
    await phase(ben, at, "open")
    const before = new Set((await calls()).map(({ id }) => id))
    await tenant.control("POST", `/arm/workspaces/soc-prod/incidents/${at.split("~")[1]}/close`)
    await phase(ben, at, "archived")
    const id = (await idsOf("Archive")).at(-1) ?? ""
    expect(before).not.toContain(id)
    const lines = linesUnder(server, id).map((line) => ({ message: line["message"], ...Object(line["annotations"]) }))
    expect(lines).toContainEqual(
      expect.objectContaining({ message: "Team changed", events: expect.arrayContaining(["DesiredStateChanged"]) })
    )
    expect(lines).toContainEqual(expect.objectContaining({ message: "Step made", step: "Archive" }))
  })
})
