import { mkdtemp, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setDefaultCACertificates } from "node:tls"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { liveEvents } from "../testing/liveEvents.ts"
import { type SimulatedPlatform, type ServerProcess, startPlatform, startServer } from "../testing/ServerProcess.ts"

/** The simulator's sample tenant (tools/simulator/README.md). */
const sample = {
  clientId: "7a1e0000-0000-4000-8000-000000000301",
  secret: "sample-secret-of-server",
  standbyOwner: "7a1e0000-0000-4000-8000-000000000109",
  reader: "7a1e0000-0000-4000-8000-000000000104",
  workspace:
    "soc=/subscriptions/7a1e0000-5a3b-4c1d-9e2f-0d0000000002/resourceGroups/rg-soc" +
    "/providers/Microsoft.OperationalInsights/workspaces/soc-prod"
}

let platform: SimulatedPlatform
let stopPlatform: () => Promise<void>
let data: string

beforeAll(async () => {
  const started = await startPlatform()
  platform = started.platform
  stopPlatform = started.stop
  setDefaultCACertificates([await readFile(platform.caFile, "utf8")])
  data = await mkdtemp(join(tmpdir(), "incident-teams-rest-"))
})
afterAll(async () => {
  await stopPlatform()
  await rm(data, { recursive: true, force: true })
})

const environment = (more: Record<string, string> = {}): Record<string, string> => ({
  PORT: "0",
  PUBLIC_URL: "http://127.0.0.1:8080",
  INCIDENT_TEAMS_DATA: data,
  AZURE_TENANT_ID: platform.tenantId,
  AZURE_CLIENT_ID: sample.clientId,
  AZURE_CLIENT_SECRET: sample.secret,
  AZURE_AUTHORITY_HOST: platform.base,
  GRAPH_URL: platform.base,
  ARM_URL: platform.base,
  SENTINEL_WORKSPACES: sample.workspace,
  STANDBY_OWNERS: sample.standbyOwner,
  PLATFORM_TIME_SCALE: "100",
  NODE_EXTRA_CA_CERTS: platform.caFile,
  ...more
})

const tokenOf = async (user: string): Promise<string> => {
  const response = await fetch(`${platform.control}/tenants/${platform.tenantId}/tokens`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ user })
  })
  return String(Object(await response.json()).access_token)
}

const clientOf = async (server: ServerProcess, user: string) => {
  const [base, token] = [await server.listening, await tokenOf(user)]
  return async (method: string, path: string, body?: unknown) => {
    const response = await fetch(`${base}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
    return { status: response.status, body: Object(await response.json()) }
  }
}

const stopped = async (server: ServerProcess, signal: "SIGTERM" | "SIGINT") => {
  server.child.kill(signal)
  return server.ended
}

describe("the server as it is started", () => {
  it("takes an incident's team through its life, and finds it again after a stop", async () => {
    const first = startServer(environment())
    const ben = await clientOf(first, "ben")
    const { body: list } = await ben("GET", "/v1/incidents?status=New&top=1")
    const at = `/v1/incidents/${list.items[0].id}`
    expect(await ben("POST", `${at}/team`, { people: [sample.reader] })).toMatchObject({ status: 202 })
    const phase = (ask: typeof ben, is: string) =>
      vi.waitFor(
        async () => {
          const { body } = await ask("GET", `${at}/team`)
          expect(body.phase).toBe(is)
          return body
        },
        { timeout: 20_000, interval: 50 }
      )
    const open = await phase(ben, "open")
    expect(await stopped(first, "SIGTERM")).toBe(0)

    const second = startServer(environment(), "serve")
    const again = await clientOf(second, "ben")
    const closed = await again("PATCH", at, { status: "Closed", classification: "Undetermined" })
    expect(closed).toMatchObject({ status: 200, body: { status: "Closed" } })
    await phase(again, "archived")
    await again("PATCH", at, { status: "Active" })
    expect(await phase(again, "open")).toMatchObject({ platformTeamId: open.platformTeamId, link: open.link })
    expect(await stopped(second, "SIGINT")).toBe(0)

    const complaints = [...first.log, ...second.log].filter(({ level }) => level !== "INFO")
    expect(complaints).toEqual([])
    expect(JSON.stringify([first.log, second.log])).not.toMatch(/eyJ|sample-secret/u)
  })

  it("tells how it is and what it did, and stops at once although somebody follows", async () => {
    const server = startServer(environment())
    const ben = await clientOf(server, "ben")
    expect(await ben("GET", "/readyz")).toMatchObject({
      status: 200,
      body: { status: "ready", checks: { store: "ok", graph: "ok", sentinel: "ok" } }
    })
    const base = await server.listening
    const metrics = await (await fetch(`${base}/metrics`)).text()
    expect(metrics).toMatch(/^incident_teams_graph_calls_total\{status="200"\} [1-9]/mu)
    expect(metrics).toMatch(/route="\/readyz",status="200"/u)

    const response = await fetch(`${base}/v1/events`, { headers: { authorization: `Bearer ${await tokenOf("ben")}` } })
    const events = liveEvents(response)
    expect(await events.next()).toMatchObject({ event: "ready" })
    const began = performance.now()
    expect(await stopped(server, "SIGTERM")).toBe(0)
    expect(await events.next()).toBeUndefined()
    expect(performance.now() - began).toBeLessThan(5_000)
  })

  it("says in words that its port is taken, and ends", async () => {
    const one = startServer(environment())
    const { port } = new URL(await one.listening)
    const other = startServer(environment({ PORT: port }))
    expect(await other.ended).toBe(1)
    expect(other.log.at(-1)?.["message"]).toBe(
      `Incident Teams can't start. Can't listen on 127.0.0.1:${port}: something else listens there. ` +
        "Stop it, or choose another port: PORT=8081, or PORT=0 for any that is free."
    )
    expect(await stopped(one, "SIGTERM")).toBe(0)
  })

  it.each([
    ["PUBLIC_URL", ""],
    ["AZURE_TENANT_ID", "contoso"],
    ["SENTINEL_WORKSPACES", "soc"],
    ["PORT", "http"],
    ["LOG_LEVEL", "loud"],
    ["METRICS", "loud"],
    ["RATE_LIMIT_PER_MINUTE", "0"],
    ["AZURE_CREDENTIAL", "password"]
  ])("says by name that %s=%s won't do, and ends", async (name, value) => {
    const server = startServer(environment({ [name]: value }))
    expect(await server.ended).toBe(1)
    expect(server.log).toEqual([expect.objectContaining({ level: "FATAL", message: expect.stringContaining(name) })])
    expect(JSON.stringify(server.log)).not.toMatch(/node_modules|sample-secret/u)
  })
})
