import { Schema } from "effect"
import { FullIncidentId } from "./FullIncidentId.ts"
import { IncidentName } from "./IncidentName.ts"

/**
 * The full id of an incident in Microsoft Sentinel, spelled as Azure spelled it.
 *
 * ARM compares ids without regard to case, and live data mixes `incidents` and `Incidents`. The workspace provider's
 * name isn't checked: Microsoft's own preview examples misspell it.
 */
export const IncidentArmId = FullIncidentId.check(
  Schema.isPattern(
    /^\/subscriptions\/[^/\s]+\/resourceGroups\/[^/\s]+\/providers\/[^/\s]+\/workspaces\/[^/\s]+\/providers\/Microsoft\.SecurityInsights\/incidents\/[A-Za-z0-9][A-Za-z0-9._()~-]{0,127}$/i,
    {
      expected:
        "/subscriptions/…/resourceGroups/…/providers/Microsoft.OperationalInsights/workspaces/…/providers/Microsoft.SecurityInsights/incidents/…"
    }
  )
).pipe(Schema.brand("IncidentArmId"))
export type IncidentArmId = typeof IncidentArmId.Type

/** Where a workspace lives in Azure. `workspace` is the ARM name of the Log Analytics workspace, not its GUID. */
export interface WorkspaceScope {
  readonly subscriptionId: string
  readonly resourceGroup: string
  readonly workspace: string
}

export const incidentArmIdOf = (scope: WorkspaceScope, name: IncidentName): IncidentArmId =>
  IncidentArmId.make(
    `/subscriptions/${scope.subscriptionId}/resourceGroups/${scope.resourceGroup}` +
      `/providers/Microsoft.OperationalInsights/workspaces/${scope.workspace}` +
      `/providers/Microsoft.SecurityInsights/incidents/${name}`
  )

/** The incident's own name: the last part. */
export const incidentNameOf = (id: IncidentArmId): IncidentName => IncidentName.make(id.slice(id.lastIndexOf("/") + 1))
