import type { RoleAssignment } from "../../platform/ArmState.ts"
import { guidOf } from "../../platform/guid.ts"
import {
  sampleApplications,
  sampleGroups,
  samplePeople,
  sampleResourceGroup,
  sampleSubscriptionId,
  sampleWorkspaces
} from "../people.ts"

export const sampleManagementGroup = "woodgrove"

const resourceGroup = `/subscriptions/${sampleSubscriptionId}/resourceGroups/${sampleResourceGroup}`
const workspace = (name: string): string =>
  `${resourceGroup}/providers/Microsoft.OperationalInsights/workspaces/${name}`

// Microsoft's ids of the built-in roles.
const sentinelReader = "8d289c81-5878-46d4-8554-54e1e3d8b5cb"
const sentinelResponder = "3e150937-b8fe-4cfb-8069-0eaf05ecd056"
const sentinelContributor = "ab8e14d6-4a74-4a29-9ba8-549422addade"
const securityReader = "39bc4728-0917-49c7-9d2c-d95423bc2eb4"

const assigned = (
  principalType: RoleAssignment["principalType"],
  principalId: string,
  roleDefinition: string,
  scope: string
): RoleAssignment => ({
  name: guidOf(`assignment/${principalId}/${roleDefinition}/${scope}`),
  scope,
  roleDefinition,
  principalId,
  principalType
})

/** Role assignments for the sample workspaces: at all four kinds of scope, directly and through groups. */
export const sampleRoleAssignments = (): Array<RoleAssignment> => [
  // Grants nothing on incidents, though its name sounds like it.
  assigned(
    "Group",
    sampleGroups["soc-tier2"],
    securityReader,
    `/providers/Microsoft.Management/managementGroups/${sampleManagementGroup}`
  ),
  assigned("User", samplePeople.ana.id, sentinelContributor, resourceGroup),
  assigned("User", samplePeople.ben.id, sentinelResponder, resourceGroup),
  assigned("User", samplePeople.ines.id, sentinelResponder, resourceGroup),
  assigned("User", samplePeople.dev.id, sentinelReader, resourceGroup),
  // chloe is a Responder through this group.
  assigned("Group", sampleGroups["soc-tier1"], sentinelResponder, resourceGroup),
  assigned("ServicePrincipal", sampleApplications.server.objectId, sentinelResponder, workspace(sampleWorkspaces.prod)),
  assigned("ServicePrincipal", sampleApplications.server.objectId, sentinelResponder, workspace(sampleWorkspaces.lab)),
  // Not on soc-lab.
  assigned(
    "ServicePrincipal",
    sampleApplications.playbook.objectId,
    sentinelResponder,
    workspace(sampleWorkspaces.prod)
  )
]
