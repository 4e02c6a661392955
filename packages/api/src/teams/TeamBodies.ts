import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { onOneLine } from "@incident-teams/domain/text/visibleText"
import { Schema } from "effect"
import { IncidentIdOnWire } from "../values/Ids.ts"
import { groups, people } from "./NewTeamBody.ts"

export const RenameBody = Schema.Struct({
  name: Schema.optionalKey(
    Schema.String.annotate({ description: "The new name. At most 256 characters.", examples: ["INC-1042 War room"] })
  ),
  description: Schema.optionalKey(
    Schema.String.annotate({
      description: "The new description. At most 1,024 characters.",
      examples: ["Phishing campaign against finance."]
    })
  )
})
  .check(Schema.isMinProperties(1, { expected: "at least one of name and description" }))
  .annotate({ identifier: "TeamChange" })

/** The people and groups to add or remove. At least one. */
export const PeopleBody = Schema.Struct({ people, groups })
  .check(Schema.isMinProperties(1, { expected: "at least one of people and groups" }))
  .annotate({ identifier: "PeopleChange" })
export type PeopleBody = typeof PeopleBody.Type

const reason = Schema.String.check(Schema.isMaxLength(1_000, { expected: "at most 1,000 characters" }))

export const AskAccessBody = Schema.Struct({
  reason: reason
    .check(
      Schema.makeFilter((text) => (onOneLine(text) === "" ? "Expected a reason that isn't blank" : undefined)),
      // Last, because the document shows the description and the example of the last check that it can write down.
      Schema.isPattern(/\S/u, { expected: "a reason that isn't blank" })
    )
    .annotate({
      description: "Why you need access. It is shown to the people who decide. At most 1,000 characters.",
      examples: ["I run the mail gateway and can see the campaign's other targets."]
    })
}).annotate({ identifier: "NewAccessRequest" })

export const DecideAccessBody = Schema.Struct({
  reason: Schema.optionalKey(
    reason.annotate({
      description: "The reason for the decision, shown to the person and in the timeline. At most 1,000 characters.",
      examples: ["Runs the mail gateway."]
    })
  )
}).annotate({ identifier: "AccessDecision" })

/** Another incident that the team is to serve. */
export const LinkBody = Schema.Struct({
  incident: IncidentIdOnWire,
  lead: Schema.optionalKey(
    Schema.Boolean.annotate({
      description: "Makes it the lead incident, even if the team already serves it. Default: false."
    })
  ),
  merge: Schema.optionalKey(
    Schema.Boolean.annotate({
      description:
        "If the incident has a team, merges that team into this one. Its people are added to this team, and it is archived. Default: false; an incident that has a team is then refused."
    })
  )
}).annotate({ identifier: "IncidentLink" })

export const UnlinkBody = Schema.Struct({ incident: IncidentIdOnWire }).annotate({ identifier: "IncidentUnlink" })

/** How an incident that was merged continues. */
export const MergeDecisionBody = Schema.Struct({
  incident: IncidentIdOnWire,
  into: Schema.optionalKey(
    IncidentIdOnWire.annotate({
      description:
        "The incident that continues the merged one. Absent: no incident does, and the merged one counts as closed.",
      examples: [IncidentId.make("soc~2d4c8a1e-5b7f-4c90-8e13-6a9d0f3b7c25")]
    })
  )
}).annotate({ identifier: "MergeDecision" })
