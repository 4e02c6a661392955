import { Schema } from "effect"
import { GroupIdOnWire, PersonIdOnWire } from "../values/Ids.ts"

export const FoundPerson = Schema.Struct({
  id: PersonIdOnWire,
  name: Schema.String.annotate({ examples: ["Ana Sample"] }),
  userPrincipalName: Schema.String.annotate({ examples: ["ana@woodgrove.example"] }),
  mail: Schema.optionalKey(Schema.String),
  jobTitle: Schema.optionalKey(Schema.String),
  guest: Schema.Boolean,
  refusal: Schema.optionalKey(
    Schema.String.annotate({ description: "Why the person can't be added to a team. Absent if they can." })
  ),
  warning: Schema.optionalKey(
    Schema.String.annotate({
      description: "Something to know about a person who can be added, such as a missing license."
    })
  )
}).annotate({ identifier: "FoundPerson" })

export const FoundGroup = Schema.Struct({
  id: GroupIdOnWire,
  name: Schema.String.annotate({ examples: ["SOC tier 1"] }),
  description: Schema.optionalKey(Schema.String),
  mail: Schema.optionalKey(Schema.String)
}).annotate({ identifier: "FoundGroup" })

export const PeopleFound = Schema.Struct({
  people: Schema.Array(FoundPerson),
  groups: Schema.Array(FoundGroup)
}).annotate({ identifier: "PeopleFound" })
export type PeopleFound = typeof PeopleFound.Type
