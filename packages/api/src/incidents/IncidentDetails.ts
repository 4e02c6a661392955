import { Alert } from "@incident-teams/domain/incident/Alert"
import { Bookmark } from "@incident-teams/domain/incident/Bookmark"
import { Entity, EntityCount } from "@incident-teams/domain/incident/Entity"
import { IncidentComment } from "@incident-teams/domain/incident/IncidentComment"
import { IncidentRelation } from "@incident-teams/domain/incident/IncidentRelation"
import { IncidentTask } from "@incident-teams/domain/incident/IncidentTask"
import { Schema } from "effect"
import { Moment } from "../values/Moment.ts"
import { IncidentView } from "./IncidentView.ts"

const moment = Schema.optionalKey(Moment)

export const AlertView = Schema.Struct({
  ...Alert.fields,
  name: Schema.String.annotate({ examples: ["Sign-in through a known AiTM proxy"] }),
  severity: Schema.optionalKey(Schema.String.annotate({ examples: ["High"] })),
  started: moment,
  ended: moment,
  generated: moment
}).annotate({ identifier: "Alert" })
export type AlertView = typeof AlertView.Type

export const EntityView = Schema.Struct({
  ...Entity.fields,
  kind: Schema.String.annotate({
    description: "Account, Host, Ip, Url, File and so on; open, as Sentinel adds kinds.",
    examples: ["Ip"]
  }),
  name: Schema.String.annotate({ description: "What people call it.", examples: ["198.51.100.77"] }),
  facts: Entity.fields.facts.annotate({
    description: "What is known of it, for people to read, what tells most first; `key` is Sentinel's own name."
  })
}).annotate({ identifier: "Entity" })
export type EntityView = typeof EntityView.Type

export const BookmarkView = Schema.Struct({
  ...Bookmark.fields,
  eventTime: Schema.optionalKey(Moment.annotate({ description: "When that happened which the bookmark shows." })),
  created: moment,
  updated: moment
}).annotate({ identifier: "Bookmark" })
export type BookmarkView = typeof BookmarkView.Type

export const CommentView = Schema.Struct({
  ...IncidentComment.fields,
  message: Schema.String.annotate({
    description: "As it was written: text, Markdown or HTML, by whoever may comment. Clean it before showing it.",
    examples: ["Sessions of the three accounts revoked."]
  }),
  created: moment,
  lastModified: moment
}).annotate({ identifier: "Comment" })
export type CommentView = typeof CommentView.Type

export const IncidentTaskView = Schema.Struct({
  ...IncidentTask.fields,
  status: Schema.String.annotate({
    description: "New, Completed, or what Sentinel adds to these.",
    examples: ["Completed"]
  }),
  created: moment,
  lastModified: moment
}).annotate({ identifier: "IncidentTask" })
export type IncidentTaskView = typeof IncidentTaskView.Type

export const RelationView = IncidentRelation.annotate({ identifier: "Relation" })
export type RelationView = typeof RelationView.Type

/** A part that can't be read right now, while the others are told. */
export const UnavailablePart = Schema.Struct({
  status: Schema.Literal("unavailable"),
  detail: Schema.String.annotate({ examples: ["Azure can't be reached."] }),
  remedy: Schema.String.annotate({ examples: ["Try again after a few seconds."] })
}).annotate({ identifier: "UnavailablePart" })
export type UnavailablePart = typeof UnavailablePart.Type

const read = Schema.Literal("read")

const part = <S extends Schema.Top>(item: S) =>
  Schema.Union([Schema.Struct({ status: read, items: Schema.Array(item) }), UnavailablePart])

/** Everything that Sentinel tells about an incident, and its team. */
export const IncidentDetails = Schema.Struct({
  asOf: Moment,
  incident: IncidentView,
  alerts: part(AlertView),
  entities: Schema.Union([
    Schema.Struct({
      status: read,
      items: Schema.Array(EntityView),
      counts: Schema.Array(EntityCount).annotate({
        description: "How many there are of each kind, as Sentinel counts them; that may be more than are listed."
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
  description: "Each part is either read, or says why it can't be read right now. All texts may come from an attacker."
})
export type IncidentDetails = typeof IncidentDetails.Type
