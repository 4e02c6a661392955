import { randomUUID } from "node:crypto"
import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setDefaultCACertificates } from "node:tls"
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { clientOf, phase, sample, sampleEnvironment, tokenOf } from "../testing/sampleServer.ts"
import { type ServerProcess, type SimulatedPlatform, startPlatform, startServer } from "../testing/ServerProcess.ts"

let platform: SimulatedPlatform
let stopPlatform: () => Promise<void>
let data: string

beforeAll(async () => {
  ;({ platform, stop: stopPlatform } = await startPlatform())
  setDefaultCACertificates([await readFile(platform.caFile, "utf8")])
  data = await mkdtemp(join(tmpdir(), "incident-teams-ids-"))
})
afterAll(async () => {
  await stopPlatform()
  await rm(data, { recursive: true, force: true })
})

const [, workspace = ""] = sample.workspace.split("=")
const servers: Array<ServerProcess> = []

const started = (more: Readonly<Record<string, string>>): ServerProcess => {
  const server = startServer(sampleEnvironment(platform, data, more))
  servers.push(server)
  return server
}

afterEach(async () => {
  for (const { child, ended } of servers.splice(0)) {
    child.kill("SIGTERM")
    await ended
  }
})

interface RecordedCall {
  readonly surface: string
  readonly clientRequestId?: string
  readonly headers: Readonly<Record<string, string>>
}

const control = (path: string, method = "GET") =>
  fetch(`${platform.control}/tenants/${platform.tenantId}/${path}`, { method })

/** What the platform was asked: by which surface, for which step, under which id. */
const calls = async () => {
  const { value }: { value: ReadonlyArray<RecordedCall> } = Object(await (await control("calls")).json())
  return value.map(({ surface, clientRequestId = "none", headers }) => ({
    surface,
    step: headers["x-incident-teams-step"] ?? "none",
    id: clientRequestId
  }))
}

const idsOf = async (...steps: ReadonlyArray<string>) => [
  ...new Set((await calls()).filter(({ step }) => steps.includes(step)).map(({ id }) => id))
]

const linesUnder = (server: ServerProcess, id: string) =>
  server.log.filter((line) => Object(line["annotations"]).requestId === id)

describe("a request's id", () => {
  it("goes with everything that is done for it, whoever does it and however late", async () => {
    const [create, close, reopen] = [randomUUID(), randomUUID(), randomUUID()]
    // Only the hook below tells of what changes in Sentinel.
    const server = started({ FEED_SWEEP_SECONDS: "3600" })
    const ben = await clientOf(platform, server, "ben")
    const { body: list } = await ben("GET", "/v1/incidents?status=New&top=1")
    const at = `/v1/incidents/${list.items[0].id}`

    const created = await ben("POST", `${at}/team`, { people: [sample.reader] }, { "X-Request-Id": create })
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
    await control(`arm/workspaces/soc-prod/incidents/${name}/reopen`, "POST")
    const playbook = await tokenOf(platform, { application: "playbook" })
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
    const ben = await clientOf(platform, server, "ben")
    const { body: list } = await ben("GET", "/v1/incidents?status=New&top=1")
    const at = `/v1/incidents/${list.items[0].id}`
    await ben("POST", `${at}/team`, {})
    await phase(ben, at, "open")
    const before = new Set((await calls()).map(({ id }) => id))
    await control(`arm/workspaces/soc-prod/incidents/${at.split("~")[1]}/close`, "POST")
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
