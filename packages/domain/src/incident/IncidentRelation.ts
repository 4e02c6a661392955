import { Schema } from "effect"

/** What an incident is tied to: the alerts and bookmarks that it was made from, and what people tied to it. */
export const IncidentRelation = Schema.Struct({
  id: Schema.String,
  /** ARM id of the other side. */
  relatedId: Schema.String,
  name: Schema.optionalKey(Schema.String),
  /** ARM type of the other side, such as `Microsoft.SecurityInsights/bookmarks`. */
  type: Schema.optionalKey(Schema.String),
  /** Such as `SecurityAlert`, where the type has kinds. */
  kind: Schema.optionalKey(Schema.String)
})
export type IncidentRelation = typeof IncidentRelation.Type
