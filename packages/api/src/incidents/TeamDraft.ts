import { Schema } from "effect"
import { IncidentIdOnWire } from "../values/Ids.ts"
import { PrincipalView } from "../values/People.ts"

/** A favorite that is proposed as a member. */
export const PreselectedView = Schema.Struct({
  principal: PrincipalView,
  people: Schema.optionalKey(Schema.Int.annotate({ description: "The number of people in a group." })),
  refusal: Schema.optionalKey(
    Schema.String.annotate({
      description: "Why the principal can't be added. Absent if they can.",
      examples: ["The account is disabled."]
    })
  ),
  warning: Schema.optionalKey(
    Schema.String.annotate({
      description: "Something to know about a person who can be added, such as a missing Teams license."
    })
  )
})

/** The proposed content of a new team. */
export const TeamDraft = Schema.Struct({
  incidentId: IncidentIdOnWire,
  name: Schema.String.annotate({
    description: "A valid name for the team.",
    examples: ["INC-1042 Phishing credential harvest aimed at finance"]
  }),
  description: Schema.String.annotate({ examples: ["Mails to finance with a link to a copied sign-in page."] }),
  preselected: Schema.Array(PreselectedView).annotate({
    description: "The caller's favorites that still exist in the directory."
  })
}).annotate({ identifier: "TeamDraft" })
export type TeamDraft = typeof TeamDraft.Type
