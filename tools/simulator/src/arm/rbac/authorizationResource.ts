import type { DenyAssignment, RoleAssignment, RoleDefinition } from "../ArmState.ts"

const namespace = "providers/Microsoft.Authorization"

/** Scopes of a subscription name role definitions below that subscription, others below the root. */
export const roleDefinitionId = (scope: string, name: string): string => {
  const [subscription = ""] = /^\/subscriptions\/[^/]+/i.exec(scope) ?? []
  return `${subscription}/${namespace}/roleDefinitions/${name}`
}

export const roleDefinitionResource = (scope: string, role: RoleDefinition) => ({
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

/** `askedScope`: where the list was asked for, which decides how the role is named. */
export const roleAssignmentResource = (askedScope: string, assignment: RoleAssignment) => ({
  id: `${assignment.scope === "/" ? "" : assignment.scope}/${namespace}/roleAssignments/${assignment.name}`,
  type: "Microsoft.Authorization/roleAssignments",
  name: assignment.name,
  properties: {
    roleDefinitionId: roleDefinitionId(askedScope, assignment.roleDefinition),
    principalId: assignment.principalId,
    principalType: assignment.principalType,
    scope: assignment.scope
  }
})

export const denyAssignmentResource = ({ name, ...properties }: DenyAssignment) => ({
  id: `${properties.scope === "/" ? "" : properties.scope}/${namespace}/denyAssignments/${name}`,
  type: "Microsoft.Authorization/denyAssignments",
  name,
  properties
})
