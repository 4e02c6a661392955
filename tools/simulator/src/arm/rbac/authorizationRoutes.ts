import type { DenyAssignment, RoleAssignment, RoleDefinition } from "../../platform/ArmState.ts"
import { type ArmContext, type ArmRoutes, authorize, bodyOf, findByName, pathOf, subscriptionOf } from "../ArmCall.ts"
import { ArmError, badRequest, resourceGroupNotFound } from "../ArmError.ts"
import { listAnswer, queryOption } from "../odata/page.ts"
import { builtInRoles } from "./builtInRoles.ts"
import { appliesTo, grants, isAtOrAbove, permissionsAt, type Principal, roleDefinitionOf } from "./effectiveRights.ts"
import { writeRoleAssignment } from "./writeRoleAssignment.ts"

/** Conditions on a list of role or deny assignments; all must hold. */
interface AssignmentFilter {
  /** `atScope()`: at or above the scope, not below it. */
  readonly atScope: boolean
  /** `assignedTo('…')`: to that user or service principal, or to a group that holds it, nested ones included. */
  readonly assignedTo?: string
  /** `principalId eq '…'`: named by the assignment itself. */
  readonly principalId?: string
  /** `denyAssignmentName eq '…'`, `roleName eq '…'`, `type eq '…'`. */
  readonly name?: string
  readonly roleName?: string
  readonly type?: string
}

const atScope = /^atScope\(\)$/i

const forms: ReadonlyArray<readonly [RegExp, Exclude<keyof AssignmentFilter, "atScope">]> = [
  [/^assignedTo\('([^']*)'\)$/i, "assignedTo"],
  [/^principalId eq '([^']*)'$/i, "principalId"],
  [/^denyAssignmentName eq '([^']*)'$/i, "name"],
  [/^roleName eq '([^']*)'$/i, "roleName"],
  [/^type eq '([^']*)'$/i, "type"]
]

/** Reads a `$filter` of Microsoft.Authorization: single forms joined by `and`. Throws ARM's 400 for anything else. */
const parseAssignmentFilter = (text: string | undefined): AssignmentFilter => {
  const filter: { -readonly [Key in keyof AssignmentFilter]: AssignmentFilter[Key] } = { atScope: false }
  const parts = text === undefined || text.trim() === "" ? [] : text.trim().split(/\s+and\s+/i)
  for (const part of parts) {
    const form = forms.find(([pattern]) => pattern.test(part))
    if (form !== undefined) filter[form[1]] = form[0].exec(part)?.[1] ?? ""
    else if (atScope.test(part)) filter.atScope = true
    else throw badRequest(`The filter '${text}' is not supported.`)
  }
  return filter
}

const provider = "providers/Microsoft.Authorization"

/** Scopes of a subscription name role definitions below that subscription, others below the root. */
const roleDefinitionId = (scope: string, name: string): string => {
  const [subscription = ""] = /^\/subscriptions\/[^/]+/i.exec(scope) ?? []
  return `${subscription}/${provider}/roleDefinitions/${name}`
}

const roleDefinitionResource = (scope: string, role: RoleDefinition) => ({
  id: roleDefinitionId(scope, role.name),
  type: "Microsoft.Authorization/roleDefinitions",
  name: role.name,
  properties: {
    roleName: role.roleName,
    type: role.roleType,
    description: role.description,
    assignableScopes: role.assignableScopes,
    permissions: role.permissions
  }
})

/** `requestedScope`: the scope of the request, which decides the id of the role definition. */
const roleAssignmentResource = (requestedScope: string, assignment: RoleAssignment) => ({
  id: `${assignment.scope === "/" ? "" : assignment.scope}/${provider}/roleAssignments/${assignment.name}`,
  type: "Microsoft.Authorization/roleAssignments",
  name: assignment.name,
  properties: {
    roleDefinitionId: roleDefinitionId(requestedScope, assignment.roleDefinition),
    principalId: assignment.principalId,
    principalType: assignment.principalType,
    scope: assignment.scope
  }
})

const denyAssignmentResource = ({ name, ...properties }: DenyAssignment) => ({
  id: `${properties.scope === "/" ? "" : properties.scope}/${provider}/denyAssignments/${name}`,
  type: "Microsoft.Authorization/denyAssignments",
  name,
  properties
})

/** As routed: in lower case. */
const namespace = `/${provider.toLowerCase()}` as const

/** The scope in front of the namespace; the root is `/`. 404 for a subscription or resource group that isn't there. */
const scopeOf = (c: ArmContext): string => {
  const path = pathOf(c)
  const scope = path.slice(0, path.toLowerCase().lastIndexOf(`${namespace}/`))
  const [root = "", id, , group] = scope.split("/").slice(1)
  if (root.toLowerCase() === "subscriptions" && id !== undefined) {
    const subscription = subscriptionOf(c, id)
    if (
      group !== undefined &&
      !subscription.resourceGroups.some((name) => name.toLowerCase() === group.toLowerCase())
    ) {
      throw resourceGroupNotFound(group)
    }
  }
  return scope === "" ? "/" : scope
}

const filterOf = (c: ArmContext): AssignmentFilter =>
  parseAssignmentFilter(queryOption(new URL(c.req.url).searchParams, "$filter"))

/** One page, as long as the tenant's behavior says. */
const answer = (c: ArmContext, items: ReadonlyArray<object>): Response => {
  const size = c.var.caller.arm.behavior.authorizationPageSize
  const token = queryOption(new URL(c.req.url).searchParams, "$skipToken") ?? "0"
  const from = Number(token)
  if (!/^\d+$/.test(token)) throw badRequest("The $skipToken is invalid.")
  const isLast = from + size >= items.length
  return c.json(listAnswer(items.slice(from, from + size), c.req.url, isLast ? undefined : String(from + size)))
}

/** At or above the requested scope, or below it without the filter `atScope()`. */
const isInReach = (c: ArmContext, filter: AssignmentFilter, assigned: string, requested: string): boolean => {
  const { arm } = c.var.caller
  return isAtOrAbove(arm, assigned, requested) || (!filter.atScope && isAtOrAbove(arm, requested, assigned))
}

/** Returns the principal of `assignedTo('…')`, with its groups. */
const assigneeOf = (c: ArmContext, { assignedTo }: AssignmentFilter): Principal | undefined =>
  assignedTo === undefined ? undefined : { objectId: assignedTo, groupIds: c.var.caller.groupsOf(assignedTo) }

/**
 * A caller who may read role definitions at, above or below the scope may read this one: its id names
 * the subscription, also for a caller whose own role is assigned further down.
 */
const mayReadDefinitions = (c: ArmContext, scope: string): boolean => {
  const { caller } = c.var
  const { arm } = caller
  const scopes = arm.roleAssignments.map((assignment) => assignment.scope).filter((at) => isAtOrAbove(arm, scope, at))
  return [scope, ...scopes].some((at) =>
    permissionsAt(arm, caller, at).some((permission) =>
      grants(permission, "Microsoft.Authorization/roleDefinitions/read")
    )
  )
}

/** Microsoft.Authorization: permissions, role assignments, role definitions and deny assignments. */
export const authorizationRoutes = (arm: ArmRoutes): void => {
  // Only for the caller, who needs no right unless `ownPermissions` says so. Deny assignments are listed separately, not subtracted here
  // (undocumented): the decisive check remains the real write.
  arm.get(`${namespace}/permissions`, (c) => {
    const { caller } = c.var
    const scope = scopeOf(c)
    if (caller.arm.behavior.ownPermissions === "byRole") authorize(c, "Microsoft.Authorization/permissions/read", scope)
    return answer(c, permissionsAt(caller.arm, caller, scope))
  })

  arm.get(`${namespace}/roleassignments`, (c) => {
    const scope = scopeOf(c)
    authorize(c, "Microsoft.Authorization/roleAssignments/read", scope)
    const filter = filterOf(c)
    const assignee = assigneeOf(c, filter)
    const found = c.var.caller.arm.roleAssignments.filter(
      (assignment) =>
        isInReach(c, filter, assignment.scope, scope) &&
        (filter.principalId === undefined || filter.principalId === assignment.principalId) &&
        // assignedTo doesn't take the id of a group: "List Azure role assignments using the REST API".
        (assignee === undefined ||
          (assignee.objectId === assignment.principalId && assignment.principalType !== "Group") ||
          assignee.groupIds.includes(assignment.principalId))
    )
    return answer(
      c,
      found.map((assignment) => roleAssignmentResource(scope, assignment))
    )
  })

  arm.get(`${namespace}/roleassignments/:name`, (c) => {
    const scope = scopeOf(c)
    authorize(c, "Microsoft.Authorization/roleAssignments/read", scope)
    const assignment = findByName(c.var.caller.arm.roleAssignments, c.req.param("name"))
    if (assignment === undefined) {
      throw new ArmError(404, "RoleAssignmentNotFound", `The role assignment '${c.req.param("name")}' is not found.`)
    }
    return c.json(roleAssignmentResource(scope, assignment))
  })

  arm.put(`${namespace}/roleassignments/:name`, async (c) => {
    const scope = scopeOf(c)
    authorize(c, "Microsoft.Authorization/roleAssignments/write", scope)
    const { properties } = await bodyOf(c)
    const { assignment, isNew } = writeRoleAssignment(c.var.caller, scope, c.req.param("name"), properties)
    c.var.caller.changed()
    return c.json(roleAssignmentResource(scope, assignment), isNew ? 201 : 200)
  })

  // 204 where there is none: also how a second deletion is answered.
  arm.delete(`${namespace}/roleassignments/:name`, (c) => {
    const scope = scopeOf(c)
    authorize(c, "Microsoft.Authorization/roleAssignments/delete", scope)
    const { arm: state, changed } = c.var.caller
    const removed = findByName(state.roleAssignments, c.req.param("name"))
    if (removed === undefined) return c.body(null, 204)
    state.roleAssignments = state.roleAssignments.filter((assignment) => assignment !== removed)
    changed()
    return c.json(roleAssignmentResource(scope, removed))
  })

  arm.get(`${namespace}/roledefinitions`, (c) => {
    const scope = scopeOf(c)
    if (!mayReadDefinitions(c, scope)) authorize(c, "Microsoft.Authorization/roleDefinitions/read", scope)
    const { roleName, type } = filterOf(c)
    const roles = [...builtInRoles, ...c.var.caller.arm.customRoleDefinitions].filter(
      (role) => (roleName === undefined || role.roleName === roleName) && (type === undefined || role.roleType === type)
    )
    return answer(
      c,
      roles.map((role) => roleDefinitionResource(scope, role))
    )
  })

  arm.get(`${namespace}/roledefinitions/:name`, (c) => {
    const scope = scopeOf(c)
    if (!mayReadDefinitions(c, scope)) authorize(c, "Microsoft.Authorization/roleDefinitions/read", scope)
    const name = c.req.param("name")
    const role = roleDefinitionOf(c.var.caller.arm, name)
    if (role === undefined) {
      throw new ArmError(
        404,
        "RoleDefinitionDoesNotExist",
        `The specified role definition with ID '${name}' does not exist.`
      )
    }
    return c.json(roleDefinitionResource(scope, role))
  })

  arm.get(`${namespace}/denyassignments`, (c) => {
    const scope = scopeOf(c)
    authorize(c, "Microsoft.Authorization/denyAssignments/read", scope)
    const filter = filterOf(c)
    const assignee = assigneeOf(c, filter)
    const found = c.var.caller.arm.denyAssignments.filter(
      (deny) =>
        isInReach(c, filter, deny.scope, scope) &&
        (filter.name === undefined || filter.name === deny.denyAssignmentName) &&
        (filter.principalId === undefined || deny.principals.some(({ id }) => id === filter.principalId)) &&
        (assignee === undefined || appliesTo(deny, assignee))
    )
    return answer(c, found.map(denyAssignmentResource))
  })

  arm.get(`${namespace}/denyassignments/:name`, (c) => {
    authorize(c, "Microsoft.Authorization/denyAssignments/read", scopeOf(c))
    const deny = findByName(c.var.caller.arm.denyAssignments, c.req.param("name"))
    if (deny === undefined) {
      throw new ArmError(404, "DenyAssignmentNotFound", `The deny assignment '${c.req.param("name")}' is not found.`)
    }
    return c.json(denyAssignmentResource(deny))
  })
}
