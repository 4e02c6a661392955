import { type Server, serverEnvironment, startServer } from "@incident-teams/testkit/Server"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { liveEvents, type Received } from "../testing/liveEvents.ts"
import { clientOf, phase } from "../testing/sampleServer.ts"

const started: Array<Server> = []
const start = (...given: Parameters<typeof startServer>): Server => {
  const server = startServer(...given)
  started.push(server)
  return server
}

let tenant: Tenant
let data: string

beforeAll(async () => {
  tenant = await newTenant()
  data = newFolder()
})
afterAll(async () => {
  await Promise.all(started.map((server) => server.stop("SIGKILL")))
})

/** Opened with a token of Entra ID, unless a key is given. */
const environment = (more: Readonly<Record<string, string>> = {}) =>
  serverEnvironment(tenant, data, { COSMOS_ENDPOINT: tenant.base, ...more })

const stopped = (...servers: ReadonlyArray<Server>) => Promise.all(servers.map((server) => server.stop()))

const readiness = async (server: Server) => {
  const response = await fetch(`${await server.listening}/readyz`)
  return Object(await response.json())
}

const following = async (server: Server) => {
  const headers = { authorization: `Bearer ${await tenant.token({ user: "ben" })}` }
  const events = liveEvents(await fetch(`${await server.listening}/v1/events`, { headers }))
  expect(await events.next()).toMatchObject({ event: "ready" })
  return events
}

describe("a server with a store for many machines", () => {
  it("doesn't start before the store was provisioned, and says how; provisioning is repeatable", async () => {
    const server = start(environment())
    expect(await server.ended).toBe(1)
    expect(server.log.at(-1)?.["message"]).toContain("incident-teams-server provision")

    const withoutKey = start(environment(), "provision")
    expect(await withoutKey.ended).toBe(1)
    expect(JSON.stringify(withoutKey.log)).toContain("COSMOS_KEY")

    const key = await tenant.cosmosKey()
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
    const ben = await clientOf(tenant, one, "ben")
    const { body: list } = await ben("GET", "/v1/incidents?status=New&top=1")
    const at = `/v1/incidents/${list.items[0].id}`
    const events = [await following(one), await following(other)]
    const { body: asked } = await ben("POST", `${at}/team`, {})
    const isTold = (came: Received) => came.event === "team" && came.data.team.id === asked.teamId
    for (const told of events) {
      expect(await told.until(isTold)).toBeDefined()
    }
    // Nobody works yet.
    expect((await ben("GET", `${at}/team`)).body).toMatchObject({ phase: "requested" })
    expect((await readiness(one)).checks).not.toHaveProperty("worker")

    const worker = start(environment(), "serve", "--role", "worker")
    await phase(ben, at, "open")
    for (const told of events) {
      expect(await told.until((event) => isTold(event) && event.data.team.phase === "open")).toBeDefined()
      await told.close()
    }
    expect(await readiness(worker)).toMatchObject({ status: "ready", checks: { store: "ok", worker: "ok" } })
    expect((await fetch(`${await worker.listening}/v1/incidents`)).status).toBe(404)

    // Who asks the other process sees the same team, and closes it there.
    const also = await clientOf(tenant, other, "ben")
    await also("PATCH", at, { status: "Closed", classification: "Undetermined" })
    await phase(ben, at, "archived")
    expect(await stopped(one, other, worker)).toEqual([0, 0, 0])
    expect([one, other, worker].flatMap(({ log }) => log).filter(({ level }) => level !== "INFO")).toEqual([])
  })
})
