import { workspace } from "./sampleCallers.ts"

/** Where the memory source says that its workspaces are in ARM. */
export const armWorkspace = {
  subscription: "11111111-0000-4000-8000-000000000000",
  resourceGroup: "rg-soc",
  workspace: `workspace-${workspace}`
} as const

/** The Sentinel-shaped routes of the sample workspace. */
export const sentinelAt =
  `/subscriptions/${armWorkspace.subscription}/resourceGroups/${armWorkspace.resourceGroup}` +
  `/providers/Microsoft.OperationalInsights/workspaces/${armWorkspace.workspace}/providers/Microsoft.SecurityInsights`
