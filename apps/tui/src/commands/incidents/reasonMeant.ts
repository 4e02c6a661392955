import type { IncidentChangeBody } from "@incident-teams/api/incidents/IncidentChangeBody"
import { Effect } from "effect"
import { classifications } from "../../classifications.ts"
import { CommandFailure } from "../CommandFailure.ts"

/** The reason that goes with a classification: the one that is told, or the only one that there is. */
export const reasonMeant = (
  classification: NonNullable<IncidentChangeBody["classification"]>,
  told: IncidentChangeBody["classificationReason"]
): Effect.Effect<IncidentChangeBody["classificationReason"], CommandFailure> => {
  const reasons = classifications.flatMap(({ change }) =>
    change.classification === classification && change.classificationReason !== undefined
      ? [change.classificationReason]
      : []
  )
  if (told !== undefined || reasons.length < 2) return Effect.succeed(told ?? reasons[0])
  return Effect.fail(
    new CommandFailure({
      ending: "usage",
      type: "nothing-named",
      title: "The reason is missing",
      detail: `${classification} has several reasons: ${reasons.join(", ")}.`,
      remedy: `Name one: --reason ${reasons[0]}`
    })
  )
}
