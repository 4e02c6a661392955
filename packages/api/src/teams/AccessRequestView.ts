import { Schema } from "effect"
import { Moment } from "../values/Moment.ts"
import { PersonName } from "../values/People.ts"

const id = Schema.String.annotate({ examples: ["0d2f6b9e7a534f0c9a6c9e5f1b2c3d4e"] })

/** A pending access request. */
export const AccessRequestView = Schema.Struct({
  id,
  person: PersonName,
  reason: Schema.String.annotate({ examples: ["I run the mail gateway."] }),
  askedAt: Moment
}).annotate({ identifier: "AccessRequest" })
export type AccessRequestView = typeof AccessRequestView.Type

export const AccessRequests = Schema.Struct({ items: Schema.Array(AccessRequestView) }).annotate({
  identifier: "AccessRequests"
})

/** The result of an access request. If the server is configured to approve automatically, it is approved at once. */
export const AccessAsked = Schema.Struct({
  status: Schema.Literals(["pending", "approved"]),
  person: PersonName,
  request: Schema.optionalKey(AccessRequestView)
}).annotate({ identifier: "AccessRequestResult" })
export type AccessAsked = typeof AccessAsked.Type

export const AccessDecided = Schema.Struct({
  id,
  status: Schema.Literals(["approved", "denied"])
}).annotate({ identifier: "AccessDecisionResult" })
export type AccessDecided = typeof AccessDecided.Type
