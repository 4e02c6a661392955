import { Schema } from "effect"
import { Timestamp } from "../ids/Timestamp.ts"
import { Author } from "./Author.ts"

/** A task for someone to do on an incident. */
export const IncidentTask = Schema.Struct({
  id: Schema.String,
  title: Schema.String,
  /** `New`, `Completed`, or a value newer than this. */
  status: Schema.Union([Schema.Literals(["New", "Completed"]), Schema.StringForLiteralAutocomplete]),
  description: Schema.optionalKey(Schema.String),
  created: Schema.optionalKey(Timestamp),
  createdBy: Schema.optionalKey(Author),
  lastModified: Schema.optionalKey(Timestamp),
  lastModifiedBy: Schema.optionalKey(Author)
})
export type IncidentTask = typeof IncidentTask.Type
