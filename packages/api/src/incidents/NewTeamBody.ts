import { Schema } from "effect"
import { GroupIdOnWire, PersonIdOnWire } from "../values/Ids.ts"

/** People by name: more than this in one request is better said as a group. */
export const peoplePerRequest = 1_000
export const groupsPerRequest = 50

export const people = Schema.optionalKey(
  Schema.Array(PersonIdOnWire)
    .check(Schema.isMaxLength(peoplePerRequest))
    .annotate({ description: `Object ids of Entra users, at most ${peoplePerRequest} in one request.` })
)

export const groups = Schema.optionalKey(
  Schema.Array(GroupIdOnWire)
    .check(Schema.isMaxLength(groupsPerRequest))
    .annotate({
      description:
        "Object ids of Entra groups, whose members are copied into the team once, nested groups included;" +
        ` at most ${groupsPerRequest} groups, of at most 3,500 people each.`
    })
)

/** A new team. Everything may be left out by a person; an application has to name the owner. */
export const NewTeamBody = Schema.Struct({
  name: Schema.optionalKey(
    Schema.String.annotate({
      description: "At most 256 characters. Left out: the incident's number and title.",
      examples: ["INC-1042 Phishing in finance"]
    })
  ),
  description: Schema.optionalKey(
    Schema.String.annotate({
      description: "At most 1,024 characters. Left out: what the incident says.",
      examples: ["Mails to finance with a link to a copied sign-in page."]
    })
  ),
  people,
  groups,
  owner: Schema.optionalKey(PersonIdOnWire)
}).annotate({ identifier: "NewTeam" })
export type NewTeamBody = typeof NewTeamBody.Type
