import { Schema } from "effect"
import { Timestamp } from "../ids/Timestamp.ts"
import { Author } from "./Author.ts"

/** A query result that a hunter kept as evidence. */
export const Bookmark = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  notes: Schema.optionalKey(Schema.String),
  labels: Schema.Array(Schema.String),
  query: Schema.optionalKey(Schema.String),
  /** When that happened which the bookmark shows; its place on the incident's timeline. */
  eventTime: Schema.optionalKey(Timestamp),
  created: Schema.optionalKey(Timestamp),
  createdBy: Schema.optionalKey(Author),
  updated: Schema.optionalKey(Timestamp),
  updatedBy: Schema.optionalKey(Author)
})
export type Bookmark = typeof Bookmark.Type
