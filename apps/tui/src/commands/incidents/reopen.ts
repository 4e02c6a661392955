import { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { Effect } from "effect"
import { Flag } from "effect/cli"
import { action } from "../action.ts"
import { ifMatchFlag } from "../changing.ts"
import { incidentArgument, incidentMeant } from "../meant/incidentMeant.ts"
import { workspaceFlag } from "../meant/workspaceFlag.ts"
import { connected } from "../serverMeant.ts"
import { waitFlags } from "../waiting/waitFlags.ts"
import { changed } from "./changed.ts"
import { incidentSheet } from "./incidentSheet.ts"

export const reopen = action("reopen", {
  does: "Reopens an incident, which brings the same team back.",
  takes: {
    incident: incidentArgument,
    status: Flag.Literals("status", ["Active", "New"]).pipe(
      Flag.withDescription("What it is afterward, Active unless told."),
      Flag.withDefault("Active" as const)
    ),
    ifMatch: ifMatchFlag,
    workspace: workspaceFlag,
    ...waitFlags
  },
  examples: [{ command: "incident-teams incidents reopen 1042 --wait" }],
  answers: IncidentView,
  run: Effect.fnUntraced(function* ({ incident, status, workspace, ...how }) {
    const client = yield* connected
    const incidentId = yield* incidentMeant(client, incident, workspace)
    return yield* changed(client, incidentId, { status }, how)
  }),
  show: incidentSheet
})
