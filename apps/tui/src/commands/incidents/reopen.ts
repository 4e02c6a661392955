import { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { Effect } from "effect"
import { Flag } from "effect/cli"
import { action } from "../action.ts"
import { ifMatchFlag } from "../changeFlags.ts"
import { incidentArgument, resolveIncident } from "../resolve/resolveIncident.ts"
import { connect } from "../resolve/resolveServer.ts"
import { workspaceFlag } from "../resolve/workspaceFlag.ts"
import { waitFlags } from "../waiting/waitFlags.ts"
import { changeIncident } from "./changeIncident.ts"
import { incidentSheet } from "./incidentSheet.ts"

export const reopen = action("reopen", {
  does: "Reopen an incident and its team.",
  takes: {
    incident: incidentArgument,
    status: Flag.Literals("status", ["Active", "New"]).pipe(
      Flag.withDescription("The incident's new status. Default: Active."),
      Flag.withDefault("Active" as const)
    ),
    ifMatch: ifMatchFlag,
    workspace: workspaceFlag,
    ...waitFlags
  },
  examples: [{ command: "incident-teams incidents reopen 1042 --wait" }],
  answers: IncidentView,
  run: Effect.fnUntraced(function* ({ incident, status, workspace, ...how }) {
    const client = yield* connect
    const incidentId = yield* resolveIncident(client, incident, workspace)
    return yield* changeIncident(client, incidentId, { status }, how)
  }),
  show: incidentSheet
})
