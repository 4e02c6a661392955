import { IncidentChangeBody } from "@incident-teams/api/incidents/IncidentChangeBody"
import { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { action } from "../action.ts"
import { ifMatchFlag } from "../changing.ts"
import { incidentArgument, incidentMeant } from "../meant/incidentMeant.ts"
import { workspaceFlag } from "../meant/workspaceFlag.ts"
import { connected } from "../serverMeant.ts"
import { waitFlags } from "../waiting/waitFlags.ts"
import { changed } from "./changed.ts"
import { incidentSheet } from "./incidentSheet.ts"
import { reasonMeant } from "./reasonMeant.ts"

export const close = action("close", {
  does: "Closes an incident, which archives its team.",
  takes: {
    incident: incidentArgument,
    classification: Flag.Literals("classification", [
      "TruePositive",
      "BenignPositive",
      "FalsePositive",
      "Undetermined"
    ]).pipe(Flag.withDescription("What it was.")),
    reason: Flag.Literals("reason", [
      "SuspiciousActivity",
      "SuspiciousButExpected",
      "IncorrectAlertLogic",
      "InaccurateData"
    ]).pipe(
      Flag.withDescription(
        "Why it is called that. Needed with FalsePositive only: the others have one reason, or none."
      ),
      Flag.optional
    ),
    comment: Flag.String("comment").pipe(
      Flag.withSchema(IncidentChangeBody.fields.classificationComment.schema),
      Flag.withMetavar("<text>"),
      Flag.withDescription("Kept with the classification."),
      Flag.optional
    ),
    ifMatch: ifMatchFlag,
    workspace: workspaceFlag,
    ...waitFlags
  },
  examples: [
    { command: "incident-teams incidents close 1042 --classification BenignPositive --wait" },
    {
      command:
        'incident-teams incidents close 1042 --classification FalsePositive --reason InaccurateData --comment "A test mail"'
    }
  ],
  answers: IncidentView,
  run: Effect.fnUntraced(function* ({ incident, classification, reason, comment, workspace, ...how }) {
    const classificationReason = yield* reasonMeant(classification, Option.getOrUndefined(reason))
    const client = yield* connected
    const incidentId = yield* incidentMeant(client, incident, workspace)
    const change = {
      status: "Closed" as const,
      classification,
      ...(classificationReason === undefined ? {} : { classificationReason }),
      ...(Option.isSome(comment) ? { classificationComment: comment.value } : {})
    }
    return yield* changed(client, incidentId, change, how)
  }),
  show: incidentSheet
})
