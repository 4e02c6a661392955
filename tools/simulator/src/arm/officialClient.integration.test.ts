import { type Incident, SecurityInsights } from "@azure/arm-securityinsight"
import { OnBehalfOfCredential } from "@azure/identity"
import { describe, expect, it } from "vitest"
import { isObject, type UncheckedObject } from "../platform/json.ts"
import {
  type PersonKey,
  sampleApplications,
  samplePeople,
  sampleResourceGroup as group,
  sampleSubscriptionId,
  sampleWorkspaces
} from "../sample/people.ts"
import { phishing } from "../testing/sampleAzure.ts"
import { simulation, type TestTenant } from "../testing/simulation.ts"
import { hasReference, objectAt, readReference } from "../testing/specification.ts"

const running = simulation()
const { server } = sampleApplications
const workspace = sampleWorkspaces.prod

/** What the client put on the wire. */
interface Sent {
  readonly line: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: unknown
}

const clientOf = (credential: ConstructorParameters<typeof SecurityInsights>[0], apiVersion?: string) => {
  const { base } = running
  const client = new SecurityInsights(credential, sampleSubscriptionId, {
    endpoint: base,
    credentialScopes: "https://management.azure.com/.default",
    retryOptions: { maxRetries: 0 },
    ...(apiVersion !== undefined && { apiVersion })
  })
  const sent: Array<Sent> = []
  client.pipeline.addPolicy({
    name: "record",
    sendRequest: (request, next) => {
      sent.push({
        line: `${request.method} ${request.url.slice(base.length)}`,
        headers: request.headers.toJSON(),
        body: typeof request.body === "string" ? JSON.parse(request.body) : undefined
      })
      return next(request)
    }
  })
  return { client, sent }
}

const asServer = async (apiVersion?: string) => {
  const tenant = await running.tenant()
  return { tenant, ...clientOf(tenant.credential(), apiVersion) }
}

const onBehalfOf = async (tenant: TestTenant, user: PersonKey) => {
  // Spread from a name of its own, because the type of the options leaves these two out.
  const entra = { authorityHost: running.base, disableInstanceDiscovery: true }
  return new OnBehalfOfCredential({
    tenantId: tenant.id,
    clientId: server.appId,
    clientSecret: server.secret,
    userAssertionToken: await tenant.token({ user, audience: "server" }),
    ...entra
  })
}

const all = async (pages: AsyncIterable<Incident>): Promise<Array<Incident>> => {
  const found: Array<Incident> = []
  for await (const incident of pages) found.push(incident)
  return found
}

describe.each([undefined, "2024-10-01-preview", "2025-09-01"])("the official client, api-version %s", (apiVersion) => {
  it("lists over all pages, filters and sorts", async () => {
    const { client, sent } = await asServer(apiVersion)
    const incidents = await all(
      client.incidents.list(group, workspace, {
        filter: "properties/severity eq 'High'",
        orderby: "properties/incidentNumber desc",
        top: 2
      })
    )
    expect(incidents.map(({ incidentNumber }) => incidentNumber)).toEqual([4112, 4111, 4110, 4106, 4105, 4100])
    expect(sent).toHaveLength(3)
    expect(incidents[0]?.lastModifiedTimeUtc).toBeInstanceOf(Date)
    expect(incidents[0]?.title).toBe("Adversary-in-the-middle phishing campaign against payroll")
  })

  it("reads, changes and is refused a stale etag", async () => {
    const { client } = await asServer(apiVersion)
    const before = await client.incidents.get(group, workspace, phishing)
    const closing = {
      ...before,
      status: "Closed",
      classification: "TruePositive",
      classificationReason: "SuspiciousActivity"
    }
    const after = await client.incidents.createOrUpdate(group, workspace, phishing, closing)
    expect(after).toMatchObject({
      status: "Closed",
      classification: "TruePositive",
      owner: before.owner,
      labels: before.labels,
      incidentNumber: 4112
    })
    expect(after.lastModifiedTimeUtc?.getTime()).toBeGreaterThan(before.lastModifiedTimeUtc?.getTime() ?? Infinity)
    await expect(client.incidents.createOrUpdate(group, workspace, phishing, closing)).rejects.toMatchObject({
      statusCode: 409,
      code: "Conflict",
      message: `Newer version of resource '${phishing}' exists. Data was not saved`
    })
    const name = "d9a5c6b4-11a7-4a52-8f5e-0b9c4f3f9e02"
    const made = await client.incidents.createOrUpdate(group, workspace, name, {
      title: "New",
      severity: "Low",
      status: "New"
    })
    expect(made).toMatchObject({ name, incidentNumber: 4113 })
    await client.incidents.delete(group, workspace, name)
    await client.incidents.delete(group, workspace, name)
    await expect(client.incidents.get(group, workspace, name)).rejects.toMatchObject({
      statusCode: 404,
      code: "NotFound"
    })
  })

  it("reads the evidence", async () => {
    const { client } = await asServer(apiVersion)
    const { value: alerts } = await client.incidents.listAlerts(group, workspace, phishing)
    expect(alerts.map(({ kind, alertDisplayName }) => [kind, alertDisplayName])).toContainEqual([
      "SecurityAlert",
      "Sign-in through a known AiTM proxy"
    ])
    expect(alerts[0]?.startTimeUtc).toBeInstanceOf(Date)
    const { value: bookmarks } = await client.incidents.listBookmarks(group, workspace, phishing)
    expect(bookmarks.map(({ displayName }) => displayName)).toEqual(["SigninLogs - AiTM proxy"])
    const { entities = [], metaData = [] } = await client.incidents.listEntities(group, workspace, phishing)
    expect(entities.map(({ kind }) => kind)).toContain("MailMessage")
    expect(metaData).toContainEqual({ entityKind: "Account", count: 3 })
    const relations = []
    for await (const relation of client.incidentRelations.list(group, workspace, phishing)) relations.push(relation)
    expect(relations).toHaveLength(4)
  })

  it("writes one comment, however often", async () => {
    const { client } = await asServer(apiVersion)
    for (const message of ["The team is on its way.", "The team is there."]) {
      await client.incidentComments.createOrUpdate(group, workspace, phishing, "announcement", { message })
    }
    const comments = []
    for await (const comment of client.incidentComments.list(group, workspace, phishing)) comments.push(comment)
    expect(comments.map(({ message }) => message).filter((message) => message?.startsWith("The team"))).toEqual([
      "The team is there."
    ])
    expect(comments.find(({ name }) => name === "announcement")?.author?.objectId).toBe(server.objectId)
    await client.incidents.runPlaybook(group, workspace, phishing, {
      requestBody: { logicAppsResourceId: "/subscriptions/x/resourceGroups/y/providers/Microsoft.Logic/workflows/z" }
    })
  })
})

describe("on behalf of a person", () => {
  it("the person's roles decide, and the person is the author", async () => {
    const tenant = await running.tenant()
    const chloe = clientOf(await onBehalfOf(tenant, "chloe")).client
    const dev = clientOf(await onBehalfOf(tenant, "dev")).client
    const { author } = await chloe.incidentComments.createOrUpdate(group, workspace, phishing, "mine", {
      message: "Seen."
    })
    expect(author).toMatchObject({ objectId: samplePeople.chloe.id, name: samplePeople.chloe.displayName })
    expect((await dev.incidents.get(group, workspace, phishing)).name).toBe(phishing)
    await expect(
      dev.incidentComments.createOrUpdate(group, workspace, phishing, "mine", { message: "Seen." })
    ).rejects.toMatchObject({ statusCode: 403, code: "AuthorizationFailed" })
  })

  it("a token for another audience is no token here", async () => {
    const tenant = await running.tenant()
    const token = await tenant.token({ application: "server", audience: "graph" })
    const { client } = clientOf({ getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 }) })
    await expect(client.incidents.get(group, workspace, phishing)).rejects.toMatchObject({
      statusCode: 401,
      code: "InvalidAuthenticationToken"
    })
  })
})

it("a change through the control API is what the client meets", async () => {
  const { tenant, client } = await asServer()
  const before = await client.incidents.get(group, workspace, phishing)
  await tenant.control("POST", `/arm/workspaces/${workspace}/incidents/${phishing}/close`, {})
  await expect(client.incidents.createOrUpdate(group, workspace, phishing, before)).rejects.toMatchObject({
    statusCode: 409
  })
  expect((await client.incidents.get(group, workspace, phishing)).status).toBe("Closed")
})

const wire = "official-client-wire.json"

describe.skipIf(!hasReference(wire))(`what the client sends, against ${wire}`, () => {
  const cases = hasReference(wire) ? readReference(wire)["cases"] : []
  const recorded = (name: string): UncheckedObject => {
    const found = (Array.isArray(cases) ? cases : []).filter(isObject).find((one) => one["case"] === name)
    const [request] = Array.isArray(found?.["requests"]) ? found["requests"].filter(isObject) : []
    if (request === undefined) throw new Error(`no recorded case '${name}'`)
    return request
  }
  /** The recorded request, with our names in place of the recorded ones. */
  const expected = (name: string) => {
    const { line, body } = recorded(name)
    const ours = String(line)
      .replace("/d0cfe6b2-9ac0-4464-9919-dccaee2e48c0/", `/${sampleSubscriptionId}/`)
      .replace("/myRg/", `/${group}/`)
      .replace("/myWorkspace/", `/${workspace}/`)
      .replace("/incidents/73e01a99-5cd7-4139-a149-9f2736ff2ab5", `/incidents/${phishing}`)
    return { line: ours, body }
  }
  const commentName = "4bb36b7b-26ff-4d1c-9cbe-0d8ab3da0014"

  it.each<[string, (client: SecurityInsights) => Promise<unknown>]>([
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
    ["https + credentialScopes", (client) => client.incidents.get(group, workspace, phishing)],
    ["listAlerts", (client) => client.incidents.listAlerts(group, workspace, phishing)],
    ["listEntities", (client) => client.incidents.listEntities(group, workspace, phishing)],
    ["delete 204", (client) => client.incidents.delete(group, workspace, phishing)],
    [
      "comment put",
      (client) =>
        client.incidentComments.createOrUpdate(group, workspace, phishing, commentName, { message: "Some message" })
    ]
  ])("%s", async (name, act) => {
    const tenant = await running.tenant()
    const { client, sent } = clientOf(await onBehalfOf(tenant, "ana"))
    await act(client)
    const [request] = sent
    expect({ line: request?.line, body: request?.body }).toEqual(expected(name))
    const names = Object.keys(objectAt(recorded(name), "headers"))
    // Added below the pipeline, by node:https.
    const ofTransport = new Set(["host", "connection", "content-length", "accept-encoding"])
    for (const header of names.filter((one) => !ofTransport.has(one))) {
      expect(Object.keys(request?.headers ?? {})).toContain(header)
    }
    expect(Object.keys(request?.headers ?? {})).not.toContain("if-match")
  })

  it("createOrUpdate", async () => {
    const { client, sent } = await asServer()
    const { etag } = await client.incidents.get(group, workspace, phishing)
    const body = objectAt(recorded("createOrUpdate"), "body")
    await client.incidents.createOrUpdate(group, workspace, phishing, {
      ...(etag !== undefined && { etag }),
      classification: "FalsePositive",
      classificationComment: "x",
      classificationReason: "InaccurateData",
      labels: [{ labelName: "tag" }],
      lastActivityTimeUtc: new Date("2019-01-01T13:05:30Z"),
      owner: { objectId: "2046feea-040d-4a46-9e2b-91c2941bfa70" },
      severity: "High",
      status: "Closed",
      teamInformation: { teamId: "x" },
      title: "My incident"
    })
    expect(sent.at(-1)?.line).toBe(expected("createOrUpdate").line)
    expect(sent.at(-1)?.body).toEqual({ ...body, etag })
  })
})
