import { describe, expect, it } from "vitest"
import { isObject } from "../../platform/json.ts"
import {
  type Answer,
  incidentsOf,
  phishing,
  sampleAzure,
  type SampleAzure,
  unassigned
} from "../../testing/sampleAzure.ts"

const prod = incidentsOf("soc-prod")
const lab = incidentsOf("soc-lab")
const fresh = "d9a5c6b4-11a7-4a52-8f5e-0b9c4f3f9e01"

const numbers = (value: ReadonlyArray<object>): Array<unknown> =>
  value.map((incident) =>
    "properties" in incident && isObject(incident.properties) ? incident.properties["incidentNumber"] : undefined
  )

const list = async (azure: SampleAzure, query: string, path = prod) => azure.ask("dev", `${path}?${query}`)

describe("list", () => {
  it("has the workspace's own incidents, newest first", async () => {
    const azure = sampleAzure()
    expect(numbers((await list(azure, "")).value)).toEqual([
      4112, 4111, 4110, 4109, 4108, 4107, 4106, 4105, 4104, 4103, 4102, 4101, 4100, 4099
    ])
    expect(numbers((await list(azure, "", lab)).value)).toEqual([213, 212, 211])
  })

  it.each([
    ["properties/status eq 'Closed'", [4103, 4101]],
    ["properties/severity eq 'High' and properties/status ne 'New'", [4112, 4110, 4106, 4105, 4100]],
    ["contains(properties/title, 'VPN') or startswith(properties/title, 'Illicit')", [4109, 4105]],
    ["properties/lastModifiedTimeUtc ge 2026-11-23T08:30:00Z", [4112, 4110]],
    ["properties/incidentNumber eq 4107", [4107]],
    ["properties/owner/objectId eq null and properties/providerName eq 'Microsoft XDR'", [4111, 4100, 4099]]
  ])("filters by %s", async (filter, expected) => {
    const { value, status } = await list(sampleAzure(), `$filter=${encodeURIComponent(filter)}`)
    expect(status).toBe(200)
    expect(numbers(value)).toEqual(expected)
  })

  it("is sorted as requested, and its next links lead through all pages", async () => {
    const azure = sampleAzure()
    const seen: Array<unknown> = []
    const sorted = "$orderby=properties/lastModifiedTimeUtc%20asc"
    const links: Array<string> = []
    let path: string | undefined = `${prod}?$filter=properties/incidentNumber%20gt%204104&${sorted}&$top=3`
    while (path !== undefined) {
      const { value, body }: Answer = await azure.ask("dev", path, links.length === 0 ? {} : { version: "" })
      seen.push(...numbers(value))
      const { nextLink } = body
      if (typeof nextLink === "string") links.push(nextLink)
      path = typeof nextLink === "string" ? nextLink.slice("https://localhost:8443".length) : undefined
    }
    expect(links).toHaveLength(2)
    for (const link of links) expect(link.startsWith(`https://localhost:8443${prod}?`)).toBe(true)
    expect(seen).toEqual([4107, 4109, 4105, 4108, 4106, 4111, 4110, 4112])
    expect(seen).toEqual(numbers((await list(azure, `$filter=properties/incidentNumber%20gt%204104&${sorted}`)).value))
  })

  it.each(["$filter=nonsense", "$top=1001", "$orderby=properties/nothing", "$skipToken=x"])(
    "%s: 400",
    async (query) => {
      const { status, code } = await list(sampleAzure(), query)
      expect([status, code]).toEqual([400, "BadRequest"])
    }
  )
})

describe("get", () => {
  it("counts what belongs to the incident", async () => {
    const { properties, body } = await sampleAzure().ask("dev", `${prod}/${phishing}`)
    expect(properties["additionalData"]).toEqual({
      alertsCount: 3,
      bookmarksCount: 1,
      commentsCount: 2,
      alertProductNames: ["Office 365 Advanced Threat Protection", "Azure Active Directory Identity Protection"],
      tactics: ["InitialAccess", "CredentialAccess"]
    })
    expect(body["etag"]).toMatch(/^".+"$/)
    expect(properties["incidentUrl"]).toBe(
      `https://portal.azure.com/#asset/Microsoft_Azure_Security_Insights/Incident${String(body["id"])}`
    )
  })

  it("shows an unassigned incident's owner as nulls", async () => {
    const { properties } = await sampleAzure().ask("dev", `${prod}/${unassigned}`)
    expect(properties["owner"]).toEqual({ objectId: null, email: null, assignedTo: null, userPrincipalName: null })
  })
})

describe("put", () => {
  const minimal = { title: "By hand", severity: "Low", status: "New" }

  it("creates: 201, the next number, the caller's name for it", async () => {
    const azure = sampleAzure()
    const { status, body, properties } = await azure.ask("ben", `${prod}/${fresh}`, {
      method: "PUT",
      body: { properties: { ...minimal, incidentNumber: 1, createdTimeUtc: "2020-01-01T00:00:00Z" } }
    })
    expect(status).toBe(201)
    expect(body["name"]).toBe(fresh)
    expect(properties).toMatchObject({
      ...minimal,
      incidentNumber: 4113,
      createdTimeUtc: "2026-11-23T09:00:00.0000985Z",
      lastModifiedTimeUtc: "2026-11-23T09:00:00.0000985Z",
      labels: [],
      owner: { objectId: null }
    })
    expect((await azure.ask("dev", `${prod}/${fresh}`)).body).toEqual(body)
    expect(azure.changes).toBe(1)
  })

  it("updates: 200, omitted members are removed, read-only members and teamInformation are ignored", async () => {
    const azure = sampleAzure()
    const before = await azure.ask("ben", `${prod}/${phishing}`)
    azure.time += 60_000
    const { status, body, properties } = await azure.ask("ben", `${prod}/${phishing}`, {
      method: "PUT",
      body: {
        etag: before.body["etag"],
        properties: {
          ...minimal,
          incidentNumber: 1,
          incidentUrl: "https://attacker.example",
          additionalData: { alertsCount: 99 },
          teamInformation: { teamId: "x" }
        }
      }
    })
    expect(status).toBe(200)
    expect(properties).toMatchObject({
      ...minimal,
      incidentNumber: 4112,
      incidentUrl: before.properties["incidentUrl"],
      createdTimeUtc: before.properties["createdTimeUtc"],
      lastModifiedTimeUtc: "2026-11-23T09:01:00.0000985Z",
      additionalData: { alertsCount: 3 },
      labels: []
    })
    expect(Object.keys(properties)).not.toContain("description")
    expect(Object.keys(properties)).not.toContain("teamInformation")
    expect(body["etag"]).not.toBe(before.body["etag"])
  })

  it("of what was read, with the etag, keeps all of it but etag and lastModifiedTimeUtc", async () => {
    const azure = sampleAzure()
    const before = await azure.ask("ben", `${prod}/${phishing}`)
    const { body, properties } = await azure.ask("ben", `${prod}/${phishing}`, { method: "PUT", body: before.body })
    expect({ ...properties, lastModifiedTimeUtc: "" }).toEqual({ ...before.properties, lastModifiedTimeUtc: "" })
    expect({ ...body, properties, etag: "" }).toEqual({ ...before.body, properties, etag: "" })
  })

  it("with a stale etag: 409 in Sentinel's words, and nothing is saved", async () => {
    const azure = sampleAzure()
    const before = await azure.ask("ben", `${prod}/${phishing}`)
    await azure.ask("ana", `${prod}/${phishing}`, { method: "PUT", body: before.body })
    const now = await azure.ask("ben", `${prod}/${phishing}`)
    const { status, body } = await azure.ask("ben", `${prod}/${phishing}`, { method: "PUT", body: before.body })
    expect(status).toBe(409)
    expect(body).toEqual({
      error: { code: "Conflict", message: `Newer version of resource '${phishing}' exists. Data was not saved` }
    })
    expect((await azure.ask("ben", `${prod}/${phishing}`)).body).toEqual(now.body)
    expect(azure.changes).toBe(1)
  })

  it("without an etag: the last writer wins", async () => {
    const azure = sampleAzure()
    for (const title of ["first", "second"]) {
      await azure.ask("ben", `${prod}/${phishing}`, { method: "PUT", body: { properties: { ...minimal, title } } })
    }
    expect((await azure.ask("ben", `${prod}/${phishing}`)).properties["title"]).toBe("second")
  })

  it("never gives the same etag twice", async () => {
    const azure = sampleAzure()
    const etags = new Set<unknown>()
    for (let write = 0; write < 20; write += 1) {
      const { body } = await azure.ask("ben", `${prod}/${phishing}`, { method: "PUT", body: { properties: minimal } })
      etags.add(body["etag"])
    }
    expect(etags.size).toBe(20)
  })

  it("closes with a classification, and reopens", async () => {
    const azure = sampleAzure()
    const closed = {
      ...minimal,
      status: "Closed",
      classification: "TruePositive",
      classificationReason: "SuspiciousActivity"
    }
    const put = (properties: object) => azure.ask("ben", `${prod}/${phishing}`, { method: "PUT", body: { properties } })
    expect((await put({ ...minimal, status: "Closed" })).status).toBe(400)
    expect((await put(closed)).properties).toMatchObject(closed)
    expect((await put({ ...minimal, status: "Active" })).properties["status"]).toBe("Active")
    azure.arm.behavior.closingWithoutClassification = "accept"
    expect((await put({ ...minimal, status: "Closed" })).status).toBe(200)
  })

  it("keeps the service's label types", async () => {
    const azure = sampleAzure()
    const labels = [
      { labelName: "phishing", labelType: "User" },
      { labelName: "mine", labelType: "AutoAssigned" }
    ]
    const { properties } = await azure.ask("ben", `${prod}/${phishing}`, {
      method: "PUT",
      body: { properties: { ...minimal, labels } }
    })
    expect(properties["labels"]).toEqual([
      { labelName: "phishing", labelType: "AutoAssigned" },
      { labelName: "mine", labelType: "User" }
    ])
  })

  it.each<[string, unknown, string]>([
    ["no title", { properties: { severity: "Low", status: "New" } }, "'title' not found"],
    ["an empty title", { properties: { ...minimal, title: "  " } }, "'title' not found"],
    ["no severity", { properties: { title: "x", status: "New" } }, "'severity' not found"],
    ["no status", { properties: { title: "x", severity: "Low" } }, "'status' not found"],
    ["an unknown severity", { properties: { ...minimal, severity: "Critical" } }, "not a valid 'severity'"],
    ["a number as title", { properties: { ...minimal, title: 4 } }, "'title' must be a string"],
    ["an owner who is no object", { properties: { ...minimal, owner: "ben" } }, "'owner' must be an object"],
    ["an owner without a GUID", { properties: { ...minimal, owner: { objectId: "ben" } } }, "must be a GUID"],
    ["a label without a name", { properties: { ...minimal, labels: [{}] } }, "'labelName' not found"],
    ["a time that is none", { properties: { ...minimal, firstActivityTimeUtc: "yesterday" } }, "must be a date-time"],
    ["no properties", { title: "x" }, "must have 'properties'"],
    ["an array", [], "must be a JSON object"],
    ["an etag that is a number", { etag: 4, properties: minimal }, "'etag' must be a string"],
    ["broken JSON", "{", "could not be deserialized"]
  ])("of %s: 400, and nothing is saved", async (_, body, message) => {
    const azure = sampleAzure()
    const answer = await azure.ask("ben", `${prod}/${fresh}`, { method: "PUT", body })
    expect(answer.status).toBe(400)
    expect(JSON.stringify(answer.body)).toContain(message)
    expect((await azure.ask("ben", `${prod}/${fresh}`)).status).toBe(404)
    expect(azure.changes).toBe(0)
  })

  it("without JSON's content type: 415", async () => {
    const { status } = await sampleAzure().ask("ben", `${prod}/${fresh}`, {
      method: "PUT",
      body: { properties: minimal },
      headers: { "content-type": "text/plain" }
    })
    expect(status).toBe(415)
  })

  it("to a name that no resource can have: 400", async () => {
    const { status } = await sampleAzure().ask("ben", `${prod}/a%20b%3F`, {
      method: "PUT",
      body: { properties: minimal }
    })
    expect(status).toBe(400)
  })
})

describe("delete", () => {
  it("200, then 404 to read, then 204; its number isn't used again", async () => {
    const azure = sampleAzure()
    expect((await azure.ask("ana", `${prod}/${phishing}`, { method: "DELETE" })).status).toBe(200)
    expect((await azure.ask("ana", `${prod}/${phishing}`)).status).toBe(404)
    expect((await azure.ask("ana", `${prod}/${phishing}`, { method: "DELETE" })).status).toBe(204)
    const body = { properties: { title: "x", severity: "Low", status: "New" } }
    const { properties } = await azure.ask("ana", `${prod}/${fresh}`, { method: "PUT", body })
    expect(properties["incidentNumber"]).toBe(4113)
  })
})

describe("rights", () => {
  const body = { properties: { title: "x", severity: "Low", status: "New" } }
  const playbook = { logicAppsResourceId: "/subscriptions/x/resourceGroups/y/providers/Microsoft.Logic/workflows/z" }
  const asked: ReadonlyArray<readonly [string, string, string, unknown]> = [
    ["list", "GET", "", undefined],
    ["get", "GET", `/${phishing}`, undefined],
    ["update", "PUT", `/${phishing}`, body],
    ["runPlaybook", "POST", `/${phishing}/runPlaybook`, playbook],
    ["alerts", "POST", `/${phishing}/alerts`, undefined],
    ["entities", "POST", `/${phishing}/entities`, undefined],
    ["comment", "PUT", `/${phishing}/comments/c1`, { properties: { message: "x" } }],
    ["delete comment", "DELETE", `/${phishing}/comments/c1`, undefined]
  ]
  it.each([
    ["ana", [200, 200, 200, 204, 200, 200, 201, 200]],
    ["ben", [200, 200, 200, 204, 200, 200, 201, 403]],
    // Through soc-tier1.
    ["chloe", [200, 200, 200, 204, 200, 200, 201, 403]],
    ["dev", [200, 200, 403, 403, 200, 200, 403, 403]],
    ["server", [200, 200, 200, 204, 200, 200, 201, 403]],
    ["elif", [403, 403, 403, 403, 403, 403, 403, 403]],
    ["stranger", [403, 403, 403, 403, 403, 403, 403, 403]]
  ] as const)("of %s", async (who, expected) => {
    const azure = sampleAzure()
    const given: Array<number> = []
    for (const [, method, path, content] of asked) {
      given.push((await azure.ask(who, `${prod}${path}`, { method, body: content })).status)
    }
    expect(given).toEqual(expected)
    expect(azure.changes > 0).toBe(expected.some((status) => status === 201))
  })

  it("of the playbook end at soc-prod", async () => {
    const azure = sampleAzure()
    expect((await azure.ask("playbook", prod)).status).toBe(200)
    expect((await azure.ask("playbook", lab)).status).toBe(403)
  })

  it("end where a deny assignment begins", async () => {
    const azure = sampleAzure()
    const [workspace = ""] = prod.split("/providers/Microsoft.SecurityInsights")
    azure.arm.denyAssignments.push({
      name: "freeze",
      denyAssignmentName: "Freeze",
      description: "",
      scope: workspace,
      permissions: [{ actions: ["*/write"], notActions: [], dataActions: [], notDataActions: [] }],
      principals: [{ id: "00000000-0000-0000-0000-000000000000", type: "SystemDefined" }],
      excludePrincipals: [],
      doNotApplyToChildScopes: false,
      isSystemProtected: true
    })
    expect((await azure.ask("ana", `${prod}/${phishing}`, { method: "PUT", body })).status).toBe(403)
    expect((await azure.ask("ana", `${prod}/${phishing}`)).status).toBe(200)
    expect((await azure.ask("ana", `${lab}/${fresh}`, { method: "PUT", body })).status).toBe(201)
  })

  it("runPlaybook needs to know which", async () => {
    const azure = sampleAzure()
    const run = (content: unknown) =>
      azure.ask("ben", `${prod}/${phishing}/runPlaybook`, { method: "POST", body: content })
    expect((await run({})).status).toBe(400)
    expect((await run(playbook)).status).toBe(204)
  })
})
