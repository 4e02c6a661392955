import { sample } from "@incident-teams/testkit/sample"
import { serverEnvironment, startServer } from "@incident-teams/testkit/Server"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { beforeAll, describe, expect, it } from "vitest"
import { liveEvents } from "../testing/liveEvents.ts"
import { clientOf, phase } from "../testing/sampleServer.ts"

let tenant: Tenant
let data: string

beforeAll(async () => {
  tenant = await newTenant()
  data = newFolder()
})

const environment = (more: Readonly<Record<string, string>> = {}) => serverEnvironment(tenant, data, more)

describe("the server as it is started", () => {
  it("takes an incident's team through its life, and finds it again after a stop", async () => {
    const first = startServer(environment())
    const ben = await clientOf(tenant, first, "ben")
    const { body: list } = await ben("GET", "/v1/incidents?status=New&top=1")
    const at = `/v1/incidents/${list.items[0].id}`
    expect(await ben("POST", `${at}/team`, { people: [sample.person.dev] })).toMatchObject({ status: 202 })
    const open = await phase(ben, at, "open")
    expect(await first.stop("SIGTERM")).toBe(0)

    const second = startServer(environment(), "serve")
    const again = await clientOf(tenant, second, "ben")
    const closed = await again("PATCH", at, { status: "Closed", classification: "Undetermined" })
    expect(closed).toMatchObject({ status: 200, body: { status: "Closed" } })
    await phase(again, at, "archived")
    await again("PATCH", at, { status: "Active" })
    expect(await phase(again, at, "open")).toMatchObject({ platformTeamId: open.platformTeamId, link: open.link })
    expect(await second.stop("SIGINT")).toBe(0)

    const complaints = [...first.log, ...second.log].filter(({ level }) => level !== "INFO")
    expect(complaints).toEqual([])
    expect(JSON.stringify([first.log, second.log])).not.toMatch(/eyJ|sample-secret/u)
  })

  it("tells how it is and what it did, and stops at once although somebody follows", async () => {
    const server = startServer(environment())
    const ben = await clientOf(tenant, server, "ben")
    expect(await ben("GET", "/readyz")).toMatchObject({
      status: 200,
      body: { status: "ready", checks: { store: "ok", graph: "ok", sentinel: "ok" } }
    })
    const base = await server.listening
    const metrics = await (await fetch(`${base}/metrics`)).text()
    expect(metrics).toMatch(/^incident_teams_graph_calls_total\{status="200"\} [1-9]/mu)
    expect(metrics).toMatch(/route="\/readyz",status="200"/u)

    const response = await fetch(`${base}/v1/events`, {
      headers: { authorization: `Bearer ${await tenant.token({ user: "ben" })}` }
    })
    const events = liveEvents(response)
    expect(await events.next()).toMatchObject({ event: "ready" })
    expect(await server.stop("SIGTERM")).toBe(0)
    // It has an end: one that was waited for and then cut off would fail here.
    expect(await events.until(() => false)).toBeUndefined()
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
    expect(await one.stop("SIGTERM")).toBe(0)
  })

  it("says by name which setting won't do, and ends", async () => {
    const server = startServer(environment({ RATE_LIMIT_PER_MINUTE: "0" }))
    expect(await server.ended).toBe(1)
    expect(server.log).toEqual([
      expect.objectContaining({
        level: "FATAL",
        message: expect.stringContaining("RATE_LIMIT_PER_MINUTE is invalid")
      })
    ])
  })
})
