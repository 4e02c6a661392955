import { IncidentChangeBody } from "@incident-teams/api/incidents/IncidentChangeBody"
import { Effect, Option } from "effect"
import { Flag } from "effect/cli"
import { classifications } from "../../classifications.ts"
import { action } from "../action.ts"
import { ifMatchFlag } from "../changeFlags.ts"
import { CommandFailure } from "../CommandFailure.ts"
import { incidentsArgument } from "../resolve/resolveIncident.ts"
import { workspaceFlag } from "../resolve/workspaceFlag.ts"
import { waitFlags } from "../waiting/waitFlags.ts"
import { changedIncidents, changeIncidents } from "./changeIncidents.ts"

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
  does: "Close incidents and archive their teams.",
  takes: {
    incident: incidentsArgument,
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
        "The reason for the classification. Required with FalsePositive. The other classifications have at most one reason, which is the default."
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
    },
    {
      command: "incident-teams incidents close 1042 1043 1044 --classification Undetermined",
      description: "Several at once; a list from standard input: -"
    }
  ],
  ...changedIncidents,
  run: Effect.fnUntraced(function* ({ classification, reason, comment, ...asked }) {
    const classificationReason = yield* resolveReason(classification, Option.getOrUndefined(reason))
    return yield* changeIncidents(asked, {
      status: "Closed",
      classification,
      ...(classificationReason === undefined ? {} : { classificationReason }),
      ...(Option.isSome(comment) ? { classificationComment: comment.value } : {})
    })
  })
})
