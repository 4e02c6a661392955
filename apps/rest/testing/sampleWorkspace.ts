import { workspace } from "./sampleCallers.ts"

/** The Sentinel-shaped routes of the sample workspace, where the memory source says that it is in ARM. */
export const sentinelAt =
  "/subscriptions/11111111-0000-4000-8000-000000000000/resourceGroups/rg-soc" +
  `/providers/Microsoft.OperationalInsights/workspaces/workspace-${workspace}/providers/Microsoft.SecurityInsights`
