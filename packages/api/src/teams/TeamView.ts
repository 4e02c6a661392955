import { Schema } from "effect"
import { GroupIdOnWire, PersonIdOnWire, PlatformTeamIdOnWire } from "../values/Ids.ts"
import { Moment } from "../values/Moment.ts"
import { ActorView, PersonName } from "../values/People.ts"
import { summaryFields } from "./TeamSummary.ts"

/** Something beside the team that is done once. */
export const TaskView = Schema.Struct({
  status: Schema.Literals(["notAsked", "pending", "done", "refused"]),
  reason: Schema.optionalKey(Schema.String.annotate({ description: "Why it was refused." }))
}).annotate({ identifier: "Task" })
export type TaskView = typeof TaskView.Type

/** Somebody who was asked for, or who is in the team. */
export const MemberView = Schema.Struct({
  id: PersonIdOnWire,
  name: Schema.String.annotate({ examples: ["Ben Sample"] }),
  status: Schema.Literals(["asked", "added", "refused", "leaving", "removed", "notRemoved", "notAsked"]).annotate({
    description:
      "What became of our asking: asked (not done yet), added, refused (with the reason), leaving (not done yet)," +
      " removed, notRemoved (with the reason); notAsked: added in Teams by hand."
  }),
  reason: Schema.optionalKey(Schema.String.annotate({ examples: ["The account is disabled."] })),
  role: Schema.optionalKey(
    Schema.Literals(["owner", "member", "guest"]).annotate({
      description: "What they are in the team, as Teams last told; absent for whoever wasn't seen in it."
    })
  ),
  groups: Schema.Array(GroupIdOnWire).annotate({ description: "The groups that they came with." })
}).annotate({ identifier: "Member" })
export type MemberView = typeof MemberView.Type

export const AskedGroupView = Schema.Struct({
  id: GroupIdOnWire,
  name: Schema.String.annotate({ examples: ["SOC tier 1"] }),
  status: Schema.Literals(["pending", "done", "refused"]).annotate({ description: "How far reading its members is." }),
  reason: Schema.optionalKey(Schema.String)
})

/** A step that failed in a way that may pass. */
export const WaitView = Schema.Struct({
  step: Schema.String,
  tries: Schema.Int,
  since: Moment,
  until: Moment,
  reason: Schema.String
})

/** A team with its people. */
export const TeamView = Schema.Struct({
  ...summaryFields,
  description: Schema.String.annotate({ examples: ["Mails to finance with a link to a copied sign-in page."] }),
  generation: Schema.Int.annotate({ description: "Numbers what is wanted: 1 is the creation." }),
  incarnation: Schema.Int.annotate({ description: "Raised when a lost team is made anew." }),
  createdBy: ActorView,
  updatedAt: Moment,
  owners: Schema.Array(PersonName).annotate({ description: "Bound at creation." }),
  standbyOwners: Schema.Array(PersonName).annotate({ description: "Step in where no owner is left." }),
  people: Schema.Array(MemberView),
  groups: Schema.Array(AskedGroupView),
  counts: Schema.Struct({
    asked: Schema.Int.annotate({ description: "Not answered for yet." }),
    added: Schema.Int,
    refused: Schema.Int,
    inTeam: Schema.Int.annotate({ description: "Members as Teams last told." })
  }),
  seenAt: Schema.optionalKey(Moment.annotate({ description: "When Teams last told who is in the team." })),
  app: TaskView,
  page: TaskView,
  announcement: TaskView,
  rename: TaskView,
  restore: TaskView,
  waits: Schema.Array(WaitView).annotate({
    description: "What failed in a way that may pass, and when it is tried again."
  }),
  accessRequestsWaiting: Schema.Int,
  lostAt: Schema.optionalKey(Moment),
  namesake: Schema.optionalKey(
    PlatformTeamIdOnWire.annotate({ description: "Another group that bears the lost team's key; never adopted." })
  )
}).annotate({ identifier: "Team" })
export type TeamView = typeof TeamView.Type
