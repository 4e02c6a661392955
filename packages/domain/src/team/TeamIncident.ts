import { Schema } from "effect"
import { FullIncidentId } from "../ids/FullIncidentId.ts"
import { IncidentId } from "../ids/IncidentId.ts"
import { Timestamp } from "../ids/Timestamp.ts"
import { Actor } from "./Person.ts"
import { Task } from "./Task.ts"

/** An incident is closed because it was merged into another one, the survivor. */
export const MergeSearch = Schema.Struct({
  since: Timestamp,
  /** Known and served by now, or a person said that there is none: then the incident is closed like any other. */
  survivor: Schema.optionalKey(
    Schema.Union([
      Schema.TaggedStruct("Served", { id: IncidentId, number: Schema.Int }),
      Schema.TaggedStruct("None", { by: Actor })
    ])
  ),
  /** A person said that it is this one. */
  chosen: Schema.optionalKey(Schema.Struct({ id: IncidentId, number: Schema.Int })),
  /** Why it isn't found. */
  problem: Schema.optionalKey(Schema.Struct({ reason: Schema.String, remedy: Schema.String }))
})
export type MergeSearch = typeof MergeSearch.Type

/** The incident as last believed, with Sentinel's own marks of that state. */
export const TeamIncident = Schema.Struct({
  id: IncidentId,
  armId: FullIncidentId,
  number: Schema.Int,
  title: Schema.String,
  etag: Schema.String,
  lastModified: Timestamp,
  closed: Schema.Boolean,
  /** It was missing on two reads: the team stays archived for good. */
  gone: Schema.Boolean,
  missedAt: Schema.optionalKey(Timestamp),
  /** One more read is due. */
  checkAt: Schema.optionalKey(Timestamp),
  /** Until then it counts as open although it was seen closed; absent: it counts as it is. */
  graceUntil: Schema.optionalKey(Timestamp),
  /** By which link it is served; absent: the team was created for it. */
  link: Schema.optionalKey(Schema.Int),
  /** The comment with the team's link on it. Absent where the team was created for it, and where none was requested. */
  announcement: Schema.optionalKey(Task),
  /** Present while it is closed by a merge. */
  merge: Schema.optionalKey(MergeSearch)
})
export type TeamIncident = typeof TeamIncident.Type
