import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setDefaultCACertificates } from "node:tls"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { liveEvents } from "../testing/liveEvents.ts"
import { clientOf, phase, sampleEnvironment, tokenOf } from "../testing/sampleServer.ts"
import { type SimulatedPlatform, type ServerProcess, startPlatform, startServer } from "../testing/ServerProcess.ts"

const started: Array<ServerProcess> = []
const start = (...given: Parameters<typeof startServer>): ServerProcess => {
  const server = startServer(...given)
  started.push(server)
  return server
}

let platform: SimulatedPlatform
let stopPlatform: () => Promise<void>
let data: string

beforeAll(async () => {
  const simulated = await startPlatform()
  platform = simulated.platform
  stopPlatform = simulated.stop
  setDefaultCACertificates([await readFile(platform.caFile, "utf8")])
  data = await mkdtemp(join(tmpdir(), "incident-teams-roles-"))
})
afterAll(async () => {
  for (const { child } of started) child.kill("SIGKILL")
  await stopPlatform()
  await rm(data, { recursive: true, force: true })
})

const accountKey = async (): Promise<string> => {
  const answer = await fetch(`${platform.control}/tenants/${platform.tenantId}/cosmos`)
  return Object(await answer.json()).key
}

/** Opened with a token of Entra ID, unless a key is given. */
const environment = (more: Readonly<Record<string, string>> = {}) =>
  sampleEnvironment(platform, data, { COSMOS_ENDPOINT: platform.base, ...more })

const stopped = async (...servers: ReadonlyArray<ServerProcess>) => {
  for (const { child } of servers) child.kill("SIGTERM")
  return Promise.all(servers.map(({ ended }) => ended))
}

const readiness = async (server: ServerProcess) => {
  const response = await fetch(`${await server.listening}/readyz`)
  return Object(await response.json())
}

const following = async (server: ServerProcess) => {
  const headers = { authorization: `Bearer ${await tokenOf(platform, "ben")}` }
  const events = liveEvents(await fetch(`${await server.listening}/v1/events`, { headers }))
  expect(await events.next()).toMatchObject({ event: "ready" })
  return events
}

describe("a server with a store for many machines", { timeout: 90_000 }, () => {
  it("doesn't start before the store was provisioned, and says how; provisioning is repeatable", async () => {
    const server = start(environment())
    expect(await server.ended).toBe(1)
    expect(server.log.at(-1)?.["message"]).toContain("incident-teams-server provision")

    const withoutKey = start(environment(), "provision")
    expect(await withoutKey.ended).toBe(1)
    expect(JSON.stringify(withoutKey.log)).toContain("COSMOS_KEY")

    const key = await accountKey()
    for (const _ of ["made", "left as it was"]) {
      const provision = start(environment({ COSMOS_KEY: key }), "provision")
      expect(await provision.ended).toBe(0)
      expect(provision.log).toEqual([])
    }
  })

  it("is one process that answers and others that work: what one does, the clients of all hear", async () => {
    const [one, other] = [
      start(environment(), "serve", "--role", "api"),
      start(environment(), "serve", "--role", "api")
    ]
    const ben = await clientOf(platform, one, "ben")
    const { body: list } = await ben("GET", "/v1/incidents?status=New&top=1")
    const at = `/v1/incidents/${list.items[0].id}`
    const events = [await following(one), await following(other)]
    const { body: asked } = await ben("POST", `${at}/team`, {})
    for (const told of events) {
      expect(await told.until(({ data: { team } }) => team.id === asked.teamId)).toMatchObject({ event: "team" })
    }
    // Nobody works yet.
    expect((await ben("GET", `${at}/team`)).body).toMatchObject({ phase: "requested" })
    expect((await readiness(one)).checks).not.toHaveProperty("worker")

    const worker = start(environment(), "serve", "--role", "worker")
    await phase(ben, at, "open")
    for (const told of events) {
      expect(await told.until(({ data: { team } }) => team.id === asked.teamId && team.phase === "open")).toBeDefined()
      await told.close()
    }
    expect(await readiness(worker)).toMatchObject({ status: "ready", checks: { store: "ok", worker: "ok" } })
    expect((await fetch(`${await worker.listening}/v1/incidents`)).status).toBe(404)

    // Who asks the other process sees the same team, and closes it there.
    const also = await clientOf(platform, other, "ben")
    await also("PATCH", at, { status: "Closed", classification: "Undetermined" })
    await phase(ben, at, "archived")
    expect(await stopped(one, other, worker)).toEqual([0, 0, 0])
    expect([one, other, worker].flatMap(({ log }) => log).filter(({ level }) => level !== "INFO")).toEqual([])
  })
})
