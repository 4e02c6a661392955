import { IncidentChangeBody } from "@incident-teams/api/incidents/IncidentChangeBody"
import { IncidentView } from "@incident-teams/api/incidents/IncidentView"
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { classifications } from "../../classifications.ts"
import { action } from "../action.ts"
import { ifMatchFlag } from "../changeFlags.ts"
import { CommandFailure } from "../CommandFailure.ts"
import { incidentArgument, resolveIncident } from "../resolve/resolveIncident.ts"
import { connect } from "../resolve/resolveServer.ts"
import { workspaceFlag } from "../resolve/workspaceFlag.ts"
import { waitFlags } from "../waiting/waitFlags.ts"
import { changeIncident } from "./changeIncident.ts"
import { incidentSheet } from "./incidentSheet.ts"

/** The reason for a classification: the one that is given, or else the only one that there is. */
const resolveReason = (
  classification: NonNullable<IncidentChangeBody["classification"]>,
  given: IncidentChangeBody["classificationReason"]
): Effect.Effect<IncidentChangeBody["classificationReason"], CommandFailure> => {
  const reasons = classifications.flatMap(({ change }) =>
    change.classification === classification && change.classificationReason !== undefined
      ? [change.classificationReason]
      : []
  )
  if (given !== undefined || reasons.length < 2) return Effect.succeed(given ?? reasons[0])
  return Effect.fail(
    new CommandFailure({
      ending: "usage",
      type: "nothing-named",
      title: "No reason given",
      detail: `${classification} has several possible reasons: ${reasons.join(", ")}.`,
      remedy: `Choose one, for example: --reason ${reasons[0]}`
    })
  )
}

export const close = action("close", {
  does: "Close an incident and archive its team.",
  takes: {
    incident: incidentArgument,
    classification: Flag.Literals("classification", [
      "TruePositive",
      "BenignPositive",
      "FalsePositive",
      "Undetermined"
    ]).pipe(Flag.withDescription("The incident's classification.")),
    reason: Flag.Literals("reason", [
      "SuspiciousActivity",
      "SuspiciousButExpected",
      "IncorrectAlertLogic",
      "InaccurateData"
    ]).pipe(
      Flag.withDescription(
        "The reason for the classification. Required with FalsePositive; the others have at most one, which is the default."
      ),
      Flag.optional
    ),
    comment: Flag.String("comment").pipe(
      Flag.withSchema(IncidentChangeBody.fields.classificationComment.schema),
      Flag.withMetavar("<text>"),
      Flag.withDescription("A comment that is stored with the classification."),
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
    const classificationReason = yield* resolveReason(classification, Option.getOrUndefined(reason))
    const client = yield* connect
    const incidentId = yield* resolveIncident(client, incident, workspace)
    const change = {
      status: "Closed" as const,
      classification,
      ...(classificationReason === undefined ? {} : { classificationReason }),
      ...(Option.isSome(comment) ? { classificationComment: comment.value } : {})
    }
    return yield* changeIncident(client, incidentId, change, how)
  }),
  show: incidentSheet
})
