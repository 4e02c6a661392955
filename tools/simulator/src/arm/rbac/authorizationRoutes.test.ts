import { describe, expect, it } from "vitest"
import { type UncheckedObject, isObject } from "../../platform/json.ts"
import { sampleApplications, sampleGroups, samplePeople, sampleSubscriptionId } from "../../sample/people.ts"
import { phishing, incidentsOf, sampleAzure, workspaceScope } from "../../testing/sampleAzure.ts"
import { grants } from "./effectiveRights.ts"

const prod = workspaceScope("soc-prod")
const group = `/subscriptions/${sampleSubscriptionId}/resourcegroups/rg-soc`
const authorization = (scope: string, what: string): string => `${scope}/providers/Microsoft.Authorization/${what}`
const responder = "3e150937-b8fe-4cfb-8069-0eaf05ecd056"

const texts = (value: unknown): Array<string> => (Array.isArray(value) ? value.map(String) : [])
const mayWrite = (items: ReadonlyArray<UncheckedObject>): boolean =>
  items.some((item) =>
    grants(
      { actions: texts(item["actions"]), notActions: texts(item["notActions"]) },
      "Microsoft.SecurityInsights/incidents/write"
    )
  )
const members = (items: ReadonlyArray<UncheckedObject>, name: string): Array<unknown> =>
  items.map(({ properties }) => (isObject(properties) ? properties[name] : undefined))

describe("permissions of the caller", () => {
  it.each([
    ["ana", true],
    ["ben", true],
    ["chloe", true],
    ["dev", false],
    ["server", true]
  ] as const)("of %s at the workspace: may write incidents %s", async (who, expected) => {
    const { status, value } = await sampleAzure().ask(who, authorization(prod, "permissions"))
    expect(status).toBe(200)
    expect(value.length).toBeGreaterThan(0)
    expect(mayWrite(value)).toBe(expected)
  })

  it("of a caller without a role: an empty list", async () => {
    const { status, body } = await sampleAzure().ask("elif", authorization(prod, "permissions"))
    expect([status, body]).toEqual([200, { value: [] }])
  })

  it("need a role with that right, where the tenant is so", async () => {
    const azure = sampleAzure()
    azure.arm.behavior.ownPermissions = "byRole"
    expect((await azure.ask("ben", authorization(prod, "permissions"))).status).toBe(200)
    expect((await azure.ask("elif", authorization(prod, "permissions"))).status).toBe(403)
  })

  it("at the resource group exclude assignments at a workspace", async () => {
    const azure = sampleAzure()
    expect((await azure.ask("server", authorization(group, "permissions"))).value).toEqual([])
    expect(mayWrite((await azure.ask("ben", authorization(group, "permissions"))).value)).toBe(true)
  })

  it("go on by the next link", async () => {
    const azure = sampleAzure()
    const whole = await azure.ask("ben", authorization(prod, "permissions"))
    azure.arm.behavior.authorizationPageSize = 1
    const first = await azure.ask("ben", authorization(prod, "permissions"))
    expect(first.value).toHaveLength(1)
    const link = new URL(String(first.body["nextLink"]))
    const second = await azure.ask("ben", link.pathname + link.search, { version: "" })
    expect([...first.value, ...second.value]).toEqual(whole.value)
    expect(second.body["nextLink"]).toBeUndefined()
  })
})

describe("role assignments", () => {
  const ofBen = (filter: string, scope = prod) =>
    sampleAzure().ask("server", `${authorization(scope, "roleAssignments")}?$filter=${filter}`)

  it("assignedTo finds direct ones and those of all groups", async () => {
    const { value } = await ofBen(`assignedTo('${samplePeople.ben.id}')`)
    expect(members(value, "principalId")).toEqual([sampleGroups["soc-tier2"], samplePeople.ben.id])
    expect(members(value, "principalType")).toEqual(["Group", "User"])
    const chloe = await ofBen(`atScope()+and+assignedTo('${samplePeople.chloe.id}')`)
    expect(members(chloe.value, "principalId")).toEqual([sampleGroups["soc-tier1"]])
  })

  it("assignedTo doesn't take a group's id; principalId does, for direct ones", async () => {
    expect((await ofBen(`assignedTo('${sampleGroups["soc-tier1"]}')`)).value).toEqual([])
    const direct = await ofBen(`principalId+eq+'${sampleGroups["soc-tier1"]}'`)
    expect(members(direct.value, "principalId")).toEqual([sampleGroups["soc-tier1"]])
    expect((await ofBen(`principalId eq '${samplePeople.chloe.id}'`)).value).toEqual([])
  })

  it("without atScope() hold those below the scope, too", async () => {
    const azure = sampleAzure()
    const server = sampleApplications.server.objectId
    const ask = (filter: string) => azure.ask("ben", `${authorization(group, "roleAssignments")}?$filter=${filter}`)
    expect(members((await ask(`assignedTo('${server}')`)).value, "scope")).toEqual([prod, workspaceScope("soc-lab")])
    expect((await ask(`atScope() and assignedTo('${server}')`)).value).toEqual([])
    expect((await azure.ask("ben", authorization(group, "roleAssignments"))).value).toHaveLength(9)
  })

  it("name roles that can be read by their id", async () => {
    const azure = sampleAzure()
    const { value } = await azure.ask(
      "server",
      `${authorization(prod, "roleAssignments")}?$filter=assignedTo('${sampleApplications.playbook.objectId}')`
    )
    const [id] = members(value, "roleDefinitionId")
    expect(id).toBe(
      `/subscriptions/${sampleSubscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${responder}`
    )
    const role = await azure.ask("server", String(id))
    expect(role.status).toBe(200)
    expect(role.properties).toMatchObject({ roleName: "Microsoft Sentinel Responder", type: "BuiltInRole" })
    const { permissions } = role.properties
    expect(mayWrite(Array.isArray(permissions) ? permissions.filter(isObject) : [])).toBe(true)
  })

  it("need the right to read them", async () => {
    const { status, body } = await sampleAzure().ask("elif", authorization(prod, "roleAssignments"))
    expect(status).toBe(403)
    expect(JSON.stringify(body)).toContain("Microsoft.Authorization/roleAssignments/read")
  })

  it("are found by name", async () => {
    const azure = sampleAzure()
    const [assignment] = azure.arm.roleAssignments
    const path = authorization(prod, `roleAssignments/${assignment?.name}`)
    expect((await azure.ask("dev", path)).body["name"]).toBe(assignment?.name)
    expect((await azure.ask("dev", `${path}0`)).status).toBe(404)
  })

  it.each(["assignedTo(ben)", "principalId gt 'x'", "atScope() or principalId eq 'x'"])("%s: 400", async (filter) => {
    expect((await ofBen(encodeURIComponent(filter))).status).toBe(400)
  })

  it("change what may be done at once", async () => {
    const azure = sampleAzure()
    const path = `${incidentsOf("soc-prod")}/${phishing}`
    expect((await azure.ask("elif", path)).status).toBe(403)
    azure.arm.roleAssignments.push({
      name: "new",
      scope: `${group}/`,
      roleDefinition: "8d289c81-5878-46d4-8554-54e1e3d8b5cb",
      principalId: samplePeople.elif.id,
      principalType: "User"
    })
    expect((await azure.ask("elif", path)).status).toBe(200)
  })
})

describe("role definitions", () => {
  it("are listed by name and by type", async () => {
    const azure = sampleAzure()
    const list = async (filter: string) =>
      members((await azure.ask("dev", `${authorization(prod, "roleDefinitions")}?$filter=${filter}`)).value, "roleName")
    expect(await list("roleName eq 'Contributor'")).toEqual(["Contributor"])
    expect(await list("type eq 'BuiltInRole'")).toHaveLength(13)
    expect(await list("type eq 'CustomRole'")).toEqual([])
  })

  it("are readable at the root, too, and by no one without any role", async () => {
    const azure = sampleAzure()
    const path = authorization("", `roleDefinitions/${responder}`)
    const { status, body } = await azure.ask("dev", path)
    expect([status, body["id"]]).toEqual([200, path])
    expect((await azure.ask("elif", path)).status).toBe(403)
    expect((await azure.ask("dev", authorization("", "roleDefinitions/none"))).status).toBe(404)
  })
})

describe("deny assignments", () => {
  it("are listed for the principals they apply to, without exclusions", async () => {
    const azure = sampleAzure()
    azure.arm.denyAssignments.push({
      name: "freeze",
      denyAssignmentName: "Freeze",
      description: "",
      scope: group,
      permissions: [{ actions: ["*/write"], notActions: [], dataActions: [], notDataActions: [] }],
      principals: [{ id: sampleGroups["soc-all"], type: "Group" }],
      excludePrincipals: [{ id: samplePeople.ana.id, type: "User" }],
      doNotApplyToChildScopes: false,
      isSystemProtected: false
    })
    const list = async (filter: string) =>
      (await azure.ask("dev", `${authorization(prod, "denyAssignments")}?$filter=${filter}`)).value.map(
        ({ name }) => name
      )
    expect(await list("")).toEqual(["freeze"])
    expect(await list(`assignedTo('${samplePeople.ben.id}')`)).toEqual(["freeze"])
    expect(await list(`assignedTo('${samplePeople.ana.id}')`)).toEqual([])
    expect(await list(`assignedTo('${samplePeople.elif.id}')`)).toEqual([])
    expect(await list(`principalId eq '${sampleGroups["soc-all"]}'`)).toEqual(["freeze"])
    expect(await list("denyAssignmentName eq 'Thaw'")).toEqual([])
    expect((await azure.ask("dev", authorization(prod, "denyAssignments/freeze"))).properties["scope"]).toBe(group)
    expect((await azure.ask("elif", authorization(prod, "denyAssignments"))).status).toBe(403)
    expect((await azure.ask("ben", `${incidentsOf("soc-prod")}/x`, { method: "DELETE" })).status).toBe(204)
  })
})

describe("writing role assignments", () => {
  const name = "0b6a5f1c-0000-4000-8000-0000000000a1"
  const path = authorization(group, `roleAssignments/${name}`)
  const properties = {
    roleDefinitionId: authorization(`/subscriptions/${sampleSubscriptionId}`, `roleDefinitions/${responder}`),
    principalId: sampleApplications.stranger.objectId
  }
  const owned = () => {
    const azure = sampleAzure()
    azure.arm.roleAssignments.push({
      name: "0b6a5f1c-0000-4000-8000-0000000000a0",
      scope: group,
      roleDefinition: "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9",
      principalId: samplePeople.elif.id,
      principalType: "User"
    })
    return azure
  }

  it("creates one under the given name, changes nothing the second time, and deletes it", async () => {
    const azure = owned()
    const put = () => azure.ask("elif", path, { method: "PUT", body: { properties } })
    expect(await put()).toMatchObject({
      status: 201,
      body: { name },
      properties: { principalType: "ServicePrincipal" }
    })
    expect((await put()).status).toBe(200)
    expect((await azure.ask("stranger", incidentsOf("soc-prod"))).status).toBe(200)
    const other = path.replace(name, "0b6a5f1c-0000-4000-8000-0000000000a2")
    expect(await azure.ask("elif", other, { method: "PUT", body: { properties } })).toMatchObject({
      status: 409,
      code: "RoleAssignmentExists"
    })
    const changed = { properties: { ...properties, principalId: sampleApplications.playbook.objectId } }
    expect(await azure.ask("elif", path, { method: "PUT", body: changed })).toMatchObject({
      status: 409,
      code: "RoleAssignmentUpdateNotPermitted"
    })
    const remove = () => azure.ask("elif", path, { method: "DELETE" })
    expect([(await remove()).status, (await remove()).status]).toEqual([200, 204])
    expect((await azure.ask("stranger", incidentsOf("soc-prod"))).status).toBe(403)
  })

  it("needs the right, an existing role and a principal that is known or whose type is given", async () => {
    const azure = owned()
    const put = (more: object, who: "elif" | "ana" = "elif") =>
      azure.ask(who, path, { method: "PUT", body: { properties: { ...properties, ...more } } })
    expect(await put({}, "ana")).toMatchObject({ status: 403, code: "AuthorizationFailed" })
    expect((await azure.ask("ana", path, { method: "DELETE" })).status).toBe(403)
    expect((await put({ roleDefinitionId: "/roleDefinitions/none" })).code).toBe("RoleDefinitionDoesNotExist")
    const principalId = "0b6a5f1c-0000-4000-8000-0000000000ff"
    expect((await put({ principalId })).code).toBe("PrincipalNotFound")
    expect((await put({ principalId, principalType: "ServicePrincipal" })).status).toBe(201)
  })
})
