import { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { Effect } from "effect"
import { action } from "../action.ts"
import { incidentArgument, incidentMeant } from "../meant/incidentMeant.ts"
import { workspaceFlag } from "../meant/workspaceFlag.ts"
import { connected } from "../serverMeant.ts"
import { incidentSheet } from "./incidentSheet.ts"

export const show = action("show", {
  does: "Shows an incident with its team.",
  takes: { incident: incidentArgument, workspace: workspaceFlag },
  examples: [{ command: "incident-teams incidents show 1042" }],
  answers: IncidentView,
  run: Effect.fnUntraced(function* ({ incident, workspace }) {
    const client = yield* connected
    const incidentId = yield* incidentMeant(client, incident, workspace)
    return (yield* client.incidents.get({ params: { incidentId } })).body
  }),
  show: incidentSheet
})
