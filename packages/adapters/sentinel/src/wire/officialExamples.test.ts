import { existsSync, readFileSync } from "node:fs"
import { WorkspaceAlias } from "@incident-teams/domain/ids/WorkspaceAlias"
import { Result, Schema } from "effect"
import { describe, expect, it } from "vitest"
import { decodeAlert } from "./WireAlert.ts"
import { decodeBookmark } from "./WireBookmark.ts"
import { decodeComment } from "./WireComment.ts"
import { entityCounts, entityDecoder } from "./WireEntity.ts"
import { decodeIncident } from "./WireIncident.ts"
import { WireEntities, WireList } from "./WireList.ts"
import { decodeRelation } from "./WireRelation.ts"
import { WireDenyAssignment, WirePermission, WireRoleAssignment, WireRoleDefinition } from "./WireRights.ts"
import { decodeTask } from "./WireTask.ts"

/** Microsoft's own examples of requests and answers; they stand beside the project and aren't part of it. */
const folder = new URL("../../../../../../shared/sentinel/examples/", import.meta.url)

const answerOf = (path: string, status = "200"): unknown => {
  const example = JSON.parse(readFileSync(new URL(path, folder), "utf8")) as {
    readonly responses: Readonly<Record<string, { readonly body: unknown }>>
  }
  return example.responses[status]?.body
}
const listOf = (path: string) => Schema.decodeUnknownSync(WireList)(answerOf(path)).value

const workspace = {
  alias: WorkspaceAlias.make("soc"),
  scope: { subscriptionId: "d0cfe6b2-9ac0-4464-9919-dccaee2e48c0", resourceGroup: "myRg", workspace: "myWorkspace" }
}
const incidentOf = (wire: unknown) => Result.getOrThrow(decodeIncident(wire, workspace))

describe.skipIf(!existsSync(folder))("Microsoft's examples decode", () => {
  it("an incident", () => {
    expect(incidentOf(answerOf("2025-09-01/incidents/GetIncidentById.json"))).toMatchObject({
      id: "soc~73e01a99-5cd7-4139-a149-9f2736ff2ab5",
      etag: '"0300bf09-0000-0000-0000-5c37296e0000"',
      number: 3177,
      title: "My incident",
      status: "Closed",
      classification: "FalsePositive",
      classificationReason: "InaccurateData",
      owner: { id: "2046feea-040d-4a46-9e2b-91c2941bfa70", name: "john doe", userPrincipalName: "john@contoso.com" },
      created: Date.parse("2019-01-01T13:15:30Z"),
      firstActivity: Date.parse("2019-01-01T13:00:30Z"),
      commentsCount: 3,
      tactics: ["InitialAccess", "Persistence"],
      providerName: "Azure Sentinel"
    })
  })

  it.each(["2025-09-01/incidents/GetIncidents.json", "2024-10-01-preview/incidents/Incidents_List.json"])(
    "the incidents of %s",
    (path) => {
      const incidents = listOf(path).map(incidentOf)
      expect(incidents.length).toBeGreaterThan(0)
      expect(incidents.every(({ title, armId }) => title !== "" && armId.includes("myWorkspace"))).toBe(true)
    }
  )

  it.each([
    ["2025-09-01/incidents/CreateIncident.json", "200"],
    ["2025-09-01/incidents/CreateIncident.json", "201"],
    ["2024-10-01-preview/incidents/Incidents_CreateOrUpdate.json", "200"],
    ["2024-10-01-preview/incidents/Incidents_CreateOrUpdate.json", "201"],
    ["2024-10-01-preview/incidents/Incidents_Get.json", "200"]
  ])("the incident of %s, %s", (path, status) => {
    expect(incidentOf(answerOf(path, status)).number).toBeGreaterThan(0)
  })

  it.each([
    "2025-09-01/incidents/GetAllIncidentAlerts.json",
    "2024-10-01-preview/incidents/IncidentAlerts/Incidents_ListAlerts.json"
  ])("the alerts of %s", (path) => {
    const alerts = listOf(path).map((wire) => Result.getOrThrow(decodeAlert(wire)))
    expect(alerts).toMatchObject([
      { id: "baa8a239-6fde-4ab7-a093-d09f7b75c58c", name: "myAlert", severity: "Low", vendorName: "Microsoft" }
    ])
    expect(alerts[0]?.started).toBe(Date.parse("2020-07-20T18:21:53.615Z"))
  })

  it.each([
    "2025-09-01/incidents/GetAllIncidentEntities.json",
    "2024-10-01-preview/incidents/IncidentEntities/Incidents_ListEntities.json"
  ])("the entities of %s", (path) => {
    const { entities, metaData } = Schema.decodeUnknownSync(WireEntities)(answerOf(path))
    expect(entities.map((wire) => Result.getOrThrow(entityDecoder(entities)(wire)))).toMatchObject([
      {
        kind: "Account",
        name: "administrator",
        facts: [
          { key: "accountName", label: "Account name", value: "administrator" },
          { key: "ntDomain", label: "NT domain", value: "domain" }
        ]
      }
    ])
    expect(entityCounts(metaData ?? [])).toEqual([{ kind: "Account", count: 1 }])
  })

  it("comments", () => {
    const comments = listOf("2025-09-01/incidents/comments/GetAllIncidentComments.json")
    const written = answerOf("2025-09-01/incidents/comments/CreateIncidentComment.json", "201")
    for (const wire of [...comments, written]) {
      expect(Result.getOrThrow(decodeComment(wire))).toMatchObject({
        id: "4bb36b7b-26ff-4d1c-9cbe-0d8ab3da0014",
        message: "Some message",
        author: { id: "2046feea-040d-4a46-9e2b-91c2941bfa70", name: "john doe" }
      })
    }
  })

  it.each([
    "2025-09-01/incidents/GetAllIncidentBookmarks.json",
    "2024-10-01-preview/incidents/IncidentBookmarks/Incidents_ListBookmarks.json"
  ])("the bookmarks of %s", (path) => {
    const bookmarks = listOf(path).map((wire) => Result.getOrThrow(decodeBookmark(wire)))
    expect(bookmarks[0]).toMatchObject({
      name: "SecurityEvent - 868f40f4698d",
      query: "SecurityEvent\r\n| take 1\n",
      eventTime: Date.parse("2020-06-17T15:34:01.426Z"),
      createdBy: { id: "b03ca914-5eb6-45e5-9417-fe0797c372fd", name: "user" }
    })
  })

  it("tasks", () => {
    const tasks = listOf("2025-09-01/incidents/tasks/IncidentTasks_List.json")
    const written = answerOf("2025-09-01/incidents/tasks/IncidentTasks_CreateOrUpdate.json", "201")
    for (const wire of [...tasks, written]) {
      expect(Result.getOrThrow(decodeTask(wire))).toMatchObject({
        title: "Task title",
        description: "Task description",
        status: "New",
        createdBy: { name: "john doe" }
      })
    }
  })

  it("relations", () => {
    const relations = listOf("2025-09-01/incidents/relations/GetAllIncidentRelations.json")
    expect(relations.length).toBeGreaterThan(1)
    for (const wire of relations) {
      expect(Result.getOrThrow(decodeRelation(wire))).toMatchObject({
        relatedId: expect.stringContaining("/providers/Microsoft."),
        type: expect.stringContaining("/")
      })
    }
  })

  it("permissions, with and without empty lists", () => {
    const folderOf = "authorization-2022-04-01/"
    const items = [...listOf(`${folderOf}GetPermissions.json`), ...listOf(`${folderOf}GetResourcePermissions.json`)]
    expect(items.map((item) => Schema.decodeUnknownSync(WirePermission)(item))).toEqual([
      { actions: [], notActions: [] },
      { actions: [], notActions: [] }
    ])
  })

  it("role assignments, a role definition and deny assignments", () => {
    const folderOf = "authorization-2022-04-01/"
    const [assignment] = listOf(`${folderOf}RoleAssignments_ListForScope.json`)
    expect(Schema.decodeUnknownSync(WireRoleAssignment)(assignment).properties.scope).toMatch(/^\/subscriptions\//u)
    const role = Schema.decodeUnknownSync(WireRoleDefinition)(answerOf(`${folderOf}GetRoleDefinitionById.json`))
    expect(role.properties.permissions).toEqual([{ actions: ["action"], notActions: [] }])
    const [deny] = listOf(`${folderOf}GetDenyAssignmentByScope.json`)
    expect(Schema.decodeUnknownSync(WireDenyAssignment)(deny).properties).toMatchObject({
      doNotApplyToChildScopes: false,
      excludePrincipals: [{ id: "principalId2" }]
    })
  })
})
