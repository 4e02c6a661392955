import type { DataRoleAssignment } from "../platform/CosmosState.ts"
import {
  type ArmContext,
  type ArmRoutes,
  authorize,
  bodyOf,
  isGuid,
  pathOf,
  subscriptionOf,
  writtenSegments
} from "./ArmCall.ts"
import { ArmError, badRequest, resourceNotFound } from "./ArmError.ts"
import { requiredText } from "./incidents/incidentChange.ts"

/** Name of the tenant's account, which is in every resource group that is asked for it. */
export const cosmosAccountName = "incident-teams"

const type = "Microsoft.DocumentDB/databaseAccounts"
const account =
  "/subscriptions/:subscription/resourcegroups/:group/providers/microsoft.documentdb/databaseaccounts/:account" as const

/** The account's ARM id, for a caller who may do `action` there. */
const accountFor = (c: ArmContext, action: string): string => {
  const [, subscription = "", , group = "", , , , name = ""] = writtenSegments(c)
  const id = pathOf(c).split("/").slice(0, 9).join("/")
  const { resourceGroups } = subscriptionOf(c, subscription)
  authorize(c, `${type}/${action}`, id)
  if (
    name.toLowerCase() !== cosmosAccountName ||
    !resourceGroups.some((known) => known.toLowerCase() === group.toLowerCase())
  ) {
    throw resourceNotFound(type, name, group)
  }
  return id
}

const resourceOf = (id: string, { id: name, principalId, roleId, scope }: DataRoleAssignment) => ({
  id: `${id}/sqlRoleAssignments/${name}`,
  type: `${type}/sqlRoleAssignments`,
  name,
  properties: {
    roleDefinitionId: `${id}/sqlRoleDefinitions/${roleId}`,
    principalId,
    scope: scope === "/" ? id : `${id}${scope}`
  }
})

const missing = (name: string) =>
  new ArmError(404, "NotFound", `Unable to find a SQL Role Assignment with ID [${name}].`)

/** Microsoft.DocumentDB, as far as an administrator needs it: the account, and its data-plane role assignments. */
export const cosmosRoutes = (arm: ArmRoutes): void => {
  arm.get(account, (c) => {
    const id = accountFor(c, "read")
    const { documentEndpoint } = c.var.caller.cosmos
    return c.json({
      id,
      type,
      name: cosmosAccountName,
      properties: { provisioningState: "Succeeded", documentEndpoint }
    })
  })

  arm.get(`${account}/sqlroleassignments`, (c) => {
    const id = accountFor(c, "sqlRoleAssignments/read")
    return c.json({ value: c.var.caller.cosmos.state.roleAssignments.map((one) => resourceOf(id, one)) })
  })

  arm.get(`${account}/sqlroleassignments/:name`, (c) => {
    const id = accountFor(c, "sqlRoleAssignments/read")
    const name = c.req.param("name")
    const found = c.var.caller.cosmos.state.roleAssignments.find((one) => one.id === name)
    if (found === undefined) throw missing(name)
    return c.json(resourceOf(id, found))
  })

  // Accepted at once; what is wrong with the principal shows in the operation, which then makes nothing.
  arm.put(`${account}/sqlroleassignments/:name`, async (c) => {
    const id = accountFor(c, "sqlRoleAssignments/write")
    const { cosmos, principalTypeOf, changed } = c.var.caller
    const name = c.req.param("name")
    if (!isGuid(name)) throw badRequest(`The SQL Role Assignment ID [${name}] must be a GUID.`)
    const { properties } = await bodyOf(c)
    const principalId = requiredText(properties, "principalId")
    const roleId = requiredText(properties, "roleDefinitionId").split("/").at(-1) ?? ""
    const scope = requiredText(properties, "scope")
    if (!scope.toLowerCase().startsWith(id.toLowerCase())) throw badRequest("The scope isn't of this account.")
    if (!cosmos.roleIds.includes(roleId)) {
      throw badRequest(`Unable to find a SQL Role Definition with ID [${roleId}].`)
    }
    if (principalTypeOf(principalId) !== undefined) {
      const made = { id: name, principalId, roleId, scope: scope.slice(id.length) || "/" }
      const { state } = cosmos
      state.roleAssignments = [...state.roleAssignments.filter((one) => one.id !== name), made]
      changed()
    }
    return c.json({}, 202)
  })

  arm.delete(`${account}/sqlroleassignments/:name`, (c) => {
    accountFor(c, "sqlRoleAssignments/delete")
    const { cosmos, changed } = c.var.caller
    const { state } = cosmos
    const name = c.req.param("name")
    if (!state.roleAssignments.some((one) => one.id === name)) return c.body(null, 204)
    state.roleAssignments = state.roleAssignments.filter((one) => one.id !== name)
    changed()
    return c.json({}, 202)
  })
}
