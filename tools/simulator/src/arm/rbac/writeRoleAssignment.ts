import type { RoleAssignment } from "../../platform/ArmState.ts"
import type { UncheckedObject } from "../../platform/json.ts"
import { isGuid } from "../ArmCall.ts"
import type { ArmCaller } from "../ArmCaller.ts"
import { ArmError } from "../ArmError.ts"
import { choiceOf, requiredText } from "../incidents/incidentChange.ts"
import { roleDefinitionOf } from "./effectiveRights.ts"

const same = (left: string, right: string): boolean => left.toLowerCase() === right.toLowerCase()

/**
 * Creates a role assignment under a name that the caller chooses; the same one again changes nothing. Codes and texts as in
 * "Troubleshoot Azure RBAC". Throws before anything changes.
 */
export const writeRoleAssignment = (
  { arm, tenantId, principalTypeOf }: ArmCaller,
  scope: string,
  name: string,
  properties: UncheckedObject
): { readonly assignment: RoleAssignment; readonly isNew: boolean } => {
  if (!isGuid(name)) {
    throw new ArmError(
      400,
      "InvalidRoleAssignmentId",
      `The role assignment ID '${name}' is not valid. It must be a GUID.`
    )
  }
  const role = requiredText(properties, "roleDefinitionId").split("/").at(-1) ?? ""
  if (roleDefinitionOf(arm, role) === undefined) {
    throw new ArmError(
      400,
      "RoleDefinitionDoesNotExist",
      `The specified role definition with ID '${role}' does not exist.`
    )
  }
  const principalId = requiredText(properties, "principalId")
  const given = choiceOf(properties, "principalType", ["User", "Group", "ServicePrincipal"])
  const principalType = principalTypeOf(principalId) ?? given
  // A caller that says what kind of principal it is doesn't have to wait until the directory shows it.
  if (principalType === undefined) {
    throw new ArmError(
      400,
      "PrincipalNotFound",
      `Principal ${principalId.replaceAll("-", "")} does not exist in the directory ${tenantId}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.`
    )
  }
  const named = arm.roleAssignments.find((assignment) => same(assignment.name, name))
  const wanted = { name, scope, roleDefinition: role.toLowerCase(), principalId, principalType }
  const isWanted = (one: RoleAssignment): boolean =>
    same(one.scope, scope) && same(one.roleDefinition, role) && one.principalId === principalId
  if (named !== undefined) {
    if (isWanted(named)) return { assignment: named, isNew: false }
    throw new ArmError(
      409,
      "RoleAssignmentUpdateNotPermitted",
      "Tenant ID, application ID, principal ID, and scope are not allowed to be updated."
    )
  }
  const other = arm.roleAssignments.find(isWanted)
  if (other !== undefined) {
    throw new ArmError(
      409,
      "RoleAssignmentExists",
      `The role assignment already exists. The ID of the existing role assignment is ${other.name.replaceAll("-", "")}.`
    )
  }
  arm.roleAssignments.push(wanted)
  return { assignment: wanted, isNew: true }
}
