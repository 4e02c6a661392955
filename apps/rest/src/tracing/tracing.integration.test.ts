import { randomUUID } from "node:crypto"
import { sample } from "@incident-teams/testkit/sample"
import { type Server, serverEnvironment, startServer } from "@incident-teams/testkit/Server"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest"
import { type Span, startCollector } from "../../testing/collector.ts"
import { clientOf, phase } from "../../testing/sampleServer.ts"

let tenant: Tenant
let data: string

beforeAll(async () => {
  tenant = await newTenant()
  data = newFolder()
})

const ends: Array<() => Promise<unknown>> = []
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

const started = (more: Readonly<Record<string, string>>): Server => {
  const server = startServer(serverEnvironment(tenant, data, more))
  ends.push(() => stopped(server))
  return server
}

const stopped = (server: Server) => server.stop()

const collecting = async (status?: () => number) => {
  const collector = await startCollector(status)
  ends.push(collector.stop)
  return collector
}

const secret = "collector-key-7"

/** What Graph was asked on one account, by the mark that it gave each call. */
const marksUnder = async (id: string): Promise<ReadonlyArray<string>> => {
  return (await tenant.calls("graph")).flatMap((call) => (call.clientRequestId === id ? [call.requestId] : []))
}

const stepsUnder = (server: Server, id: string) =>
  server.log.flatMap(({ message, annotations }) =>
    message === "Step made" && Object(annotations).requestId === id ? [Object(annotations).step] : []
  )

/** From the span to the first one that isn't ours or has no parent. */
const ancestors = (spans: ReadonlyArray<Span>, span: Span): ReadonlyArray<Span> => {
  const parent = spans.find(({ spanId }) => spanId === span.parentSpanId)
  return parent === undefined ? [] : [parent, ...ancestors(spans, parent)]
}

const named = (spans: ReadonlyArray<Span>, name: string) => spans.filter((span) => span.name === name)

describe("tracing", () => {
  it("tells a team's whole life, each request with the steps and calls that it led to", async () => {
    const collector = await collecting()
    const server = started({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_EXPORTER_OTLP_PROTOCOL: "http/json",
      OTEL_EXPORTER_OTLP_HEADERS: `api-key=${secret}`,
      OTEL_RESOURCE_ATTRIBUTES: "deployment.environment=test",
      OTEL_BSP_SCHEDULE_DELAY: "100",
      FEED_SWEEP_SECONDS: "3600"
    })
    const ben = await clientOf(tenant, server, "ben")
    const { body: list } = await ben("GET", "/v1/incidents?status=New&top=1")
    const [incident] = list.items
    const at = `/v1/incidents/${incident.id}`

    const theirs = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" }
    const [create, close, reopen] = [randomUUID(), randomUUID(), randomUUID()]
    await ben(
      "POST",
      `${at}/team`,
      { people: [sample.person.dev], name: "Unheard-of name" },
      { "X-Request-Id": create, traceparent: `00-${theirs.traceId}-${theirs.spanId}-01` }
    )
    await phase(ben, at, "open")
    await ben("PATCH", at, { status: "Closed", classification: "Undetermined" }, { "X-Request-Id": close })
    await phase(ben, at, "archived")
    await ben("PATCH", at, { status: "Active" }, { "X-Request-Id": reopen })
    await phase(ben, at, "open")
    // The last that is done for it; a call that a stop cuts short would have no answer to tell of.
    await vi.waitFor(() => expect(stepsUnder(server, reopen)).toContain("Verify"), { timeout: 240_000 })
    expect(await stopped(server)).toBe(0)

    const spans = collector.spans()
    // Every span has its parent in the export, except those whose parent is the caller's.
    for (const span of spans) {
      const known = span.parentSpanId === undefined || span.parentSpanId === theirs.spanId
      if (!known) expect(ancestors(spans, span), span.name).not.toEqual([])
    }

    const [request] = named(spans, "POST /v1/incidents/:incidentId/team")
    expect(request).toMatchObject({
      traceId: theirs.traceId,
      parentSpanId: theirs.spanId,
      kind: 2,
      attributes: { "http.response.status_code": 202, "incident_teams.request_id": create }
    })
    const [commit] = named(spans, "startTeam")
    for (const name of ["EnsureGroup", "EnsureTeam", "AddMembers", "page", "announcement"]) {
      const [step] = named(spans, `Step ${name}`)
      expect(step).toMatchObject({ traceId: theirs.traceId, parentSpanId: commit?.spanId, links: [] })
    }
    for (const [id, names] of [
      [close, ["Step Archive", "Step AwaitOperation"]],
      [reopen, ["Step Unarchive"]]
    ] as const) {
      const patch = spans.find(({ kind, attributes }) => kind === 2 && attributes["incident_teams.request_id"] === id)
      for (const name of names) {
        const steps = named(spans, name).filter(({ traceId }) => traceId === patch?.traceId)
        expect(steps).not.toEqual([])
        for (const step of steps) {
          expect(ancestors(spans, step)).toContainEqual(patch)
          expect(step.links).toEqual([expect.objectContaining({ traceId: theirs.traceId, spanId: commit?.spanId })])
        }
      }
    }

    // Every call that Graph knows of is a span of the trace of the request that caused it, and no other.
    for (const id of [create, close, reopen]) {
      const root = spans.find(({ kind, attributes }) => kind === 2 && attributes["incident_teams.request_id"] === id)
      const marks = spans
        .filter(({ traceId, kind }) => kind === 3 && traceId === root?.traceId)
        .flatMap(({ attributes }) => attributes["graph.request_id"] ?? [])
      const known = await marksUnder(id)
      expect(marks).toHaveLength(known.length)
      expect(new Set(marks)).toEqual(new Set(known))
    }
    expect(spans.filter(({ name }) => name.startsWith("Azure: "))).not.toEqual([])

    const [first] = collector.received
    expect(first).toMatchObject({ path: "/v1/traces", headers: { "api-key": secret } })
    const sent = collector.received.map(({ body }) => body.toString("utf8")).join("\n")
    expect(sent).toContain('"incident-teams-server"')
    expect(sent).toContain('"deployment.environment"')
    for (const personal of [
      "Unheard-of name",
      incident.title,
      "woodgrove.example",
      "Ben",
      "eyJ",
      sample.secret,
      secret
    ]) {
      expect(sent.includes(personal), personal).toBe(false)
    }
  })

  it("is left out for a caller's request that isn't sampled, and for who asks how the server is", async () => {
    const collector = await collecting()
    const server = started({
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.endpoint}/elsewhere`,
      OTEL_EXPORTER_OTLP_COMPRESSION: "gzip",
      OTEL_BSP_SCHEDULE_DELAY: "100",
      FEED_SWEEP_SECONDS: "3600"
    })
    const ben = await clientOf(tenant, server, "ben")
    await ben("GET", "/v1/favorites", undefined, { traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-00` })
    await ben("GET", "/readyz")
    await ben("GET", "/v1/workspaces")
    expect(await stopped(server)).toBe(0)
    const [first] = collector.received
    expect(first).toMatchObject({ path: "/elsewhere", headers: { "content-type": "application/x-protobuf" } })
    const sent = collector.received.map(({ body }) => body.toString("latin1")).join("\n")
    expect(sent).toContain("GET /v1/workspaces")
    expect(sent).not.toContain("/v1/favorites")
    expect(sent).not.toContain("/readyz")
  })

  it("never holds up the server: an outage of the collector is told once, and nothing of its key", async () => {
    let asked = 0
    const collector = await collecting(() => (++asked <= 2 ? 503 : 200))
    const server = started({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_EXPORTER_OTLP_HEADERS: `api-key=${secret}`,
      OTEL_BSP_SCHEDULE_DELAY: "50",
      FEED_SWEEP_SECONDS: "0.1",
      LOG_LEVEL: "All"
    })
    const ben = await clientOf(tenant, server, "ben")
    expect(await ben("GET", "/v1/workspaces")).toMatchObject({ status: 200 })
    const told = () =>
      server.log.flatMap(({ message }) => (String(message).includes(collector.endpoint) ? [String(message)] : []))
    await vi.waitFor(
      () =>
        expect(told()).toEqual([
          `Traces can't be sent to ${collector.endpoint}/v1/traces. They are lost until it can be reached again`,
          `Traces are being sent to ${collector.endpoint}/v1/traces again`
        ]),
      { timeout: 240_000 }
    )
    expect(JSON.stringify(server.log)).not.toContain(secret)
    expect(await stopped(server)).toBe(0)
  })
})
