import type {
  ArmState,
  DenyAssignment,
  DenyPrincipal,
  Permission,
  RoleAssignment,
  RoleDefinition
} from "../../platform/ArmState.ts"
import { isObject, type UncheckedObject } from "../../platform/json.ts"
import { isGuid } from "../ArmCall.ts"
import { badRequest } from "../ArmError.ts"
import { choiceOf, requiredText, textOf } from "../incidents/incidentChange.ts"
import { builtInRoles } from "./builtInRoles.ts"

/** Roles and assignments as they are given to the control API. All throw ARM's 400. */
const textsOf = (properties: UncheckedObject, name: string): Array<string> => {
  const value = properties[name] ?? []
  if (Array.isArray(value) && value.every((item): item is string => typeof item === "string")) return value
  throw badRequest(`'${name}' must be an array of strings.`)
}

const permissionOf = (value: unknown): Permission => {
  if (!isObject(value)) throw badRequest("Each of 'permissions' must be an object.")
  return {
    actions: textsOf(value, "actions"),
    notActions: textsOf(value, "notActions"),
    dataActions: textsOf(value, "dataActions"),
    notDataActions: textsOf(value, "notDataActions")
  }
}

const arrayOf = <Item>(properties: UncheckedObject, name: string, item: (value: unknown) => Item): Array<Item> => {
  const value = properties[name] ?? []
  if (!Array.isArray(value)) throw badRequest(`'${name}' must be an array.`)
  return value.map(item)
}

/** `{roleName, permissions: [{actions, notActions?}], description?, assignableScopes?}` */
export const readRole = (given: UncheckedObject, name: string): RoleDefinition => ({
  name: textOf(given, "name") ?? name,
  roleName: requiredText(given, "roleName"),
  roleType: "CustomRole",
  description: textOf(given, "description") ?? "",
  permissions: arrayOf(given, "permissions", permissionOf),
  assignableScopes: textsOf(given, "assignableScopes")
})

/** `{principalId, role, scope, principalType?}`; `role` is a role's name, as people know it, or its GUID. */
export const readRoleAssignment = (arm: ArmState, given: UncheckedObject, name: string): RoleAssignment => {
  const requested = requiredText(given, "role")
  const role = [...builtInRoles, ...arm.customRoleDefinitions].find(
    (known) => known.name === requested.toLowerCase() || known.roleName === requested
  )
  if (role === undefined) throw badRequest(`There is no role '${requested}'.`)
  const principalId = requiredText(given, "principalId")
  if (!isGuid(principalId)) throw badRequest("'principalId' must be a GUID.")
  return {
    name: textOf(given, "name") ?? name,
    scope: scopeOf(given),
    roleDefinition: role.name,
    principalId,
    principalType: choiceOf(given, "principalType", ["User", "Group", "ServicePrincipal"]) ?? "User"
  }
}

const scopeOf = (given: UncheckedObject): string => {
  const scope = requiredText(given, "scope")
  if (!scope.startsWith("/")) throw badRequest("'scope' must be an ARM id, or '/'.")
  return scope
}

const denyPrincipalOf = (value: unknown): DenyPrincipal => {
  if (!isObject(value)) throw badRequest("Each principal must be an object.")
  return {
    id: requiredText(value, "id"),
    type: choiceOf(value, "type", ["User", "Group", "ServicePrincipal", "SystemDefined"]) ?? "User"
  }
}

/** `{scope, permissions, principals, excludePrincipals?, doNotApplyToChildScopes?, denyAssignmentName?}` */
export const readDenyAssignment = (given: unknown, name: string): DenyAssignment => {
  if (!isObject(given)) throw badRequest("Each deny assignment must be an object.")
  return {
    name: textOf(given, "name") ?? name,
    denyAssignmentName: textOf(given, "denyAssignmentName") ?? `Deny assignment ${name}`,
    description: textOf(given, "description") ?? "",
    scope: scopeOf(given),
    permissions: arrayOf(given, "permissions", permissionOf),
    principals: arrayOf(given, "principals", denyPrincipalOf),
    excludePrincipals: arrayOf(given, "excludePrincipals", denyPrincipalOf),
    doNotApplyToChildScopes: given["doNotApplyToChildScopes"] === true,
    isSystemProtected: given["isSystemProtected"] === true
  }
}
