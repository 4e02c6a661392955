import type { AzurePermission } from "@incident-teams/domain/permissions/AzureActions"

/**
 * As much of Azure's built-in roles as our questions turn on (Azure built-in roles, "Security" and "General"): what
 * each permits on incidents of a workspace that it is assigned on.
 */
export const sentinelReader: AzurePermission = {
  actions: ["Microsoft.SecurityInsights/*/read"],
  notActions: []
}

export const sentinelResponder: AzurePermission = {
  actions: ["Microsoft.SecurityInsights/*/read", "Microsoft.SecurityInsights/incidents/*"],
  notActions: ["Microsoft.SecurityInsights/incidents/*/Delete"]
}

export const sentinelContributor: AzurePermission = {
  actions: ["Microsoft.SecurityInsights/*"],
  notActions: []
}
