import { Schema } from "effect"
import { IncidentIdOnWire, PlatformTeamIdOnWire, TeamIdOnWire } from "../values/Ids.ts"
import { moment } from "../values/Moment.ts"
import { continuation } from "../values/Paging.ts"
import { ActorView } from "../values/People.ts"

const phases = ["requested", "provisioning", "open", "archiving", "archived", "reopening", "lost"] as const

export const PhaseView = Schema.Literals(phases).annotate({
  identifier: "Phase",
  // Of a schema with an identifier, the message would have nothing but that.
  message: `Expected ${phases.map((phase) => `"${phase}"`).join(" | ")}`,
  examples: ["open"],
  description: "The team's actual state. lost: someone deleted the team in Teams."
})

/** The team is blocked until someone takes action. */
export const BlockedView = Schema.Struct({
  step: Schema.String.annotate({ description: "The blocked step, for programs.", examples: ["EnsureTeam"] }),
  reason: Schema.String.annotate({ examples: ["No Teams license is available."] }),
  remedy: Schema.String.annotate({ description: "What to do about it.", examples: ["Assign a license; then retry."] }),
  since: moment("When it became blocked.")
})

export const TeamIncidentView = Schema.Struct({
  id: IncidentIdOnWire,
  number: Schema.Int.annotate({ examples: [1042] }),
  title: Schema.String.annotate({ examples: ["Phishing: credential harvest aimed at finance"] }),
  closed: Schema.Boolean,
  gone: Schema.Boolean.annotate({ description: "The incident was deleted in Sentinel. The team stays archived." })
})

/** The members of a team in a list. */
export const summaryFields = {
  id: TeamIdOnWire,
  incident: TeamIncidentView,
  name: Schema.String.annotate({ examples: ["INC-1042 Phishing in finance"] }),
  phase: PhaseView,
  since: moment("When the team entered this phase."),
  desiredState: Schema.Literals(["open", "archived"]).annotate({
    description:
      "The team's desired state: open while the incident is New or Active, archived otherwise. See `archivesAt` and `keptOpen`."
  }),
  archivesAt: Schema.optionalKey(
    moment(
      "When the team is archived, unless an incident is reopened before then. Present while the team's incidents are closed and it stays open for a configured time. The archive can be later if Teams or Sentinel can't be reached."
    )
  ),
  keptOpen: Schema.optionalKey(
    Schema.Struct({ by: ActorView, since: moment("When the person decided to keep it open.") }).annotate({
      description: "Present while someone keeps the team open although its incidents are closed."
    })
  ),
  operation: Schema.String.annotate({
    description:
      "Path of the operation that shows the progress toward the current desired state, regardless of who caused it.",
    examples: ["/v1/operations/k3v5c2mqzt7n4wjy6abdxe2fho.1"]
  }),
  link: Schema.optionalKey(
    Schema.String.annotate({
      format: "uri",
      description: "The link to the team in Teams. Absent until the team is created.",
      examples: ["https://teams.microsoft.com/l/team/19%3aexample%40thread.tacv2/conversations"]
    })
  ),
  platformTeamId: Schema.optionalKey(PlatformTeamIdOnWire),
  blocked: Schema.optionalKey(BlockedView),
  accessRequestsWaiting: Schema.Int.annotate({ description: "The number of pending access requests." }),
  createdAt: moment("When the team was requested.")
}

export const TeamSummary = Schema.Struct(summaryFields).annotate({ identifier: "TeamSummary" })
export type TeamSummary = typeof TeamSummary.Type

export const TeamPage = Schema.Struct({ items: Schema.Array(TeamSummary), continuation }).annotate({
  identifier: "TeamPage"
})
