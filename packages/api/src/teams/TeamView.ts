import { InstallationTroubleKind } from "@incident-teams/domain/team/Outcome"
import { perChore } from "@incident-teams/domain/team/Step"
import { Schema } from "effect"
import { GroupIdOnWire, IncidentIdOnWire, PersonIdOnWire, PlatformTeamIdOnWire, TeamIdOnWire } from "../values/Ids.ts"
import { moment } from "../values/Moment.ts"
import { ActorView, PersonName } from "../values/People.ts"
import { summaryFields, TeamIncidentView } from "./TeamSummary.ts"

export const TaskView = Schema.Struct({
  status: Schema.Literals(["notAsked", "pending", "done", "refused"]),
  reason: Schema.optionalKey(Schema.String.annotate({ description: "Why it was refused." }))
}).annotate({ identifier: "Task", description: "A task that is done once for a team." })
export type TaskView = typeof TaskView.Type

/** An incident that a team serves, or is about to. */
const ServedIncidentView = Schema.Struct({
  ...TeamIncidentView.fields,
  state: Schema.Literals(["served", "joining", "leaving"]).annotate({
    description: "joining and leaving: a request to link or unlink the incident is in progress."
  }),
  founding: Schema.Boolean.annotate({
    description: "The team was created for this incident. It can't be unlinked, but another one can be the lead."
  }),
  announcement: Schema.optionalKey(
    // A copy without a name: the first use of a named schema with words of its own describes them all.
    Schema.Struct(TaskView.fields).annotate({
      description:
        "The comment with the team's link on the incident. Absent for the one that the team was created for, see the team's own `announcement`."
    })
  ),
  merge: Schema.optionalKey(
    Schema.Struct({
      since: moment("When the merge was seen."),
      status: Schema.Literals(["searching", "followed", "dismissed"]).annotate({
        description:
          "searching: the incident that continues it isn't known or served yet, and the team stays open. dismissed: no incident continues it."
      }),
      into: Schema.optionalKey(
        Schema.Struct({ id: IncidentIdOnWire, number: Schema.Int }).annotate({
          description: "The incident that continues it."
        })
      ),
      reason: Schema.optionalKey(Schema.String.annotate({ description: "Why that incident isn't known." })),
      remedy: Schema.optionalKey(Schema.String.annotate({ description: "What to do about it." }))
    }).annotate({ description: "Present while the incident is closed because it was merged into another one." })
  )
})

/** A person who was requested for the team, or who is in it. */
export const MemberView = Schema.Struct({
  id: PersonIdOnWire,
  name: Schema.String.annotate({ examples: ["Ben Sample"] }),
  status: Schema.Literals(["asked", "added", "refused", "leaving", "removed", "notRemoved", "notAsked"]).annotate({
    description:
      "asked: will be added. added. refused: can't be added, see `reason`. leaving: will be removed. removed." +
      " notRemoved: can't be removed, see `reason`. notAsked: added by someone in Teams."
  }),
  reason: Schema.optionalKey(Schema.String.annotate({ examples: ["The account is disabled."] })),
  role: Schema.optionalKey(
    Schema.Literals(["owner", "member", "guest"]).annotate({
      description: "The role in the team as last reported by Teams. Absent if Teams doesn't list the person."
    })
  ),
  groups: Schema.Array(GroupIdOnWire).annotate({ description: "The groups through which the person was added." })
}).annotate({ identifier: "Member" })
export type MemberView = typeof MemberView.Type

export const AskedGroupView = Schema.Struct({
  id: GroupIdOnWire,
  name: Schema.String.annotate({ examples: ["SOC tier 1"] }),
  status: Schema.Literals(["pending", "done", "refused"]).annotate({
    description: "Whether the group's members were read: pending, done, or refused with the reason."
  }),
  reason: Schema.optionalKey(Schema.String)
})

/** A step that is retried after a failure. */
export const WaitView = Schema.Struct({
  step: Schema.String.annotate({ description: "The delayed step, for programs.", examples: ["AddMembers"] }),
  tries: Schema.Int.annotate({ description: "The number of failed attempts." }),
  since: moment("When it first failed."),
  until: moment("When it is tried again."),
  reason: Schema.String,
  remedy: Schema.optionalKey(
    Schema.String.annotate({ description: "What to do about it. Absent if no action is needed." })
  ),
  installation: Schema.optionalKey(
    InstallationTroubleKind.annotate({
      description:
        "Present if the failure concerns the installation and not this team: its credentials, permissions, a license, a quota or its network."
    })
  )
})

/** Each chore under its own name: `app`, `page`, `announcement`. */
const choreViews = perChore(() => TaskView)

/** A team with its people. */
export const TeamView = Schema.Struct({
  ...summaryFields,
  description: Schema.String.annotate({ examples: ["Mails to finance with a link to a copied sign-in page."] }),
  generation: Schema.Int.annotate({ description: "The number of the desired state. 1 is the creation." }),
  incarnation: Schema.Int.annotate({ description: "Increased when a deleted team is recreated." }),
  createdBy: ActorView,
  updatedAt: moment("When anything last changed in the record of the team."),
  incidents: Schema.Array(ServedIncidentView).annotate({
    description: "All incidents of the team, the lead first. The team stays open while any of them is open."
  }),
  mergedInto: Schema.optionalKey(
    Schema.Struct({ teamId: TeamIdOnWire, name: Schema.String }).annotate({
      description: "The team that took over the incidents of this one."
    })
  ),
  owners: Schema.Array(PersonName).annotate({ description: "The owners named when the team was created." }),
  standbyOwners: Schema.Array(PersonName).annotate({
    description: "One of them becomes an owner if no other is left."
  }),
  people: Schema.Array(MemberView),
  groups: Schema.Array(AskedGroupView),
  counts: Schema.Struct({
    asked: Schema.Int.annotate({ description: "People who are still to be added or removed." }),
    added: Schema.Int,
    refused: Schema.Int,
    inTeam: Schema.Int.annotate({ description: "The number of members as last reported by Teams." })
  }),
  seenAt: Schema.optionalKey(moment("When Teams last reported the members.")),
  ...choreViews,
  rename: TaskView,
  restore: TaskView,
  renewal: TaskView.annotate({
    description: "The last renewal of the team under the tenant's expiration policy for groups."
  }),
  expiresAt: Schema.optionalKey(
    moment(
      "When the tenant's expiration policy deletes the team unless it is renewed. It is renewed automatically 35 days before. Absent if it doesn't expire."
    )
  ),
  waits: Schema.Array(WaitView).annotate({
    description: "Steps that failed and are retried automatically, and when."
  }),
  lostAt: Schema.optionalKey(moment("When the team was found to be deleted in Teams.")),
  namesake: Schema.optionalKey(
    PlatformTeamIdOnWire.annotate({
      description: "Another group that uses the deleted team's unique name. It is never used as the team."
    })
  )
}).annotate({ identifier: "Team" })
export type TeamView = typeof TeamView.Type
