import { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { Effect } from "effect"
import { action } from "../action.ts"
import { incidentArgument, resolveIncident } from "../resolve/resolveIncident.ts"
import { connect } from "../resolve/resolveServer.ts"
import { workspaceFlag } from "../resolve/workspaceFlag.ts"
import { incidentSheet } from "./incidentSheet.ts"

export const show = action("show", {
  does: "Show an incident and its team.",
  takes: { incident: incidentArgument, workspace: workspaceFlag },
  examples: [{ command: "incident-teams incidents show 1042" }],
  answers: IncidentView,
  run: Effect.fnUntraced(function* ({ incident, workspace }) {
    const client = yield* connect
    const incidentId = yield* resolveIncident(client, incident, workspace)
    return (yield* client.incidents.get({ params: { incidentId } })).body
  }),
  show: incidentSheet
})
