import { Schema } from "effect"
import { IncidentIdOnWire } from "../values/Ids.ts"
import { PrincipalView } from "../values/People.ts"

/** A favorite that the form begins with. */
export const PreselectedView = Schema.Struct({
  principal: PrincipalView,
  people: Schema.optionalKey(Schema.Int.annotate({ description: "How many people a group brings." })),
  refusal: Schema.optionalKey(
    Schema.String.annotate({ description: "Would not get in, and why.", examples: ["The account is disabled."] })
  ),
  warning: Schema.optionalKey(
    Schema.String.annotate({ description: "Gets in, but there is something to know: no Teams license, for one." })
  )
})

/** What the form for a new team begins with. */
export const TeamDraft = Schema.Struct({
  incidentId: IncidentIdOnWire,
  name: Schema.String.annotate({
    description: "Always valid as it is.",
    examples: ["INC-1042 Phishing credential harvest aimed at finance"]
  }),
  description: Schema.String.annotate({ examples: ["Mails to finance with a link to a copied sign-in page."] }),
  preselected: Schema.Array(PreselectedView).annotate({
    description: "The caller's favorites that the directory still knows."
  })
}).annotate({ identifier: "TeamDraft" })
export type TeamDraft = typeof TeamDraft.Type
