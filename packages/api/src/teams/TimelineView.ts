import { IncidentChanges } from "@incident-teams/domain/incident/IncidentAct"
import { Schema } from "effect"
import { GroupIdOnWire, PersonIdOnWire } from "../values/Ids.ts"
import { moment } from "../values/Moment.ts"
import { continuation } from "../values/Paging.ts"
import { ActorView } from "../values/People.ts"

const TimelineGroup = Schema.Struct({
  id: GroupIdOnWire,
  name: Schema.optionalKey(
    Schema.String.annotate({ description: "The display name when the group was requested.", examples: ["Legal"] })
  )
})

/** One person of whom an event speaks. */
export const TimelinePerson = Schema.Struct({
  id: PersonIdOnWire,
  name: Schema.String.annotate({
    description: "The display name at that time, which stays even if the account is deleted. Empty if it isn't known.",
    examples: ["Ana Sample"]
  }),
  status: Schema.Literals([
    "asked",
    "alreadyAsked",
    "leaving",
    "added",
    "refused",
    "removed",
    "notRemoved",
    "madeOwner",
    "accessAsked",
    "accessApproved",
    "accessDenied"
  ]).annotate({
    description:
      "What the event says about the person. asked: will be added. alreadyAsked: is in the group too, but was requested" +
      " before. leaving: will be removed. added, removed, madeOwner: confirmed by Teams. refused: can't be added, see" +
      " `reason`. notRemoved: can't be removed, see `reason`. accessAsked, accessApproved, accessDenied: an access request."
  }),
  ground: Schema.Literals([
    "request",
    "favorite",
    "group",
    "accessRequest",
    "owner",
    "standbyOwner",
    "manualChange"
  ]).annotate({
    description:
      "Why the person was added or removed. request: by name. favorite: by name, and a favorite of the person who" +
      " requested the team. group: because of `group`. accessRequest: the person requested access, see `accessRequest`." +
      " owner, standbyOwner: of the team. manualChange: by hand, in Teams; found by a check."
  }),
  group: Schema.optionalKey(TimelineGroup),
  accessRequest: Schema.optionalKey(Schema.String.annotate({ description: "The ID of the access request." })),
  reason: Schema.optionalKey(Schema.String.annotate({ examples: ["The account is disabled."] }))
}).annotate({ identifier: "TimelinePerson" })
export type TimelinePerson = typeof TimelinePerson.Type

/** So many people are in an entry itself; the others are read by page, so that a large group doesn't fill a timeline. */
export const peopleInEntry = 10

/** One thing that happened. A change that is reported as done was confirmed by Teams. */
export const TimelineEntry = Schema.Struct({
  position: Schema.Int.annotate({
    description:
      "The event's position in the team's history, starting at 1. Positions of events that aren't shown are skipped."
  }),
  at: moment("When it happened."),
  event: Schema.String.annotate({
    description: "The kind of event, for programs. New kinds may be added.",
    examples: ["Archived"]
  }),
  text: Schema.String.annotate({
    description: "The event as a sentence for people, with the names of those who are involved.",
    examples: ["The team was archived."]
  }),
  by: Schema.optionalKey(
    ActorView.annotate({
      description:
        "The person or application that did it through Incident Teams, or that requested it. Absent for a change that was read from Sentinel or Teams: its author isn't known."
    })
  ),
  people: Schema.optionalKey(
    Schema.Array(TimelinePerson).annotate({
      description: `The people of the event: the first ${peopleInEntry} of \`peopleCount\`.`
    })
  ),
  peopleCount: Schema.optionalKey(
    Schema.Int.annotate({ description: "The number of people of the event. Present with `people`." })
  ),
  peopleLink: Schema.optionalKey(
    Schema.String.annotate({
      description: "The path to all of them, page by page. Present if there are more than in `people`.",
      examples: ["/v1/teams/k3v5c2mqzt7n4wjy6abdxe2fho/timeline/12/people"]
    })
  ),
  group: Schema.optionalKey(TimelineGroup.annotate({ description: "The group of the event." })),
  changes: Schema.optionalKey(
    IncidentChanges.annotate({
      description:
        "What `by` changed in the incident. Empty if it was something else, such as a label. Values are Sentinel's."
    })
  )
}).annotate({ identifier: "TimelineEntry" })
export type TimelineEntry = typeof TimelineEntry.Type

/** Which events a timeline shows. */
export const timelineDetail = Schema.optionalKey(
  Schema.Literals(["main", "all"]).annotate({
    description:
      "main: what happened to the team. all: also internal steps, and checks of the team that found no change.",
    default: "main"
  })
)

export const TimelinePage = Schema.Struct({ items: Schema.Array(TimelineEntry), continuation }).annotate({
  identifier: "TimelinePage"
})

export const TimelinePeople = Schema.Struct({ items: Schema.Array(TimelinePerson), continuation }).annotate({
  identifier: "TimelinePeople"
})
