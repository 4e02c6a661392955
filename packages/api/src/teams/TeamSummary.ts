import { Schema } from "effect"
import { IncidentIdOnWire, PlatformTeamIdOnWire, TeamIdOnWire } from "../values/Ids.ts"
import { Moment } from "../values/Moment.ts"
import { continuation } from "../values/Paging.ts"

export const PhaseView = Schema.Literals([
  "requested",
  "provisioning",
  "open",
  "archiving",
  "archived",
  "reopening",
  "lost"
]).annotate({
  identifier: "Phase",
  examples: ["open"],
  description:
    "How the team is: requested, provisioning, open, archiving, archived, reopening; lost: deleted in Teams by hand."
})

/** The team can't go on without a person. */
export const BlockedView = Schema.Struct({
  step: Schema.String.annotate({ examples: ["EnsureTeam"] }),
  reason: Schema.String,
  remedy: Schema.String,
  since: Moment
})

export const TeamIncidentView = Schema.Struct({
  id: IncidentIdOnWire,
  number: Schema.Int.annotate({ examples: [1042] }),
  title: Schema.String.annotate({ examples: ["Phishing: credential harvest aimed at finance"] }),
  closed: Schema.Boolean,
  gone: Schema.Boolean.annotate({ description: "The incident was deleted in Sentinel; the team stays archived." })
})

/** What a row in a list needs. */
export const summaryFields = {
  id: TeamIdOnWire,
  incident: TeamIncidentView,
  name: Schema.String.annotate({ examples: ["INC-1042 Phishing in finance"] }),
  phase: PhaseView,
  since: Moment,
  desiredState: Schema.Literals(["open", "archived"]).annotate({
    description: "What the incident asks of its team: open while it is New or Active, archived otherwise."
  }),
  operation: Schema.String.annotate({
    description: "Path of the operation that brings about what is wanted now.",
    examples: ["/v1/operations/k3v5c2mqzt7n4wjy6abdxe2fho.1"]
  }),
  link: Schema.optionalKey(
    Schema.String.annotate({
      format: "uri",
      description: "The way into the team in Teams, once it is there.",
      examples: ["https://teams.microsoft.com/l/team/19%3aexample%40thread.tacv2/conversations"]
    })
  ),
  platformTeamId: Schema.optionalKey(PlatformTeamIdOnWire),
  blocked: Schema.optionalKey(BlockedView),
  createdAt: Moment
}

export const TeamSummary = Schema.Struct(summaryFields).annotate({ identifier: "TeamSummary" })
export type TeamSummary = typeof TeamSummary.Type

export const TeamPage = Schema.Struct({ items: Schema.Array(TeamSummary), continuation }).annotate({
  identifier: "TeamPage"
})
