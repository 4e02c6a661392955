import { randomUUID } from "node:crypto"
import { OnBehalfOfCredential } from "@azure/identity"
import { describe, expect, it } from "vitest"
import { sampleApplications, sampleResourceGroup, sampleSubscriptionId, sampleWorkspaces } from "./sample/people.ts"
import { simulation, type TestTenant } from "./testing/simulation.ts"

const running = simulation()
const incidents =
  `/subscriptions/${sampleSubscriptionId}/resourceGroups/${sampleResourceGroup}` +
  `/providers/Microsoft.OperationalInsights/workspaces/${sampleWorkspaces.prod}/providers/Microsoft.SecurityInsights/incidents`

const arm = async (token: string, method: string, path: string, body?: unknown) => {
  const init: RequestInit = {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" }
  }
  if (body !== undefined) init.body = JSON.stringify(body)
  const response = await fetch(`${running.base}${path}?api-version=2025-09-01`, init)
  return {
    status: response.status,
    body: (await response.json()) as { value: ReadonlyArray<{ name: string; properties: { message: string } }> }
  }
}

const armToken = (tenant: TestTenant, user: string): Promise<string> =>
  tenant.token({ user, audience: "arm", scope: "user_impersonation" })

describe("the surfaces together", () => {
  it("a user's API token becomes an ARM token on behalf of the user, and reads incidents", async () => {
    const tenant = await running.tenant()
    const { appId, secret } = sampleApplications.server
    // Spread, because the options' type lacks disableInstanceDiscovery, which the credential honors.
    const entra = { authorityHost: running.base, disableInstanceDiscovery: true }
    const credential = new OnBehalfOfCredential({
      tenantId: tenant.id,
      clientId: appId,
      clientSecret: secret,
      userAssertionToken: await tenant.token({ user: "chloe" }),
      ...entra
    })
    const { token } = await credential.getToken("https://management.azure.com/.default")
    const { status, body } = await arm(token, "GET", incidents)
    expect(status).toBe(200)
    expect(body.value.length).toBeGreaterThan(5)
  })

  it("roles come through groups: a person who leaves the group loses them", async () => {
    const tenant = await running.tenant()
    const token = await armToken(tenant, "chloe")
    expect((await arm(token, "GET", incidents)).status).toBe(200)
    await tenant.control("DELETE", "/groups/soc-tier1/members/chloe")
    expect((await arm(token, "GET", incidents)).status).toBe(403)
  })

  it.each([
    ["elif has no role", { user: "elif", audience: "arm" }, 403],
    ["the token is for Graph", { user: "ben", audience: "graph" }, 401],
    ["the token is forged", { user: "ben", audience: "arm", forged: true }, 401],
    ["the token has expired", { user: "ben", audience: "arm", expiresIn: -600 }, 401]
  ])("ARM refuses when %s", async (_, request, status) => {
    const tenant = await running.tenant()
    expect((await arm(await tenant.token(request), "GET", incidents)).status).toBe(status)
  })

  it("ARM's calls are recorded and its faults come after the effect, too", async () => {
    const tenant = await running.tenant()
    const token = await armToken(tenant, "ben")
    const listed = await arm(token, "GET", incidents)
    const incident = `${incidents}/${listed.body.value[0]!.name}`
    await tenant.control("POST", "/faults", {
      surface: "arm",
      method: "PUT",
      path: "^/subscriptions/.+/comments/[^/]+$",
      times: 1,
      fault: { kind: "answer", status: 503, afterEffect: true }
    })
    const comment = `${incident}/comments/${randomUUID()}`
    const message = { properties: { message: "https://teams.example/team" } }
    expect((await arm(token, "PUT", comment, message)).status).toBe(503)
    const comments = await arm(token, "GET", `${incident}/comments`)
    expect(
      comments.body.value.filter(({ properties }) => properties.message === message.properties.message)
    ).toHaveLength(1)
    const { body } = await tenant.control("GET", "/calls?surface=arm")
    expect(body.value.map(({ method, status }: { method: string; status: number }) => [method, status])).toEqual([
      ["GET", 200],
      ["PUT", 503],
      ["GET", 200]
    ])
  })

  it("answers 404 with a clear message for an unknown path", async () => {
    const response = await fetch(`${running.base}/nowhere`)
    expect([response.status, await response.text()]).toEqual([
      404,
      expect.stringContaining("doesn't serve GET /nowhere")
    ])
  })
})
