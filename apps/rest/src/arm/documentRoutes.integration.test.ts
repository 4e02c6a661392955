import { afterAll, describe, expect, it } from "vitest"
import { refusal, team, version, whileWorking } from "../../testing/armRequests.ts"
import { restUnderTest, type Sent } from "../../testing/restUnderTest.ts"
import { simulatedSentinel } from "../../testing/simulatedSentinel.ts"
import { apiVersions } from "./apiVersion.ts"

const sentinel = await simulatedSentinel()
const rest = restUnderTest({ incidents: sentinel.layer })
afterAll(() => rest.settled())

const base = `${sentinel.at}/incidents`

const arm = (method: string, below: string, sent: Sent = {}) =>
  rest.send(method, `${base}${below}${below.includes("?") ? "&" : "?"}${version}`, { as: "ben", ...sent })

describe("incidents", () => {
  it("are listed page by page, the next link leading back here", async () => {
    for (const title of ["Paged one", "Paged two", "Paged three"]) await rest.newIncident({ title, severity: "High" })
    await rest.newIncident({ title: "Paged elsewhere", severity: "Low" })
    const filter = encodeURIComponent("properties/severity eq 'High' and contains(properties/title, 'Paged')")
    const query = `?$filter=${filter}&$orderby=properties%2FincidentNumber%20asc&$top=2`
    const first = await arm("GET", query)
    expect(first.status).toBe(200)
    const { nextLink, value } = first.body
    expect(nextLink).toMatch(`https://teams.test${base}?api-version=2024-10-01-preview&$filter=properties%2Fseverity`)
    expect(nextLink).toContain("&$skipToken=")
    const second = await rest.send("GET", nextLink.slice("https://teams.test".length), { as: "ben" })
    const titles = [...value, ...second.body.value].map(({ properties }) => properties.title)
    expect(titles).toEqual(["Paged one", "Paged two", "Paged three"])
    expect(second.body).not.toHaveProperty("nextLink")

    const elsewhere = nextLink.replace("High", "Low").slice("https://teams.test".length)
    expect(await rest.send("GET", elsewhere, { as: "ben" })).toMatchObject(refusal(400, "BadRequest", "$skipToken"))
    expect(await arm("GET", "?$skipToken=https://evil.example/")).toMatchObject(refusal(400, "BadRequest"))
    expect(await arm("GET", "?$top=many")).toMatchObject(refusal(400, "BadRequest", "$top"))
  })

  it("are created under the caller's name for them, changed under their etag, and deleted", async () => {
    const properties = { title: "By hand", severity: "Low", status: "New" }
    const created = await arm("PUT", "/made-1", { body: { properties } })
    expect(created).toMatchObject({ status: 201, body: { name: "made-1", properties } })
    const { etag } = created.body
    const active = { etag, properties: { ...properties, status: "Active" } }
    expect(await arm("PUT", "/made-1", { body: active })).toMatchObject({ status: 200 })
    expect(await arm("PUT", "/made-1", { body: active })).toMatchObject(
      refusal(409, "Conflict", "Newer version of resource 'made-1' exists. Data was not saved")
    )
    const read = await arm("GET", "/made-1", { as: "dev" })
    expect(read.body.properties).toMatchObject({ status: "Active" })
    expect(read.headers.get("x-ms-request-id")).toBe(read.headers.get("x-request-id"))
    expect(await arm("DELETE", "/made-1")).toMatchObject({ status: 200, body: undefined })
    expect(await arm("DELETE", "/made-1")).toMatchObject({ status: 204, body: undefined })
    expect(await arm("GET", "/made-1")).toMatchObject(refusal(404, "NotFound", "made-1"))
  })

  it("pass through whole in both directions, members that are newer than Incident Teams included", async () => {
    const document = {
      newer: true,
      properties: { title: "Whole", severity: "Low", status: "New", newerThanUs: { kept: [1, 2] } }
    }
    expect(await arm("PUT", "/whole-1", { body: document })).toMatchObject({ status: 201 })
    expect(sentinel.written.at(-1)).toEqual(document)
    const { body } = await arm("GET", "/whole-1", { as: "dev" })
    expect(body).toHaveProperty("properties.additionalData")
    expect(body).toEqual(await sentinel.read("dev", `${base}/whole-1`))
  })

  it("are refused with Sentinel's reason where the body is empty", async () => {
    expect(await arm("PUT", "/some-incident")).toMatchObject(refusal(400, "BadRequest"))
  })

  it("are found whatever the case of the path, api-version and options", async () => {
    const { armId } = await rest.newIncident({ title: "Shouting" })
    const shouted = base.toUpperCase() + armId.slice(base.length)
    const answer = await rest.send("GET", `${shouted}?API-VERSION=2025-10-01-PREVIEW`, { as: "ben" })
    expect(answer).toMatchObject({ status: 200, body: { properties: { title: "Shouting" } } })
  })

  const served = rest.newIncident()
  it.each([...apiVersions])("are served at %s", async (apiVersion) => {
    const { number } = await served
    const query = `api-version=${apiVersion}&$filter=properties/incidentNumber%20eq%20${number}`
    const answer = await rest.send("GET", `${base}?${query}`, { as: "dev" })
    expect(answer).toMatchObject({ status: 200, body: { value: [{ properties: { incidentNumber: number } }] } })
  })
})

describe("an incident with a team", () => {
  const made = async () => {
    const incident = await rest.newIncident({ title: "Phishing" })
    const at = incident.armId.slice(base.length)
    const answer = await whileWorking(rest, arm("POST", `${at}/createTeam`, { body: team }))
    return { incident, at, answer }
  }

  it("has the answer of createTeam as its teamInformation, once the team is open", async () => {
    const { at, answer, incident } = await made()
    expect(answer.status).toBe(200)
    expect((await rest.teams()).map(({ id }) => id)).toContain(answer.body.teamId)
    expect(answer.body).toEqual({
      teamId: expect.any(String),
      primaryChannelUrl: expect.stringMatching(/^https:/u),
      teamCreationTimeUtc: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/u),
      name: "Payroll phishing",
      description: "Everything about it."
    })
    for (const apiVersion of ["2021-03-01-preview", "2025-09-01", "2025-10-01-preview"]) {
      const path = `${base}${at}?api-version=${apiVersion}`
      expect((await rest.send("GET", path, { as: "dev" })).body.properties.teamInformation).toEqual(answer.body)
    }
    const list = await arm("GET", `?$filter=properties/incidentNumber eq ${incident.number}`)
    expect(list.body.value[0].properties.teamInformation).toEqual(answer.body)
    const v1 = await rest.send("GET", `/v1/incidents/${incident.id}/team`, { as: "ben" })
    expect(v1.body).toMatchObject({ phase: "open", platformTeamId: answer.body.teamId })
  })

  it("has no teamInformation before that", async () => {
    const hasty = restUnderTest({ incidents: sentinel.layer, patienceMillis: 0 })
    const { armId } = await hasty.newIncident()
    const first = await hasty.send("POST", `${armId}/createTeam?${version}`, { as: "ben", body: team })
    expect(first).toMatchObject(refusal(503, "ServiceUnavailable"))
    const { status, body } = await hasty.send("GET", `${armId}?${version}`, { as: "ben" })
    expect(status).toBe(200)
    expect(body.properties).not.toHaveProperty("teamInformation")
    await hasty.settled()
  })

  it("takes the team along at once when it is closed and reopened, its teamInformation staying ours", async () => {
    const { at, answer, incident } = await made()
    const teams = await rest.teams()
    const put = async (change: Readonly<Record<string, unknown>>) => {
      const { body } = await arm("GET", at)
      const forged = { ...body.properties, ...change, teamInformation: { teamId: "forged" } }
      return arm("PUT", at, { body: { etag: body.etag, properties: forged } })
    }
    const phase = async () => {
      await rest.work()
      return (await rest.send("GET", `/v1/incidents/${incident.id}/team`, { as: "ben" })).body.phase
    }
    const closed = await put({ status: "Closed", classification: "Undetermined" })
    expect(closed).toMatchObject({ status: 200, body: { properties: { status: "Closed" } } })
    expect(closed.body.properties.teamInformation).toEqual(answer.body)
    expect(sentinel.written.at(-1)).not.toHaveProperty("properties.teamInformation")
    expect(await phase()).toBe("archived")
    await put({ status: "Active" })
    expect(await phase()).toBe("open")
    expect((await arm("GET", at)).body.properties.teamInformation).toEqual(answer.body)
    const v1 = await rest.send("GET", `/v1/incidents/${incident.id}/team`, { as: "ben" })
    expect(v1.body.platformTeamId).toBe(answer.body.teamId)
    expect((await rest.teams()).map(({ id }) => id)).toEqual(teams.map(({ id }) => id))
  })

  it("is told in the team's timeline as changed and deleted by its caller", async () => {
    const { at, incident } = await made()
    const { body } = await arm("GET", at)
    const properties = { ...body.properties, status: "Closed", classification: "Undetermined", severity: "High" }
    await arm("PUT", at, { body: { etag: body.etag, properties } })
    const { id } = (await rest.send("GET", `/v1/incidents/${incident.id}/team`, { as: "ben" })).body
    await arm("DELETE", at)
    const timeline = await rest.send("GET", `/v1/teams/${id}/timeline?top=200`, { as: "ben" })
    const acts = timeline.body.items.filter(({ event }: { readonly event: string }) => event.startsWith("Incident"))
    expect(acts).toMatchObject([
      {
        by: { kind: "person", name: "Ben Sample" },
        text: `Ben Sample closed incident ${incident.number} as undetermined and set its severity to high.`,
        changes: { status: { from: "New", to: "Closed" }, severity: { to: "High" } }
      },
      { by: { kind: "person", name: "Ben Sample" }, text: `Ben Sample deleted incident ${incident.number}.` }
    ])
  })
})

describe("what belongs to an incident", () => {
  it("alerts, bookmarks and entities are listed by a POST without a body", async () => {
    const { value } = await sentinel.tenant.control("GET", "/arm/workspaces/soc-prod/incidents")
    const { name, bookmarks } = value.find(
      (one: { readonly alerts: ReadonlyArray<unknown>; readonly bookmarks: ReadonlyArray<unknown> }) =>
        one.alerts.length > 0 && one.bookmarks.length > 0
    )
    expect((await arm("POST", `/${name}/alerts`)).body.value).toContainEqual(
      expect.objectContaining({ kind: "SecurityAlert" })
    )
    expect((await arm("POST", `/${name}/bookmarks`)).body.value).toEqual(
      bookmarks.map((one: { readonly name: string }) => expect.objectContaining({ kind: "Bookmark", name: one.name }))
    )
    const found = (await arm("POST", `/${name}/entities`, { as: "dev" })).body
    expect(found.entities).toContainEqual(expect.objectContaining({ kind: "Account" }))
    expect(found.metaData).toContainEqual({ entityKind: "Account", count: expect.any(Number) })

    const { armId } = await rest.newIncident()
    expect((await arm("POST", `${armId.slice(base.length)}/bookmarks`)).body).toEqual({ value: [] })
  })

  const bookmark = (name: string) => ({ relatedResourceId: `${sentinel.at}/bookmarks/${name}` })

  it.each([
    ["comments", { message: "first" }, { message: "second" }],
    ["relations", bookmark("first"), bookmark("second")],
    ["tasks", { title: "first", status: "New" }, { title: "second", status: "New" }]
  ])("%s are written, read and listed", async (kind, first, second) => {
    const { armId } = await rest.newIncident()
    const at = `${armId.slice(base.length)}/${kind}`
    const put = (properties: object) => arm("PUT", `${at}/mine-1`, { body: { properties } })
    expect(await put(first)).toMatchObject({ status: 201 })
    expect(await put(second)).toMatchObject({ status: 200, body: { properties: second } })
    expect((await arm("GET", at, { as: "dev" })).body.value).toMatchObject([{ name: "mine-1" }])
    expect((await arm("GET", `${at}/mine-1`)).body.properties).toMatchObject(second)
    const stale = { etag: '"old"', properties: first }
    expect(await arm("PUT", `${at}/mine-1`, { body: stale })).toMatchObject(refusal(409, "Conflict", "mine-1"))
    expect(await arm("GET", `${at}/other`)).toMatchObject(refusal(404, "NotFound", "other"))
    // A Responder may do all but delete these; a Reader reads.
    expect(await arm("DELETE", `${at}/mine-1`)).toMatchObject(
      refusal(403, "AuthorizationFailed", `perform action 'Microsoft.SecurityInsights/incidents/${kind}/delete'`)
    )
    expect(await arm("PUT", `${at}/mine-2`, { as: "dev", body: stale })).toMatchObject(
      refusal(403, "AuthorizationFailed")
    )
    expect(await arm("DELETE", `${at}/mine-1`, { as: "ana" })).toMatchObject({ status: 200 })
    expect(await arm("DELETE", `${at}/mine-1`, { as: "ana" })).toMatchObject({ status: 204 })
  })
})
