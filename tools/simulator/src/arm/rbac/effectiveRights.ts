import type {
  ArmState,
  DenyAssignment,
  DenyPrincipal,
  Permission,
  RoleAssignment,
  RoleDefinition
} from "../../platform/ArmState.ts"
import { matchesAction } from "../../platform/matchesAction.ts"
import type { ArmCaller } from "../ArmCaller.ts"
import { builtInRoles } from "./builtInRoles.ts"

/** A principal and all groups that hold it. */
export type Principal = Pick<ArmCaller, "objectId" | "groupIds">

/** actions minus notActions, within this one item: another item may still grant what this one takes out. */
export const grants = (permission: Pick<Permission, "actions" | "notActions">, action: string): boolean =>
  permission.actions.some((pattern) => matchesAction(pattern, action)) &&
  !permission.notActions.some((pattern) => matchesAction(pattern, action))

const managementGroup = (name: string): string => `/providers/microsoft.management/managementgroups/${name}`

/** Lower-case, no slash at the end; the tenant's root is the empty string. */
const normalScope = (scope: string): string => scope.toLowerCase().replace(/\/+$/, "")

/** True when an assignment at `assigned` includes `scope`. */
export const isAtOrAbove = (arm: ArmState, assigned: string, scope: string): boolean => {
  const above = normalScope(assigned)
  const here = normalScope(scope)
  if (above === "" || here === above || here.startsWith(`${above}/`)) return true
  const subscription = arm.subscriptions.find(({ id }) => `${here}/`.startsWith(`/subscriptions/${id.toLowerCase()}/`))
  return subscription?.managementGroups.some((name) => managementGroup(name.toLowerCase()) === above) ?? false
}

export const roleDefinitionOf = (arm: ArmState, name: string): RoleDefinition | undefined =>
  [...builtInRoles, ...arm.customRoleDefinitions].find((role) => role.name.toLowerCase() === name.toLowerCase())

const isOrHolds = (principal: Principal, id: string): boolean =>
  principal.objectId === id || principal.groupIds.includes(id)

/** The role assignments of a principal and of its groups that reach `scope`. */
const assignmentsAt = (arm: ArmState, principal: Principal, scope: string): Array<RoleAssignment> =>
  arm.roleAssignments.filter(
    (assignment) => isOrHolds(principal, assignment.principalId) && isAtOrAbove(arm, assignment.scope, scope)
  )

/** Returns the permissions that the principal's roles grant at `scope`, without regard to deny assignments. */
export const permissionsAt = (arm: ArmState, principal: Principal, scope: string): Array<Permission> =>
  assignmentsAt(arm, principal, scope).flatMap(({ roleDefinition }) => {
    const role = roleDefinitionOf(arm, roleDefinition)
    return role === undefined ? [] : role.permissions
  })

const allPrincipals = "00000000-0000-0000-0000-000000000000"

/** True when a deny assignment names this principal or all principals, and doesn't exclude it. */
export const appliesTo = (deny: DenyAssignment, principal: Principal): boolean => {
  const isNamed = ({ id, type }: DenyPrincipal): boolean =>
    (id === allPrincipals && type === "SystemDefined") || isOrHolds(principal, id)
  return deny.principals.some(isNamed) && !deny.excludePrincipals.some(isNamed)
}

const isDenied = (arm: ArmState, principal: Principal, action: string, scope: string): boolean =>
  arm.denyAssignments.some(
    (deny) =>
      (deny.doNotApplyToChildScopes
        ? normalScope(deny.scope) === normalScope(scope)
        : isAtOrAbove(arm, deny.scope, scope)) &&
      appliesTo(deny, principal) &&
      deny.permissions.some((permission) => grants(permission, action))
  )

/** Azure's evaluation: no deny assignment blocks the action, and at least one role item grants it. */
export const isAllowed = (arm: ArmState, principal: Principal, action: string, scope: string): boolean =>
  !isDenied(arm, principal, action, scope) &&
  permissionsAt(arm, principal, scope).some((permission) => grants(permission, action))
