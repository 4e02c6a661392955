import { Flag } from "effect/cli"
import { action } from "../action.ts"
import { ifMatchFlag } from "../changeFlags.ts"
import { incidentsArgument } from "../resolve/resolveIncident.ts"
import { workspaceFlag } from "../resolve/workspaceFlag.ts"
import { waitFlags } from "../waiting/waitFlags.ts"
import { changedIncidents, changeIncidents } from "./changeIncidents.ts"

export const reopen = action("reopen", {
  does: "Reopen incidents and their teams.",
  takes: {
    incident: incidentsArgument,
    status: Flag.Literals("status", ["Active", "New"]).pipe(
      Flag.withDescription("The incident's new status. Default: Active."),
      Flag.withDefault("Active" as const)
    ),
    ifMatch: ifMatchFlag,
    workspace: workspaceFlag,
    ...waitFlags
  },
  examples: [
    { command: "incident-teams incidents reopen 1042 --wait" },
    { command: "incident-teams incidents reopen - < incidents.txt", description: "A list, one number or id per line" }
  ],
  ...changedIncidents,
  run: ({ status, ...asked }) => changeIncidents(asked, { status })
})
