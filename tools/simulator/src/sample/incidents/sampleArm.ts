import { type ArmState, emptyArmState, type Workspace } from "../../arm/ArmState.ts"
import { guidOf } from "../guid.ts"
import { sampleResourceGroup, sampleSubscriptionId, sampleWorkspaces } from "../people.ts"
import { endpointIncidents } from "./endpoint.ts"
import { identityIncidents } from "./identity.ts"
import { incidentRecord } from "./incidentRecord.ts"
import { labIncidents } from "./lab.ts"
import { networkIncidents } from "./network.ts"
import { oddIncidents } from "./odd.ts"
import { sampleManagementGroup, sampleRoleAssignments } from "./roleAssignments.ts"
import type { SampleIncident } from "./SampleIncident.ts"

/** What Azure knows in a sample tenant: two workspaces with incidents that ended or go on at `now`, and who has roles. */
export const sampleArm = (tenantId: string, now: Date): ArmState => {
  const arm = emptyArmState()
  arm.subscriptions = [
    { id: sampleSubscriptionId, managementGroups: [sampleManagementGroup], resourceGroups: [sampleResourceGroup] }
  ]
  const seed = (name: string, samples: ReadonlyArray<SampleIncident>): Workspace => {
    const workspace: Workspace = {
      subscriptionId: sampleSubscriptionId,
      resourceGroup: sampleResourceGroup,
      name,
      customerId: guidOf(`workspace/${name}`),
      lastIncidentNumber: Math.max(...samples.map(({ number }) => number)),
      incidents: []
    }
    workspace.incidents = samples
      .toSorted((left, right) => left.number - right.number)
      .map((sample) => incidentRecord(sample, { arm, workspace, tenantId, now }))
    return workspace
  }
  arm.workspaces = [
    seed(sampleWorkspaces.prod, [...identityIncidents, ...endpointIncidents, ...networkIncidents, ...oddIncidents]),
    seed(sampleWorkspaces.lab, labIncidents)
  ]
  arm.roleAssignments = sampleRoleAssignments()
  return arm
}
