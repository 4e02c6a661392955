import { Schema } from "effect"
import { moment } from "../values/Moment.ts"
import { ActorView, PersonName } from "../values/People.ts"

const id = Schema.String.annotate({ examples: ["0d2f6b9e7a534f0c9a6c9e5f1b2c3d4e"] })

/** A pending access request. */
export const AccessRequestView = Schema.Struct({
  id,
  person: PersonName,
  reason: Schema.String.annotate({ examples: ["I run the mail gateway."] }),
  askedAt: moment("When access was requested.")
}).annotate({ identifier: "AccessRequest" })
export type AccessRequestView = typeof AccessRequestView.Type

/** A denied access request, for the person who made it. */
export const AccessDenialView = Schema.Struct({
  id,
  by: ActorView.annotate({ description: "Who denied it." }),
  reason: Schema.optionalKey(Schema.String.annotate({ examples: ["Ask tier 2."] })),
  deniedAt: moment("When it was denied."),
  askAgainAt: moment("When the caller can request access again.")
}).annotate({ identifier: "AccessDenial" })
export type AccessDenialView = typeof AccessDenialView.Type

/** The caller's own access to a team. */
export const AccessView = Schema.Struct({
  role: Schema.Literals(["owner", "member", "none"]).annotate({ description: "The caller's role in the team." }),
  decides: Schema.Boolean.annotate({
    description: "Whether the caller may approve and deny access requests. Everyone who may add people may."
  }),
  wayIn: Schema.optionalKey(
    Schema.Literals(["join", "request"]).annotate({
      description:
        "How the caller can join the team. join: an access request is approved at once, because the caller may add people. request: someone who may add people decides. Absent: the caller is in the team, has a pending request, or may not request access."
    })
  ),
  denied: Schema.optionalKey(
    AccessDenialView.annotate({ description: "The caller's last request, if it was denied in the last seven days." })
  )
}).annotate({ identifier: "OwnAccess" })
export type AccessView = typeof AccessView.Type

export const AccessRequests = Schema.Struct({
  items: Schema.Array(AccessRequestView),
  you: AccessView
}).annotate({
  identifier: "AccessRequests"
})
export type AccessRequests = typeof AccessRequests.Type

/**
 * The result of an access request. It is approved at once if the caller may add people, or if the server is configured to
 * approve automatically.
 */
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
