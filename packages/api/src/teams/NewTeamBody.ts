import { Schema } from "effect"
import { GroupIdOnWire, PersonIdOnWire } from "../values/Ids.ts"

/** The maximum number of people in one request. For more, use a group. */
export const peoplePerRequest = 1_000
export const groupsPerRequest = 50

export const people = Schema.optionalKey(
  Schema.Array(PersonIdOnWire)
    .check(
      Schema.isMaxLength(peoplePerRequest, {
        expected: `at most ${peoplePerRequest.toLocaleString("en-US")} people`
      })
    )
    .annotate({
      description: `Object IDs of Microsoft Entra users. At most ${peoplePerRequest.toLocaleString("en-US")} in one request.`
    })
)

export const groups = Schema.optionalKey(
  Schema.Array(GroupIdOnWire)
    .check(Schema.isMaxLength(groupsPerRequest, { expected: `at most ${groupsPerRequest} groups` }))
    .annotate({
      description:
        "Object IDs of Microsoft Entra groups. Their members, including nested groups, are copied into the team once." +
        ` At most ${groupsPerRequest} groups of at most 3,500 people each.`
    })
)

/** A new team. All members are optional, but an application must name the owner. */
export const NewTeamBody = Schema.Struct({
  name: Schema.optionalKey(
    Schema.String.annotate({
      description:
        "The team's name, on one line; control characters and invisible characters are removed. At most 256 characters. Default: the incident's number and title.",
      examples: ["INC-1042 Phishing in finance"]
    })
  ),
  description: Schema.optionalKey(
    Schema.String.annotate({
      description:
        "The team's description; control characters and invisible characters are removed. At most 1,024 characters. Default: the incident's description.",
      examples: ["Mails to finance with a link to a copied sign-in page."]
    })
  ),
  people,
  groups,
  owner: Schema.optionalKey(
    PersonIdOnWire.pipe(
      Schema.annotateEncoded({
        description:
          "Object ID of the Microsoft Entra user who owns the team. Required for an application. Default: the caller."
      })
    )
  ),
  announce: Schema.optionalKey(
    Schema.Boolean.annotate({
      description:
        "Whether the team's link is added to the incident as a comment, which changes the incident's etag some time after this response. Default: as the deployment is configured (`ANNOUNCE`); `true` doesn't override it."
    })
  )
}).annotate({ identifier: "NewTeam" })
export type NewTeamBody = typeof NewTeamBody.Type
