import { describe, expect, it } from "vitest"
import { isObject } from "../platform/json.ts"
import { samplePeople, sampleSubscriptionId } from "../sample/people.ts"
import { phishing, sampleAzure, type SampleAzure, workspaceScope } from "../testing/sampleAzure.ts"
import { hasReference, objectAt, type Operation, readReference, specification } from "../testing/specification.ts"
import { builtInRoles } from "./rbac/builtInRoles.ts"

const fresh = "d9a5c6b4-11a7-4a52-8f5e-0b9c4f3f9e01"

/** Statuses of an operation's life, in the order in which they are provoked. */
const calls: Readonly<Record<string, ReadonlyArray<number>>> = {
  PUT: [201, 200],
  GET: [200],
  POST: [200],
  DELETE: [200, 204]
}
const order = ["PUT", "POST", "GET", "DELETE"]

/** Request bodies, by the name of the specification's body parameter. */
const bodies: Readonly<Record<string, object>> = {
  incident: {
    properties: {
      title: "My incident",
      description: "This is a demo incident",
      severity: "High",
      status: "Closed",
      classification: "FalsePositive",
      classificationReason: "IncorrectAlertLogic",
      classificationComment: "Not a malicious activity",
      owner: { objectId: "2046feea-040d-4a46-9e2b-91c2941bfa70" },
      labels: [{ labelName: "demo" }],
      firstActivityTimeUtc: "2026-11-01T13:00:30Z",
      lastActivityTimeUtc: "2026-11-01T13:05:30Z"
    }
  },
  incidentComment: { properties: { message: "Some message" } },
  incidentTask: { properties: { title: "Task title", description: "Task description", status: "New" } },
  relation: {
    properties: { relatedResourceId: `${workspaceScope("soc-prod")}/providers/Microsoft.SecurityInsights/bookmarks/b1` }
  }
}

const bodyFor = (path: string): object | undefined => {
  if (path.endsWith("{incidentId}")) return bodies["incident"]
  if (path.includes("/comments/")) return bodies["incidentComment"]
  return path.includes("/tasks/") ? bodies["incidentTask"] : bodies["relation"]
}

const filled = (path: string, values: Readonly<Record<string, string>>): string =>
  (path.startsWith("/{") ? path.slice(1) : path).replaceAll(
    /\{(\w+)\}/g,
    (_, name: string) => values[name] ?? "missing"
  )

describe.each([
  ["openapi-incidents-2025-09-01.json", "2025-09-01"],
  ["openapi-incidents-2024-10-01-preview.json", "2024-10-01-preview"],
  ["openapi-incidents-2022-09-01-preview.json", "2022-09-01-preview"]
])("%s", (file, version) => {
  const there = hasReference(file)
  const spec = there ? specification(file) : undefined
  const served = (spec?.operations ?? [])
    .filter(({ path }) => !path.endsWith("/createTeam"))
    .toSorted((left, right) => order.indexOf(left.method) - order.indexOf(right.method))

  const pathOf = ({ path, method }: Operation): string => {
    // The incident that is made and deleted here is another one than that of all other routes.
    const isOwn = path.endsWith("{incidentId}") && method !== "GET"
    return filled(path, {
      subscriptionId: sampleSubscriptionId,
      resourceGroupName: "rg-soc",
      workspaceName: "soc-prod",
      incidentId: isOwn ? fresh : phishing,
      incidentCommentId: fresh,
      incidentTaskId: fresh,
      relationName: fresh
    })
  }
  const ask = (azure: SampleAzure, operation: Operation) => {
    const { method, path } = operation
    return azure.ask("ana", pathOf(operation), { method, version, ...(method === "PUT" && { body: bodyFor(path) }) })
  }

  it.skipIf(!there)("each operation answers as specified", async () => {
    const azure = sampleAzure()
    expect(served.length).toBeGreaterThanOrEqual(15)
    for (const operation of served) {
      for (const expected of calls[operation.method] ?? []) {
        const { status, body } = await ask(azure, operation)
        expect([operation.method, operation.path, status]).toEqual([operation.method, operation.path, expected])
        expect(spec?.faults(operation, status, body)).toEqual([])
      }
    }
  })

  it.skipIf(!there)("each operation refuses with the specified envelope", async () => {
    const azure = sampleAzure()
    for (const operation of served) {
      const { status, body } = await azure.ask("elif", pathOf(operation), { method: operation.method, version })
      expect(status).toBe(403)
      expect(spec?.faults(operation, status, body)).toEqual([])
    }
  })

  it.skipIf(!there)("all evidence of all sample incidents is as specified", async () => {
    const azure = sampleAzure()
    const ofIncident = served.filter(({ path }) => /\{incidentId\}(\/[a-z]+)?$/.test(path))
    for (const { name } of azure.arm.workspaces[0]?.incidents ?? []) {
      for (const operation of ofIncident.filter(({ method }) => method === "GET" || method === "POST")) {
        const path = pathOf(operation).replace(phishing, name)
        const { status, body } = await azure.ask("dev", path, { method: operation.method, version })
        expect(spec?.faults(operation, status, body)).toEqual([])
      }
    }
  })

  it.skipIf(!there)("the check itself finds a wrong member, a wrong kind and a wrong status", async () => {
    const azure = sampleAzure()
    const get = served.find(({ path, method }) => method === "GET" && path.endsWith("{incidentId}"))
    const entities = served.find(({ path }) => path.endsWith("/entities"))
    if (get === undefined || entities === undefined) throw new Error("the specification has changed")
    const incident = (await ask(azure, get)).body
    const found = (await ask(azure, entities)).body
    const faults = (operation: Operation, body: unknown, status = 200) => spec?.faults(operation, status, body).length
    expect(faults(get, incident)).toBe(0)
    expect(faults(get, incident, 201)).not.toBe(0)
    expect(faults(get, { ...incident, color: "red" })).not.toBe(0)
    expect(faults(get, { ...incident, properties: { ...objectAt(incident, "properties"), titel: "x" } })).not.toBe(0)
    expect(
      faults(get, { ...incident, properties: { ...objectAt(incident, "properties"), severity: "Urgent" } })
    ).not.toBe(0)
    const [entity] = Array.isArray(found["entities"]) ? found["entities"].filter(isObject) : []
    expect(faults(entities, { ...found, entities: [{ ...entity, kind: "Spaceship" }] })).not.toBe(0)
  })
})

describe("openapi-authorization-2022-04-01.json", () => {
  const file = "openapi-authorization-2022-04-01.json"
  const there = hasReference(file)

  it.skipIf(!there)("each operation answers as specified", async () => {
    const spec = specification(file)
    const azure = sampleAzure()
    const denyScope = `/subscriptions/${sampleSubscriptionId}/resourceGroups/rg-soc`
    azure.arm.denyAssignments.push({
      name: fresh,
      denyAssignmentName: "Freeze",
      description: "",
      scope: denyScope,
      permissions: [{ actions: ["x"], notActions: [], dataActions: [], notDataActions: [] }],
      principals: [{ id: "00000000-0000-0000-0000-000000000000", type: "SystemDefined" }],
      excludePrincipals: [],
      doNotApplyToChildScopes: false,
      isSystemProtected: true
    })
    // Reader on the subscription: operations are asked at every scope.
    azure.arm.roleAssignments.push({
      name: fresh,
      scope: `/subscriptions/${sampleSubscriptionId}`,
      roleDefinition: "acdd72a7-3385-48ef-bd42-f606fba81ae7",
      principalId: "7a1e0000-0000-4000-8000-000000000101",
      principalType: "User"
    })
    const [role] = builtInRoles
    const scope = workspaceScope("soc-prod")
    const values = {
      subscriptionId: sampleSubscriptionId,
      resourceGroupName: "rg-soc",
      resourceProviderNamespace: "Microsoft.OperationalInsights",
      // The specification has a slash between this empty one and the type.
      parentResourcePath: "",
      resourceType: "workspaces",
      resourceName: "soc-prod",
      scope: scope.slice(1),
      roleDefinitionId: role?.name ?? "",
      roleAssignmentName: fresh,
      roleAssignmentId: `${scope}/providers/Microsoft.Authorization/roleAssignments/${fresh}`.slice(1),
      denyAssignmentId: fresh
    }
    for (const operation of spec.operations) {
      const isById = operation.path === "/{denyAssignmentId}"
      const path = isById
        ? `${denyScope}/providers/Microsoft.Authorization/denyAssignments/${fresh}`
        : `/${filled(operation.path, values)}`.replaceAll(/\/{2,}/g, "/")
      const { status, body } = await azure.ask("ana", path, { version: "2022-04-01" })
      expect([path, status]).toEqual([path, 200])
      expect(spec.faults(operation, status, body)).toEqual([])
    }
    // The description at hand has only reads; a write answers with the same resource.
    const byName = spec.operations.find(({ path }) => path.endsWith("{roleAssignmentName}"))
    const properties = { roleDefinitionId: `/roleDefinitions/${role?.name}`, principalId: samplePeople.elif.id }
    const own = `${scope}/providers/Microsoft.Authorization/roleAssignments/d9a5c6b4-11a7-4a52-8f5e-0b9c4f3f9e03`
    azure.arm.roleAssignments.push({
      name: "d9a5c6b4-11a7-4a52-8f5e-0b9c4f3f9e02",
      scope,
      roleDefinition: "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
      principalId: samplePeople.ana.id,
      principalType: "User"
    })
    const written = await azure.ask("ana", own, { version: "2022-04-01", method: "PUT", body: { properties } })
    expect([written.status, byName && spec.faults(byName, 200, written.body)]).toEqual([201, []])
  })
})

/** Where a value has members: `properties/owner/email`; members of an array's items as of one. */
const membersOf = (value: unknown, at = ""): Array<string> => {
  if (Array.isArray(value)) return value.flatMap((item) => membersOf(item, at))
  if (!isObject(value)) return [at]
  return Object.entries(value).flatMap(([key, inner]) => membersOf(inner, at === "" ? key : `${at}/${key}`))
}

const folder = "examples/2025-09-01/incidents"

describe.skipIf(!hasReference(folder))("official examples", () => {
  it.each([
    ["GetIncidents", "", "GET"],
    ["GetAllIncidentAlerts", "/alerts", "POST"],
    ["GetAllIncidentBookmarks", "/bookmarks", "POST"],
    ["GetAllIncidentEntities", "/entities", "POST"],
    ["comments/GetAllIncidentComments", "/comments", "GET"],
    ["relations/GetAllIncidentRelations", "/relations", "GET"],
    ["tasks/IncidentTasks_List", "/tasks", "GET"]
  ] as const)("%s has no member that our answers lack", async (name, what, method) => {
    const file = `${folder}/${name}.json`
    const azure = sampleAzure()
    const incidents = `${workspaceScope("soc-prod")}/providers/Microsoft.SecurityInsights/incidents`
    const answers = await Promise.all(
      what === ""
        ? [azure.ask("dev", incidents)]
        : (azure.arm.workspaces[0]?.incidents ?? []).map((incident) =>
            azure.ask("dev", `${incidents}/${incident.name}${what}`, { method })
          )
    )
    const ours = new Set(answers.flatMap(({ body }) => membersOf(body)))
    // Free maps differ from source to source.
    const theirs = membersOf(objectAt(readReference(file), "responses", "200", "body")).filter(
      (member) => !member.includes("/additionalData/ETag")
    )
    expect(theirs.length).toBeGreaterThan(4)
    expect(
      theirs.filter((member) => !ours.has(member) && ![...ours].some((known) => known.startsWith(`${member}/`)))
    ).toEqual([])
  })
})
