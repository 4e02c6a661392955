import { describe, expect, it } from "vitest"
import { sampleSubscriptionId, sampleTenantId } from "../sample/people.ts"
import { incidentsOf, phishing, sampleAzure, workspaceScope } from "../testing/sampleAzure.ts"
import { sentinelVersions } from "./apiVersions.ts"
import { armSurface } from "./armSurface.ts"

const incidents = incidentsOf("soc-prod")

describe("the caller", () => {
  it("must be said: 401 with a challenge", async () => {
    const { status, code, headers } = await sampleAzure().ask("nobody", incidents)
    expect([status, code]).toEqual([401, "AuthenticationFailed"])
    expect(headers.get("www-authenticate")).toMatch(/^Bearer authorization_uri="https:\/\//)
  })

  it("must be true: 401 InvalidAuthenticationToken for a token that doesn't verify", async () => {
    const { status, code, headers } = await sampleAzure().ask("nobody", incidents, {
      headers: { authorization: "Bearer forged" }
    })
    expect([status, code]).toEqual([401, "InvalidAuthenticationToken"])
    expect(headers.get("www-authenticate")).toContain('error="invalid_token"')
  })

  it("needs the right to the action: 403 names client, action and scope", async () => {
    const { status, code, body } = await sampleAzure().ask("elif", incidents)
    expect([status, code]).toEqual([403, "AuthorizationFailed"])
    expect(JSON.stringify(body)).toContain(
      `The client 'elif@woodgrove.example' with object id '7a1e0000-0000-4000-8000-000000000105' does not have ` +
        `authorization to perform action 'Microsoft.SecurityInsights/incidents/read' over scope ` +
        `'${workspaceScope("soc-prod")}' or the scope is invalid.`
    )
  })
})

describe("api-version", () => {
  it.each([
    ["", "MissingApiVersionParameter"],
    ["2025", "InvalidApiVersionParameter"],
    ["2025-09-01-Preview", "InvalidApiVersionParameter"],
    ["2019-01-01-preview", "UnsupportedApiVersion"],
    ["2025-09-02", "UnsupportedApiVersion"]
  ])("'%s' is refused as %s", async (version, code) => {
    const answer = await sampleAzure().ask("ben", incidents, { version })
    expect([answer.status, answer.code]).toEqual([400, code])
  })

  it.each(sentinelVersions)("%s lists incidents", async (version) => {
    expect((await sampleAzure().ask("ben", `${incidents}?$top=1`, { version })).status).toBe(200)
  })

  it("of permissions is another one", async () => {
    const path = `${workspaceScope("soc-prod")}/providers/Microsoft.Authorization/permissions`
    expect((await sampleAzure().ask("ben", path, { version: "2025-09-01" })).code).toBe("UnsupportedApiVersion")
    expect((await sampleAzure().ask("ben", path)).status).toBe(200)
  })

  it("decides whether there are techniques and tasks; teamInformation is in none", async () => {
    const azure = sampleAzure()
    const at = async (version: string) => ({
      tasks: (await azure.ask("ben", `${incidents}/${phishing}/tasks`, { version })).code ?? "there",
      incident: JSON.stringify((await azure.ask("ben", `${incidents}/${phishing}`, { version })).properties)
    })
    const preview = await at("2024-10-01-preview")
    expect(preview.tasks).toBe("there")
    expect(preview.incident).toContain('"techniques":["T1566","T1557"]')
    const stable = await at("2023-11-01")
    expect(stable.tasks).toBe("InvalidResourceType")
    expect(stable.incident).not.toContain("techniques")
    expect((await at("2024-03-01")).tasks).toBe("there")
    expect((await at("2022-09-01-preview")).tasks).toBe("InvalidResourceType")
    expect(preview.incident + stable.incident).not.toContain("teamInformation")
  })
})

describe("paths", () => {
  it("don't depend on case", async () => {
    const azure = sampleAzure()
    for (const path of [incidents.toUpperCase().replace("/PROVIDERS/", "/Providers/"), incidents.toLowerCase()]) {
      expect((await azure.ask("ben", `${path}/${phishing.toUpperCase()}`)).body["name"]).toBe(phishing)
    }
  })

  it.each([
    [
      "subscription",
      incidents.replace(sampleSubscriptionId, "11111111-2222-4333-8444-555555555555"),
      "SubscriptionNotFound"
    ],
    ["workspace", incidents.replace("soc-prod", "soc-test"), "ResourceNotFound"],
    ["incident", `${incidents}/11111111-2222-4333-8444-555555555555`, "NotFound"],
    ["comment", `${incidents}/${phishing}/comments/none`, "NotFound"],
    ["type", incidents.replace("/incidents", "/watchers"), "InvalidResourceType"],
    ["action", `${incidents}/${phishing}/fly`, "InvalidResourceType"]
  ])("to a missing %s: 404 that says which", async (_, path, code) => {
    const { status, code: given } = await sampleAzure().ask("ana", path)
    // A right on the resource group reaches workspaces that don't exist, too.
    expect([status, given]).toEqual([404, code])
  })

  it("to a missing resource group: 403 for callers without a right above it, 404 for others", async () => {
    const azure = sampleAzure()
    const path = incidents.replace("rg-soc", "rg-other")
    expect((await azure.ask("ana", path)).code).toBe("AuthorizationFailed")
    azure.arm.roleAssignments.push({
      name: "at-subscription",
      scope: `/subscriptions/${sampleSubscriptionId}`,
      roleDefinition: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
      principalId: "7a1e0000-0000-4000-8000-000000000101",
      principalType: "User"
    })
    const { status, code } = await azure.ask("ana", path)
    expect([status, code]).toEqual([404, "ResourceGroupNotFound"])
  })

  it.each([
    ["2022-09-01-preview", "POST"],
    ["2024-10-01-preview", "POST"],
    ["2025-09-01", "POST"]
  ])("createTeam is not served any more, for %s neither", async (version, method) => {
    const { status, code } = await sampleAzure().ask("ana", `${incidents}/${phishing}/createTeam`, {
      version,
      method,
      body: { teamName: "x" }
    })
    expect([status, code]).toEqual([404, "InvalidResourceType"])
  })

  it("with another method: 405", async () => {
    const azure = sampleAzure()
    for (const [method, path] of [
      ["PATCH", `${incidents}/${phishing}`],
      ["POST", incidents],
      ["GET", `${incidents}/${phishing}/alerts`]
    ] as const) {
      const { status, code } = await azure.ask("ana", path, { method })
      expect([status, code]).toEqual([405, "MethodNotAllowed"])
    }
  })

  it("that aren't ARM's are passed on", async () => {
    expect((await sampleAzure().app.request("https://localhost/v1.0/groups")).status).toBe(404)
    expect(await (await sampleAzure().app.request("https://localhost/v1.0/groups")).text()).toBe("404 Not Found")
  })
})

describe("headers", () => {
  it("have request and correlation ids, on refusals too", async () => {
    const azure = sampleAzure()
    for (const path of [incidents, `${incidents}/none`]) {
      const { headers } = await azure.ask("ben", path, { headers: { "x-ms-correlation-request-id": "mine" } })
      expect(headers.get("x-ms-request-id")).toMatch(/^[\da-f-]{36}$/)
      expect(headers.get("x-ms-correlation-request-id")).toBe("mine")
      expect(headers.get("x-ms-routing-request-id")).toContain(headers.get("x-ms-request-id"))
      expect(headers.get("x-ms-client-request-id")).toBeNull()
    }
  })

  it("return the client's request id on request", async () => {
    const { headers } = await sampleAzure().ask("ben", incidents, {
      headers: { "x-ms-client-request-id": "c-1", "x-ms-return-client-request-id": "true" }
    })
    expect(headers.get("x-ms-client-request-id")).toBe("c-1")
  })
})

describe("throttling", () => {
  it("counts reads, writes and deletes of each principal apart, and answers 429 with Retry-After", async () => {
    const azure = sampleAzure()
    const remaining = async (who: "ben" | "ana", method: string, path: string, kind: string) =>
      Number((await azure.ask(who, path, { method })).headers.get(`x-ms-ratelimit-remaining-subscription-${kind}`))
    expect(await remaining("ben", "GET", `${incidents}/${phishing}`, "reads")).toBe(249)
    expect(await remaining("ben", "GET", `${incidents}/${phishing}`, "reads")).toBe(248)
    expect(await remaining("ben", "POST", `${incidents}/${phishing}/alerts`, "writes")).toBe(199)
    expect(await remaining("ana", "DELETE", `${incidents}/none`, "deletes")).toBe(199)
    expect(await remaining("ana", "GET", `${incidents}/${phishing}`, "reads")).toBe(249)
    for (let left = 247; left >= 0; left -= 1) expect(await remaining("ben", "GET", incidents, "reads")).toBe(left)
    const refused = await azure.ask("ben", incidents)
    expect([refused.status, refused.code, refused.headers.get("retry-after")]).toEqual([
      429,
      "SubscriptionRequestsThrottled",
      "1"
    ])
    expect((await azure.ask("ana", incidents)).status).toBe(200)
    azure.time += 1000
    expect((await azure.ask("ben", incidents)).status).toBe(200)
  })

  it("is off when the tenant's behavior says so", async () => {
    const azure = sampleAzure()
    azure.arm.behavior.throttling = false
    const { headers } = await azure.ask("ben", incidents)
    expect([...headers.keys()].filter((name) => name.includes("ratelimit"))).toEqual([])
  })
})

it("a defect of our own is ARM's 500, without its text", async () => {
  const app = armSurface({
    caller: () => Promise.reject(new Error(`secret of ${sampleTenantId}`)),
    now: () => new Date()
  })
  const logged = console.error
  console.error = () => {}
  try {
    const response = await app.request(`https://localhost${incidents}?api-version=2025-09-01`)
    expect(response.status).toBe(500)
    expect(await response.json()).toEqual({ error: { code: "InternalServerError", message: "Internal server error" } })
  } finally {
    console.error = logged
  }
})
