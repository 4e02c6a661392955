import { describe, expect, it } from "vitest"
import { sampleSubscriptionId } from "../../sample/people.ts"
import { exampleBody, graphDescription } from "../../testing/graphDescription.ts"
import { simulation, type TestTenant } from "../../testing/simulation.ts"

const running = simulation({ still: true })
const { available, expectValid } = graphDescription("defender")

const workspace = "/arm/workspaces/soc-lab"
const armPath = `/subscriptions/${sampleSubscriptionId}/resourceGroups/rg-soc/providers/Microsoft.OperationalInsights/workspaces/soc-lab/providers/Microsoft.SecurityInsights/incidents`

/** An incident that Defender made, labeled with its title. */
const incident = async (tenant: TestTenant, title: string) => {
  const labels = [{ labelName: title, labelType: "User" }]
  const { body } = await tenant.control("POST", `${workspace}/incidents`, { title, labels, fromDefender: true })
  const bearer = await tenant.token({ user: "ana", audience: "arm", scope: "user_impersonation" })
  return {
    name: String(body.name),
    id: String(body.providerIncidentId),
    number: Number(body.incidentNumber),
    inDefender: async () => (await tenant.graph("GET", `/security/incidents/${body.providerIncidentId}`)).body,
    inSentinel: async (apiVersion = "2025-09-01") => {
      const response = await fetch(`${running.base}${armPath}/${body.name}?api-version=${apiVersion}`, {
        headers: { authorization: `Bearer ${bearer}` }
      })
      // oxlint-disable-next-line typescript/no-explicit-any -- a test looks into bodies of any shape
      const { properties }: any = await response.json()
      return properties
    },
    mergeInto: (into: { readonly name: string }, after?: Readonly<Record<string, number>>) =>
      tenant.control("POST", `${workspace}/incidents/${body.name}/merge`, { into: into.name, after })
  }
}

const labelsOf = (properties: { readonly labels: ReadonlyArray<{ readonly labelName: string }> }) =>
  properties.labels.map(({ labelName }) => labelName)

describe("a merge", () => {
  it("shows in Graph and in both forms of Sentinel at once by default", async () => {
    const tenant = await running.tenant()
    const [source, target] = [await incident(tenant, "Source"), await incident(tenant, "Target")]
    expect(await source.inDefender()).toMatchObject({ status: "active", redirectIncidentId: null })
    await source.mergeInto(target)
    expect(await source.inDefender()).toMatchObject({ status: "redirected", redirectIncidentId: target.id })
    expect(await target.inDefender()).toMatchObject({ status: "active", customTags: ["Target", "Source"] })
    const stable = await source.inSentinel()
    expect(stable).toMatchObject({ status: "Closed", labels: [{ labelName: "Redirected" }] })
    expect(stable.additionalData).not.toHaveProperty("mergedIncidentNumber")
    const preview = await source.inSentinel("2025-10-01-preview")
    expect(preview.additionalData).toMatchObject({ mergedIncidentNumber: String(target.number) })
  })

  it("occurs in the order and with the delays asked for", async () => {
    const tenant = await running.tenant()
    const [source, target] = [await incident(tenant, "Source"), await incident(tenant, "Target")]
    await source.mergeInto(target, { mark: 2_000, close: 4_000, redirect: 6_000 })
    const seen = async () => {
      const properties = await source.inSentinel()
      const redirected = (await source.inDefender()).status === "redirected"
      return [labelsOf(await target.inSentinel()), labelsOf(properties), properties.status, redirected]
    }
    const moved = ["Target", "Source"]
    expect(await seen()).toEqual([moved, [], "New", false])
    tenant.advance(2_000)
    expect(await seen()).toEqual([moved, ["Redirected"], "New", false])
    const before = (await source.inSentinel()).lastModifiedTimeUtc
    tenant.advance(2_000)
    expect(await seen()).toEqual([moved, ["Redirected"], "Closed", false])
    expect((await source.inSentinel()).lastModifiedTimeUtc > before).toBe(true)
    tenant.advance(2_000)
    expect(await seen()).toEqual([moved, ["Redirected"], "Closed", true])
  })

  it.each([
    ["keep", "second"],
    ["rewrite", "third"]
  ] as const)("may be one of a chain or a cycle; earlier ones: %s", async (earlierRedirects, leadsTo) => {
    const tenant = await running.tenant()
    await tenant.control("PATCH", "/arm/behavior", { earlierRedirects })
    const first = await incident(tenant, "first")
    const [second, third] = [await incident(tenant, "second"), await incident(tenant, "third")]
    await first.mergeInto(second)
    await second.mergeInto(third)
    expect((await first.inDefender()).redirectIncidentId).toBe({ second, third }[leadsTo].id)
    await third.mergeInto(second)
    expect((await third.inDefender()).redirectIncidentId).toBe(second.id)
  })

  it.each([
    ["an incident that isn't there", { into: "none" }],
    ["an unknown effect", { after: { undo: 1 } }],
    ["a delay that is no number", { after: { mark: "soon" } }],
    ["delays that are no object", { after: 5 }]
  ])("is refused for %s", async (_, wrong) => {
    const tenant = await running.tenant()
    const [source, target] = [await incident(tenant, "Source"), await incident(tenant, "Target")]
    const body = { into: target.name, ...wrong }
    await expect(tenant.control("POST", `${workspace}/incidents/${source.name}/merge`, body)).rejects.toThrow("400")
    expect(await source.inDefender()).toMatchObject({ status: "active" })
  })

  it("is refused for an incident that Sentinel made, which Defender doesn't know", async () => {
    const tenant = await running.tenant()
    const target = await incident(tenant, "Target")
    const { body } = await tenant.control("POST", `${workspace}/incidents`, { title: "Sentinel's own" })
    await expect(
      tenant.control("POST", `${workspace}/incidents/${body.name}/merge`, { into: target.name })
    ).rejects.toThrow("400")
    expect((await tenant.graph("GET", `/security/incidents/${body.providerIncidentId}`)).status).toBe(404)
  })
})

describe("an incident of Defender", () => {
  it("needs a permission, which the refusal names", async () => {
    const tenant = await running.tenant()
    const { id } = await incident(tenant, "Secret")
    await tenant.control("PUT", "/applications/server", { roles: { graph: ["User.Read.All"] } })
    const bearer = await tenant.token({ application: "server", audience: "graph" })
    const { status, body } = await tenant.graph("GET", `/security/incidents/${id}`, undefined, {
      authorization: `Bearer ${bearer}`
    })
    expect([status, body.error.message]).toEqual([
      403,
      "Missing application roles. API required roles: SecurityIncident.Read.All,SecurityIncident.ReadWrite.All, application roles: User.Read.All."
    ])
  })

  it("is refused in a tenant without Defender", async () => {
    const tenant = await running.tenant({ defenderProvisioned: false })
    const { status, body } = await tenant.graph("GET", "/security/incidents/1")
    expect([status, body.error.message]).toEqual([403, "Unauthorized request - Account is not provisioned."])
  })
})

const path = "/security/incidents/{incident-id}"

describe.skipIf(!available)("Microsoft's description", () => {
  it("fits the incident, before and after a merge, and the errors", async () => {
    const tenant = await running.tenant()
    const [source, target] = [await incident(tenant, "Source"), await incident(tenant, "Target")]
    const read = (id: string) => tenant.graph("GET", `/security/incidents/${id}`)
    expectValid(path, "get", await read("28417"))
    await source.mergeInto(target)
    expectValid(path, "get", await read(source.id))
    expectValid(path, "get", await read("987654321"))
  })

  it("fits the members of the redirected incident that the articles describe", async () => {
    const example = exampleBody("defender/examples/made-redirected-incident.json") ?? {}
    const tenant = await running.tenant()
    const [source, target] = [await incident(tenant, "Source"), await incident(tenant, "Target")]
    await source.mergeInto(target)
    expect(Object.keys(await source.inDefender()).toSorted()).toEqual(Object.keys(example).toSorted())
  })
})
