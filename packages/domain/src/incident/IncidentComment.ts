import { Schema } from "effect"
import { Timestamp } from "../ids/Timestamp.ts"
import { Author } from "./Author.ts"

/** Sentinel's limits (Microsoft Learn, "Investigate incidents"). */
export const maximumCommentsPerIncident = 100
export const maximumCommentCharacters = 30_000

/** A comment on an incident. The message may be plain text, Markdown or HTML: show it only after cleaning it. */
export const IncidentComment = Schema.Struct({
  /** ARM resource name, chosen by the writer: writing under the same one twice leaves one comment. */
  id: Schema.String,
  message: Schema.String,
  author: Schema.optionalKey(Author),
  created: Schema.optionalKey(Timestamp),
  lastModified: Schema.optionalKey(Timestamp)
})
export type IncidentComment = typeof IncidentComment.Type
