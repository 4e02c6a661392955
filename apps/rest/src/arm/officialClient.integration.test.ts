import { randomUUID } from "node:crypto"
import { Agent, request } from "node:https"
import { type Incident, SecurityInsights } from "@azure/arm-securityinsight"
import { defined } from "@incident-teams/domain/defined"
import { freePort } from "@incident-teams/testkit/freePort"
import { sample } from "@incident-teams/testkit/sample"
import { type Server, serverEnvironment, startServer } from "@incident-teams/testkit/Server"
import type { Tenant } from "@incident-teams/testkit/Tenant"
import { newFolder } from "@incident-teams/testkit/vitest/newFolder"
import { newTenant } from "@incident-teams/testkit/vitest/newTenant"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { hasReference, readReference } from "../../testing/sentinelReference.ts"
import { type TestTls, tlsForTests } from "../../testing/tlsForTests.ts"

const group = sample.resourceGroup
const workspace = "soc-prod"

let tenant: Tenant
let data: string
let tls: TestTls
let server: Server
let endpoint: string

beforeAll(async () => {
  tenant = await newTenant()
  data = newFolder()
  tls = await tlsForTests(data)
  const port = await freePort()
  endpoint = `https://localhost:${port}`
  server = startServer(
    serverEnvironment(tenant, data, {
      HOST: "localhost",
      PORT: String(port),
      PUBLIC_URL: endpoint,
      TLS_CERT_FILE: tls.certFile,
      TLS_KEY_FILE: tls.keyFile
    })
  )
  await server.listening
})
afterAll(() => server.stop())

/** What the client put on the wire. */
interface Sent {
  readonly line: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

/** The official client, of which only the endpoint and the token's audience are ours, and what it sends. */
const clientOf = (user: string, apiVersion?: string) => {
  const asked: Array<string | ReadonlyArray<string>> = []
  const credential = {
    getToken: async (scopes: string | Array<string>) => {
      asked.push(scopes)
      return { token: await tenant.token({ user }), expiresOnTimestamp: Date.now() + 3_600_000 }
    }
  }
  const client = new SecurityInsights(credential, sample.subscription, {
    endpoint,
    credentialScopes: `${sample.client.server}/.default`,
    tlsOptions: { ca: tls.ca },
    ...defined({ apiVersion })
  })
  const sent: Array<Sent> = []
  client.pipeline.addPolicy({
    name: "record",
    sendRequest: (message, next) => {
      sent.push({
        line: `${message.method} ${message.url.slice(endpoint.length)}`,
        headers: message.headers.toJSON(),
        body: typeof message.body === "string" ? JSON.parse(message.body) : undefined
      })
      return next(message)
    }
  })
  return { client, sent, asked }
}

/** The same over our own API, which tells the phase of a team. */
const phaseOf = async (user: string, incident: string): Promise<unknown> => {
  const agent = new Agent({ ca: tls.ca })
  const token = await tenant.token({ user })
  const text = await new Promise<string>((resolve, reject) => {
    request(
      `${endpoint}/v1/incidents/soc~${incident}/team`,
      { agent, headers: { authorization: `Bearer ${token}` } },
      (response) => {
        let body = ""
        response.on("data", (chunk) => {
          body += String(chunk)
        })
        response.on("end", () => resolve(body))
      }
    )
      .on("error", reject)
      .end()
  })
  agent.destroy()
  return Object(JSON.parse(text)).phase
}

const all = async (pages: AsyncIterable<Incident>): Promise<Array<Incident>> => {
  const found: Array<Incident> = []
  for await (const incident of pages) found.push(incident)
  return found
}

const openIncidents = async (client: SecurityInsights) => {
  const filter = "properties/status eq 'New'"
  const found = await all(client.incidents.list(group, workspace, { filter, orderby: "properties/incidentNumber asc" }))
  return found.flatMap(({ name }) => (name === undefined ? [] : [name]))
}

/** One that nothing else here touches. */
const newIncident = async (client: SecurityInsights): Promise<string> => {
  const name = randomUUID()
  const created = await client.incidents.createOrUpdate(group, workspace, name, {
    title: "Made by the official client",
    severity: "Low",
    status: "New"
  })
  expect(created.name).toBe(name)
  return name
}

/** The incident once its team's link stands on it: putting it there gives the incident another ETag. */
const announced = (client: SecurityInsights, incident: string): Promise<Incident> =>
  vi.waitFor(
    async () => {
      const messages: Array<unknown> = []
      for await (const { message } of client.incidentComments.list(group, workspace, incident)) messages.push(message)
      expect(messages).toContainEqual(expect.stringContaining("Incident team"))
      return client.incidents.get(group, workspace, incident)
    },
    { timeout: 240_000, interval: 100 }
  )

const team = { teamName: "Team name", teamDescription: "Team description", memberIds: [sample.person.dev] }

it("listens over TLS", async () => {
  expect(await server.listening).toBe(endpoint)
})

describe.each([undefined, "2024-10-01-preview", "2025-09-01"])("the official client, api-version %s", (apiVersion) => {
  it("lists over all pages, through links that lead back here", async () => {
    const { client, sent, asked } = clientOf("ben", apiVersion)
    const high = { filter: "properties/severity eq 'High'", orderby: "properties/incidentNumber desc" }
    const incidents = await all(client.incidents.list(group, workspace, { ...high, top: 2 }))
    expect(sent.length).toBeGreaterThan(1)
    expect(incidents.map(({ name }) => name)).toEqual(
      (await all(client.incidents.list(group, workspace, high))).map(({ name }) => name)
    )
    const numbers = incidents.map(({ incidentNumber = 0 }) => incidentNumber)
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a))
    expect(asked.flat()).toContain(`${sample.client.server}/.default`)
  })

  it("makes a team, closes the incident and reopens it: the very same team is back", async () => {
    const { client } = clientOf("ben", apiVersion)
    const [incident = ""] = (await openIncidents(client)).toReversed()
    const made = await client.incidents.createTeam(group, workspace, incident, team)
    expect(made).toEqual({
      teamId: expect.stringMatching(/^[0-9a-f-]{36}$/u),
      primaryChannelUrl: expect.stringMatching(/^https:\/\/teams\.microsoft\.com\/l\/team\//u),
      teamCreationTimeUtc: expect.any(Date),
      name: team.teamName,
      description: team.teamDescription
    })
    expect(await client.incidents.createTeam(group, workspace, incident, team)).toEqual(made)
    await expect(
      client.incidents.createTeam(group, workspace, incident, { ...team, teamName: "Another" })
    ).rejects.toMatchObject({ statusCode: 409, code: "Conflict" })

    const before = await announced(client, incident)
    expect(before.teamInformation).toEqual(made)
    const closing = {
      ...before,
      status: "Closed",
      classification: "TruePositive",
      classificationReason: "SuspiciousActivity"
    }
    const closed = await client.incidents.createOrUpdate(group, workspace, incident, closing)
    expect(closed).toMatchObject({
      status: "Closed",
      owner: before.owner,
      labels: before.labels,
      teamInformation: made
    })
    await expect(client.incidents.createOrUpdate(group, workspace, incident, closing)).rejects.toMatchObject({
      statusCode: 409,
      code: "Conflict",
      message: `Newer version of resource '${incident}' exists. Data was not saved`
    })
    const phase = (is: string) =>
      vi.waitFor(async () => expect(await phaseOf("ben", incident)).toBe(is), { timeout: 240_000, interval: 100 })
    await phase("archived")
    const again = await client.incidents.get(group, workspace, incident)
    await client.incidents.createOrUpdate(group, workspace, incident, { ...again, status: "Active" })
    await phase("open")
    expect((await client.incidents.get(group, workspace, incident)).teamInformation).toEqual(made)
  })

  it("reads the evidence, and writes a comment in the person's name", async () => {
    const { client } = clientOf("ben", apiVersion)
    const [incident = ""] = await openIncidents(client)
    const { value: alerts } = await client.incidents.listAlerts(group, workspace, incident)
    expect(alerts.map(({ kind }) => kind)).toContain("SecurityAlert")
    const { entities = [], metaData = [] } = await client.incidents.listEntities(group, workspace, incident)
    expect(metaData.reduce((sum, { count }) => sum + count, 0)).toBe(entities.length)
    expect(await client.incidents.listBookmarks(group, workspace, incident)).toHaveProperty("value")
    const name = `note-${apiVersion ?? "default"}`
    const written = await client.incidentComments.createOrUpdate(group, workspace, incident, name, { message: "Seen." })
    expect(written).toMatchObject({ message: "Seen.", author: { name: "Ben Sample" } })
    const comments = []
    for await (const comment of client.incidentComments.list(group, workspace, incident)) comments.push(comment)
    expect(comments.map((comment) => comment.name)).toContain(name)
  })

  it("is refused as by ARM", async () => {
    const [reader, ben] = [clientOf("dev", apiVersion).client, clientOf("ben", apiVersion).client]
    const [incident = ""] = await openIncidents(ben)
    await expect(reader.incidents.createTeam(group, workspace, incident, team)).rejects.toMatchObject({
      statusCode: 403,
      code: "AuthorizationFailed"
    })
    await expect(reader.incidents.delete(group, workspace, incident)).rejects.toMatchObject({ statusCode: 403 })
    await expect(ben.incidents.get(group, workspace, "nothing")).rejects.toMatchObject({
      statusCode: 404,
      code: "NotFound"
    })
    await expect(ben.incidents.get(group, "soc-other", incident)).rejects.toMatchObject({
      statusCode: 404,
      code: "ResourceNotFound"
    })
    const old = clientOf("ben", "2020-06-01").client
    await expect(old.incidents.get(group, workspace, incident)).rejects.toMatchObject({
      statusCode: 400,
      code: "UnsupportedApiVersion"
    })
  })
})

const wire = "official-client-wire.json"

describe.skipIf(!hasReference(wire))(`what the client sends here, against ${wire}`, () => {
  /** The recorded request, with our names in place of the recorded ones. */
  const recorded = (name: string, incident: string) => {
    const [found] = readReference(wire).cases.find((one: { readonly case: string }) => one.case === name).requests
    const line = String(found.line)
      .replace("/d0cfe6b2-9ac0-4464-9919-dccaee2e48c0/", `/${sample.subscription}/`)
      .replace("/myRg/", `/${group}/`)
      .replace("/myWorkspace/", `/${workspace}/`)
      .replace("/incidents/73e01a99-5cd7-4139-a149-9f2736ff2ab5", `/incidents/${incident}`)
    return { line, body: found.body, headers: Object.keys(found.headers) }
  }
  /** Added below the pipeline, by node:https. */
  const ofTransport = new Set(["host", "connection", "content-length", "accept-encoding"])

  it.each<[string, (client: SecurityInsights, incident: string) => Promise<unknown>]>([
    [
      "list filter/orderby/top + paging",
      (client) =>
        client.incidents
          .list(group, workspace, {
            filter: "properties/lastModifiedTimeUtc ge 2024-01-01T00:00:00Z and properties/status eq 'Closed'",
            orderby: "properties/lastModifiedTimeUtc asc",
            top: 1
          })
          .next()
    ],
    ["https + credentialScopes", (client, incident) => client.incidents.get(group, workspace, incident)],
    ["listAlerts", (client, incident) => client.incidents.listAlerts(group, workspace, incident)],
    ["listEntities", (client, incident) => client.incidents.listEntities(group, workspace, incident)],
    [
      "comment put",
      (client, incident) =>
        client.incidentComments.createOrUpdate(group, workspace, incident, "4bb36b7b-26ff-4d1c-9cbe-0d8ab3da0014", {
          message: "Some message"
        })
    ]
  ])("%s", async (name, act) => {
    const { client } = clientOf("ben")
    const [incident = ""] = await openIncidents(client)
    const recording = clientOf("ben")
    await act(recording.client, incident)
    const [sent] = recording.sent
    const expected = recorded(name, incident)
    expect({ line: sent?.line, body: sent?.body }).toEqual({ line: expected.line, body: expected.body })
    expect(Object.keys(sent?.headers ?? {})).toEqual(
      expect.arrayContaining(expected.headers.filter((header) => !ofTransport.has(header)))
    )
    expect(sent?.headers).not.toHaveProperty("if-match")
  })

  it("createTeam and createOrUpdate, of the recorded members", async () => {
    const { client, sent } = clientOf("ben")
    const incident = await newIncident(client)
    const created = recorded("createTeam", incident)
    await client.incidents.createTeam(group, workspace, incident, { ...team, groupIds: [] })
    expect(sent.at(-1)?.line).toBe(created.line)
    expect(Object.keys(Object(sent.at(-1)?.body)).toSorted()).toEqual(Object.keys(created.body).toSorted())
    const before = await announced(client, incident)
    const updated = recorded("createOrUpdate", incident)
    const change = updated.body.properties
    await client.incidents.createOrUpdate(group, workspace, incident, {
      ...change,
      ...defined({ etag: before.etag }),
      lastActivityTimeUtc: new Date(change.lastActivityTimeUtc),
      teamInformation: before.teamInformation
    })
    expect(sent.at(-1)).toMatchObject({ line: updated.line, body: { ...updated.body, etag: before.etag } })
    expect((await client.incidents.get(group, workspace, incident)).title).toBe(change.title)
  })
})

const example = "examples/2024-10-01-preview/incidents/IncidentTeam/Incidents_CreateTeam.json"

it.skipIf(!hasReference(example))("createTeam answers what the official example answers", async () => {
  const { client } = clientOf("ben")
  const incident = await newIncident(client)
  const { parameters, responses } = readReference(example)
  const made = await client.incidents.createTeam(group, workspace, incident, parameters.teamProperties)
  const { body } = responses["200"]
  expect(Object.keys(made).toSorted()).toEqual(Object.keys(body).toSorted())
  expect(made).toMatchObject({ name: body.name, description: body.description })
  // The thread's colon may come escaped: the link is Graph's, and opaque.
  const form = (url: string | undefined, id: string | undefined) =>
    decodeURIComponent(String(url))
      .replace(/19:.*@thread/u, "19:…@thread")
      .replace(String(id), "…")
      .replace(/tenantId=.*/u, "tenantId=…")
  expect(form(made.primaryChannelUrl, made.teamId)).toBe(form(body.primaryChannelUrl, body.teamId))
})
