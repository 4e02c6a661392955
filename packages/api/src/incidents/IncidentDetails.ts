import { Alert } from "@incident-teams/domain/incident/Alert"
import { Bookmark } from "@incident-teams/domain/incident/Bookmark"
import { Entity, EntityCount } from "@incident-teams/domain/incident/Entity"
import { IncidentComment } from "@incident-teams/domain/incident/IncidentComment"
import { IncidentRelation } from "@incident-teams/domain/incident/IncidentRelation"
import { IncidentTask } from "@incident-teams/domain/incident/IncidentTask"
import { Schema } from "effect"
import { moment } from "../values/Moment.ts"
import { IncidentView } from "./IncidentView.ts"

const created = Schema.optionalKey(moment("When it was created."))
const changed = Schema.optionalKey(moment("When it last changed."))

export const AlertView = Schema.Struct({
  ...Alert.fields,
  name: Schema.String.annotate({ examples: ["Sign-in through a known AiTM proxy"] }),
  severity: Schema.optionalKey(Schema.String.annotate({ examples: ["High"] })),
  started: Schema.optionalKey(moment("When the activity began.")),
  ended: Schema.optionalKey(moment("When the activity ended.")),
  generated: Schema.optionalKey(moment("When the alert was generated."))
}).annotate({ identifier: "Alert" })
export type AlertView = typeof AlertView.Type

export const EntityView = Schema.Struct({
  ...Entity.fields,
  kind: Schema.String.annotate({
    description: "Account, Host, Ip, Url, File and so on. Sentinel may add kinds.",
    examples: ["Ip"]
  }),
  name: Schema.String.annotate({ description: "The name to show to people.", examples: ["198.51.100.77"] }),
  facts: Entity.fields.facts.annotate({
    description:
      "Known facts about the entity, the most important first. `label` is for people; `key` is Sentinel's name."
  })
}).annotate({ identifier: "Entity" })
export type EntityView = typeof EntityView.Type

export const BookmarkView = Schema.Struct({
  ...Bookmark.fields,
  eventTime: Schema.optionalKey(moment("When the bookmarked event happened.")),
  created,
  updated: changed
}).annotate({ identifier: "Bookmark" })
export type BookmarkView = typeof BookmarkView.Type

export const CommentView = Schema.Struct({
  ...IncidentComment.fields,
  message: Schema.String.annotate({
    description: "The comment as it was written: text, Markdown or HTML. Sanitize it before showing it.",
    examples: ["Sessions of the three accounts revoked."]
  }),
  created,
  lastModified: changed
}).annotate({ identifier: "Comment" })
export type CommentView = typeof CommentView.Type

export const IncidentTaskView = Schema.Struct({
  ...IncidentTask.fields,
  status: Schema.String.annotate({
    description: "New or Completed. Sentinel may add values.",
    examples: ["Completed"]
  }),
  created,
  lastModified: changed
}).annotate({ identifier: "IncidentTask" })
export type IncidentTaskView = typeof IncidentTaskView.Type

export const RelationView = IncidentRelation.annotate({ identifier: "Relation" })
export type RelationView = typeof RelationView.Type

/** A part that can't be read right now, while the others are returned. */
export const UnavailablePart = Schema.Struct({
  status: Schema.Literal("unavailable"),
  detail: Schema.String.annotate({ examples: ["Azure can't be reached."] }),
  remedy: Schema.String.annotate({ examples: ["Try again after a few seconds."] })
}).annotate({ identifier: "UnavailablePart" })
export type UnavailablePart = typeof UnavailablePart.Type

const read = Schema.Literal("read")

const part = <S extends Schema.Top>(item: S) =>
  Schema.Union([Schema.Struct({ status: read, items: Schema.Array(item) }), UnavailablePart])

/** Everything that Sentinel knows about an incident, and its team. */
export const IncidentDetails = Schema.Struct({
  asOf: moment("When all of it was read."),
  incident: IncidentView,
  alerts: part(AlertView),
  entities: Schema.Union([
    Schema.Struct({
      status: read,
      items: Schema.Array(EntityView),
      counts: Schema.Array(EntityCount).annotate({
        description:
          "The number of entities of each kind according to Sentinel. It may be larger than the number of items."
      })
    }),
    UnavailablePart
  ]),
  bookmarks: part(BookmarkView),
  comments: part(CommentView).annotate({ description: "Oldest first." }),
  tasks: part(IncidentTaskView).annotate({ description: "Oldest first." }),
  relations: part(RelationView)
}).annotate({
  identifier: "IncidentDetails",
  description:
    "Each part has either its content or the reason why it can't be read now. Any text may come from an attacker."
})
export type IncidentDetails = typeof IncidentDetails.Type
