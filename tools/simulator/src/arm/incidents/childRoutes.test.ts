import { describe, expect, it } from "vitest"
import { incidentsOf, phishing, sampleAzure } from "../../testing/sampleAzure.ts"

const incident = `${incidentsOf("soc-prod")}/${phishing}`
const evidence = `${incidentsOf("soc-prod").replace("/incidents", "")}/bookmarks/2216d0e1-91e3-4902-89fd-d2df8c535096`

const kinds = [
  { plural: "comments", first: { message: "first" }, second: { message: "second" }, missing: {}, there: 2 },
  {
    plural: "tasks",
    first: { title: "Call", status: "New", description: "by phone" },
    second: { title: "Call", status: "Completed" },
    missing: { title: "Call" },
    there: 3
  },
  {
    plural: "relations",
    first: { relatedResourceId: evidence },
    second: { relatedResourceId: evidence.replace("2216d0e1", "2216d0e2") },
    missing: { relatedResourceId: "somewhere" },
    there: 4
  }
] as const

describe.each(kinds)("$plural", ({ plural, first, second, missing, there }) => {
  const path = `${incident}/${plural}/mine-1`

  it("are created (201), changed by the same name (200), listed, and deleted (200, then 204)", async () => {
    const azure = sampleAzure()
    const created = await azure.ask("ana", path, { method: "PUT", body: { properties: first } })
    expect(created.status).toBe(201)
    expect(created.body["name"]).toBe("mine-1")
    expect(created.properties).toMatchObject(first)
    azure.time += 1000
    const changed = await azure.ask("ana", path, {
      method: "PUT",
      body: { etag: created.body["etag"], properties: second }
    })
    expect(changed.status).toBe(200)
    expect(changed.properties).toMatchObject(second)
    expect(changed.body["id"]).toBe(created.body["id"])
    expect(changed.body["etag"]).not.toBe(created.body["etag"])
    expect((await azure.ask("dev", path)).body).toEqual(changed.body)
    expect((await azure.ask("dev", `${incident}/${plural}`)).value).toHaveLength(there + 1)
    expect((await azure.ask("dev", `${incident}/${plural}?$filter=name eq 'mine-1'`)).value).toEqual([changed.body])
    expect((await azure.ask("ana", path, { method: "DELETE" })).status).toBe(200)
    expect((await azure.ask("ana", path, { method: "DELETE" })).status).toBe(204)
    expect((await azure.ask("dev", path)).status).toBe(404)
    expect((await azure.ask("dev", `${incident}/${plural}`)).value).toHaveLength(there)
  })

  it("are found by name regardless of case, and keep their name", async () => {
    const azure = sampleAzure()
    const created = await azure.ask("ana", path, { method: "PUT", body: { properties: first } })
    const again = await azure.ask("ana", path.replace("mine-1", "MINE-1"), {
      method: "PUT",
      body: { properties: second }
    })
    expect([again.status, again.body["id"]]).toEqual([200, created.body["id"]])
  })

  it("are refused with a stale etag (409) and a bad body (400), and nothing changes", async () => {
    const azure = sampleAzure()
    await azure.ask("ana", path, { method: "PUT", body: { properties: first } })
    const before = JSON.stringify(azure.arm)
    const stale = await azure.ask("ana", path, { method: "PUT", body: { etag: '"old"', properties: second } })
    expect([stale.status, stale.code]).toEqual([409, "Conflict"])
    expect((await azure.ask("ana", path, { method: "PUT", body: { properties: missing } })).status).toBe(400)
    expect((await azure.ask("ana", `${path}-2`, { method: "PUT", body: { properties: missing } })).status).toBe(400)
    expect(JSON.stringify(azure.arm)).toBe(before)
  })

  it("move their incident's etag and lastModifiedTimeUtc, unless behavior says otherwise", async () => {
    const azure = sampleAzure()
    const mark = async () => {
      const { body, properties } = await azure.ask("dev", incident)
      return [body["etag"], properties["lastModifiedTimeUtc"]]
    }
    const before = await mark()
    await azure.ask("ana", path, { method: "PUT", body: { properties: first } })
    const after = await mark()
    expect(after[0]).not.toBe(before[0])
    expect(after[1]).toBe("2026-11-23T09:00:00.0000985Z")
    azure.arm.behavior.childrenMoveIncident = false
    azure.time += 1000
    await azure.ask("ana", path, { method: "PUT", body: { properties: second } })
    await azure.ask("ana", path, { method: "DELETE" })
    expect(await mark()).toEqual(after)
  })
})

describe("comments", () => {
  it("keep their author when someone else changes them, and are counted on the incident", async () => {
    const azure = sampleAzure()
    const path = `${incident}/comments/announcement`
    const author = { objectId: "7a1e0000-0000-4000-8000-000000000401", name: "server" }
    const first = await azure.ask("server", path, { method: "PUT", body: { properties: { message: "team" } } })
    expect(first.properties["author"]).toEqual(author)
    azure.time += 5000
    const second = await azure.ask("ben", path, { method: "PUT", body: { properties: { message: "team, again" } } })
    expect(second.properties).toEqual({
      message: "team, again",
      author,
      createdTimeUtc: "2026-11-23T09:00:00.0000985Z",
      lastModifiedTimeUtc: "2026-11-23T09:00:05.0000985Z"
    })
    expect((await azure.ask("dev", incident)).properties["additionalData"]).toMatchObject({ commentsCount: 3 })
  })

  it("have at most 30,000 characters, and an incident 100 of them", async () => {
    const azure = sampleAzure()
    const put = (name: string, message: string) =>
      azure.ask("ana", `${incident}/comments/${name}`, { method: "PUT", body: { properties: { message } } })
    expect((await put("long", "x".repeat(30_001))).status).toBe(400)
    expect((await put("long", "x".repeat(30_000))).status).toBe(201)
    for (let count = 3; count < 100; count += 1) expect((await put(`c${count}`, "x")).status).toBe(201)
    expect((await put("one-too-many", "x")).status).toBe(400)
    expect((await put("long", "changed")).status).toBe(200)
  })
})

describe("relations", () => {
  it("say name, type and kind of what they lead to", async () => {
    const { value } = await sampleAzure().ask("dev", `${incident}/relations`)
    expect(value.map(({ properties }) => properties)).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          relatedResourceType: "Microsoft.SecurityInsights/Entities",
          relatedResourceKind: "SecurityAlert"
        }),
        expect.objectContaining({ relatedResourceType: "Microsoft.SecurityInsights/bookmarks" })
      ])
    )
  })

  it.each(["ab", "a_b_c", "x".repeat(64)])("can't be called %s", async (name) => {
    const body = { properties: { relatedResourceId: evidence } }
    expect((await sampleAzure().ask("ana", `${incident}/relations/${name}`, { method: "PUT", body })).status).toBe(400)
  })
})

describe("tasks", () => {
  it("have the person who created and the person who changed them", async () => {
    const azure = sampleAzure()
    const path = `${incident}/tasks/t-1`
    await azure.ask("ana", path, { method: "PUT", body: { properties: { title: "Call", status: "New" } } })
    const { properties } = await azure.ask("ben", path, {
      method: "PUT",
      body: { properties: { title: "Call", status: "Completed" } }
    })
    expect(properties).toMatchObject({ createdBy: { name: "Ana Sample" }, lastModifiedBy: { name: "Ben Sample" } })
  })
})

describe("evidence", () => {
  it("is listed by a POST without body and content type", async () => {
    const azure = sampleAzure()
    const post = (what: string) => azure.ask("dev", `${incident}/${what}`, { method: "POST" })
    const alerts = await post("alerts")
    expect(alerts.value.map(({ kind, type }) => [kind, type])).toEqual(
      Array.from({ length: 3 }, () => ["SecurityAlert", "Microsoft.SecurityInsights/Entities"])
    )
    expect(alerts.value[0]?.["id"]).toContain("/Entities/")
    expect((await post("bookmarks")).value).toHaveLength(1)
    const { body } = await post("entities")
    expect(body["metaData"]).toEqual([
      { entityKind: "Account", count: 3 },
      { entityKind: "Ip", count: 2 },
      { entityKind: "Url", count: 1 },
      { entityKind: "MailMessage", count: 1 },
      { entityKind: "Mailbox", count: 1 }
    ])
    expect(body["entities"]).toHaveLength(8)
    expect(azure.changes).toBe(0)
  })

  it("ends at 150 alerts", async () => {
    const azure = sampleAzure()
    const record = azure.arm.workspaces[0]?.incidents.find(({ name }) => name === phishing)
    const [alert] = record?.alerts ?? []
    if (record === undefined || alert === undefined) throw new Error("the sample has changed")
    record.alerts = Array.from({ length: 160 }, (_, index) => ({ ...alert, name: `alert-${index}` }))
    expect((await azure.ask("dev", `${incident}/alerts`, { method: "POST" })).value).toHaveLength(150)
  })
})
