import { describe, expect, it } from "vitest"
import { sampleGroups, samplePeople, sampleTenantId } from "../sample/people.ts"
import { answerOf, incidentsOf, phishing, sampleAzure, workspaceScope } from "../testing/sampleAzure.ts"
import { armControl } from "./arm.ts"

const path = incidentsOf("soc-prod")

const controlled = () => {
  const azure = sampleAzure()
  let changes = 0
  const control = armControl({
    tenant: (id) =>
      id === sampleTenantId
        ? {
            arm: azure.arm,
            changed: () => {
              changes += 1
            }
          }
        : undefined,
    now: () => new Date(azure.time),
    after: (platformMillis) => azure.time + platformMillis
  })
  const send = async (method: string, rest: string, body?: unknown, tenant = sampleTenantId) =>
    answerOf(
      await control.request(`https://localhost/control/tenants/${tenant}/arm${rest}`, {
        method,
        ...(body !== undefined && { body: JSON.stringify(body) })
      })
    )
  return { azure, send, changes: () => changes }
}

const incident = `/workspaces/soc-prod/incidents/${phishing}`

describe("an incident in the portal", () => {
  it("is changed: given members are replaced, others stay, etag and time change", async () => {
    const { azure, send, changes } = controlled()
    const before = await azure.ask("ben", `${path}/${phishing}`)
    azure.time += 1000
    expect((await send("PATCH", incident, { title: "Renamed", severity: "Low" })).status).toBe(200)
    const after = await azure.ask("ben", `${path}/${phishing}`)
    expect(after.properties).toEqual({
      ...before.properties,
      title: "Renamed",
      severity: "Low",
      lastModifiedTimeUtc: "2026-11-23T09:00:01.0000985Z"
    })
    expect(after.body["etag"]).not.toBe(before.body["etag"])
    expect((await azure.ask("ben", `${path}/${phishing}`, { method: "PUT", body: before.body })).status).toBe(409)
    expect(changes()).toBe(1)
  })

  it("is closed with a classification and reopened without one", async () => {
    const { azure, send } = controlled()
    const properties = async () => (await azure.ask("ben", `${path}/${phishing}`)).properties
    await send("POST", `${incident}/close`)
    expect(await properties()).toMatchObject({ status: "Closed", classification: "TruePositive" })
    await send("POST", `${incident}/reopen`)
    expect(await properties()).toMatchObject({ status: "Active" })
    expect(Object.keys(await properties())).not.toContain("classification")
    await send("POST", `${incident}/close`, { classification: "Undetermined", classificationReason: null })
    expect(await properties()).toMatchObject({ status: "Closed", classification: "Undetermined" })
    expect(Object.keys(await properties())).not.toContain("classificationReason")
  })

  it("is added, read and deleted", async () => {
    const { azure, send } = controlled()
    const { status, body } = await send("POST", "/workspaces/soc-lab/incidents", { title: "New one", severity: "High" })
    expect(status).toBe(201)
    expect(body).toMatchObject({ incidentNumber: 214, written: { title: "New one", status: "New" } })
    expect((await azure.ask("ben", String(body["id"]))).properties).toMatchObject({
      title: "New one",
      severity: "High"
    })
    const one = `/workspaces/soc-lab/incidents/${String(body["name"])}`
    expect((await send("GET", one)).body["etag"]).toBe(body["etag"])
    expect((await send("DELETE", one)).status).toBe(204)
    expect((await azure.ask("ben", String(body["id"]))).status).toBe(404)
    expect((await send("DELETE", one)).status).toBe(404)
  })

  it("is generated a thousand times for load tests", async () => {
    const { azure, send } = controlled()
    const { status, body } = await send("POST", "/workspaces/soc-prod/incidents", { count: 1000 })
    expect(status).toBe(201)
    expect(body["names"]).toHaveLength(1000)
    const { value } = await azure.ask("dev", `${path}?$top=1000&$filter=properties/incidentNumber gt 4112`)
    expect(value).toHaveLength(1000)
    expect((await send("GET", "/workspaces/soc-prod/incidents")).value).toHaveLength(1014)
  })

  it.each([
    ["PATCH", incident, { status: "Open" }],
    ["POST", "/workspaces/soc-prod/incidents", { count: 0 }],
    ["POST", "/workspaces/soc-prod/incidents", { count: "many" }],
    ["POST", "/workspaces/soc-prod/incidents", { name: phishing }],
    ["POST", "/workspaces/soc-prod/incidents", []],
    ["PATCH", "/behavior", { throttling: "no" }],
    ["PATCH", "/behavior", { weather: "fine" }],
    ["POST", "/role-assignments", { principalId: samplePeople.elif.id, role: "Boss", scope: "/" }],
    ["POST", "/role-assignments", { principalId: "elif", role: "Owner", scope: "/" }],
    ["POST", "/role-assignments", { principalId: samplePeople.elif.id, role: "Owner", scope: "rg-soc" }],
    ["DELETE", "/role-assignments", undefined],
    ["PUT", "/deny-assignments", {}],
    ["PUT", "/deny-assignments", [{ scope: "/", permissions: [{ actions: "*" }] }]],
    ["POST", "/role-definitions", { permissions: [] }]
  ])("%s %s %o: 400, and nothing changes", async (method, rest, body) => {
    const { azure, send, changes } = controlled()
    const before = JSON.stringify(azure.arm)
    expect((await send(method, rest, body)).status).toBe(400)
    expect(JSON.stringify(azure.arm)).toBe(before)
    expect(changes()).toBe(0)
  })

  it.each([
    ["GET", "", "7a1e0000-0000-4000-8000-00000000ffff"],
    ["GET", "/workspaces/soc-test/incidents", sampleTenantId],
    ["PATCH", "/workspaces/soc-prod/incidents/none", sampleTenantId]
  ])("%s %s of something missing: 404", async (method, rest, tenant) => {
    expect((await controlled().send(method, rest, method === "GET" ? undefined : {}, tenant)).status).toBe(404)
  })
})

describe("rights", () => {
  const elif = samplePeople.elif.id

  it("are given and taken by name of a role", async () => {
    const { azure, send } = controlled()
    const { status, body } = await send("POST", "/role-assignments", {
      principalId: elif,
      role: "Microsoft Sentinel Reader",
      scope: workspaceScope("soc-prod")
    })
    expect(status).toBe(201)
    expect((await azure.ask("elif", path)).status).toBe(200)
    expect((await send("DELETE", `/role-assignments/${String(body["name"])}`)).status).toBe(204)
    expect((await azure.ask("elif", path)).status).toBe(403)
    expect((await azure.ask("dev", path)).status).toBe(200)
  })

  it("are taken all at once", async () => {
    const { azure, send } = controlled()
    await send("DELETE", `/role-assignments?principalId=${samplePeople.dev.id}`)
    expect((await azure.ask("dev", path)).status).toBe(403)
    expect((await azure.ask("ben", path)).status).toBe(200)
  })

  it("come from custom roles, too", async () => {
    const { azure, send } = controlled()
    const role = await send("POST", "/role-definitions", {
      roleName: "Incident closer",
      permissions: [{ actions: ["Microsoft.SecurityInsights/incidents/*"], notActions: ["*/delete"] }]
    })
    expect(role.status).toBe(201)
    await send("POST", "/role-assignments", {
      principalId: elif,
      role: "Incident closer",
      scope: workspaceScope("soc-prod")
    })
    expect((await azure.ask("elif", `${path}/${phishing}`)).status).toBe(200)
    expect((await azure.ask("elif", `${path}/${phishing}`, { method: "DELETE" })).status).toBe(403)
  })

  it("are denied, until the list is empty again", async () => {
    const { azure, send } = controlled()
    const deny = {
      scope: "/",
      permissions: [{ actions: ["*"] }],
      principals: [{ id: sampleGroups["soc-all"], type: "Group" }]
    }
    expect((await send("PUT", "/deny-assignments", [deny])).status).toBe(200)
    expect((await azure.ask("ben", path)).status).toBe(403)
    await send("PUT", "/deny-assignments", [])
    expect((await azure.ask("ben", path)).status).toBe(200)
  })
})

it("behavior is changed, and the state shows it", async () => {
  const { azure, send } = controlled()
  expect((await send("PATCH", "/behavior", { throttling: false })).body).toMatchObject({ throttling: false })
  expect(azure.arm.behavior).toMatchObject({ throttling: false, childrenMoveIncident: true })
  expect((await send("GET", "")).body).toEqual(JSON.parse(JSON.stringify(azure.arm)))
})
