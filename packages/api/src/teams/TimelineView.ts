import { Schema } from "effect"
import { Moment } from "../values/Moment.ts"
import { continuation } from "../values/Paging.ts"
import { ActorView } from "../values/People.ts"

/** One thing that happened. What is told as done was confirmed by Teams. */
export const TimelineEntry = Schema.Struct({
  position: Schema.Int.annotate({ description: "Its place in the team's history, from 1." }),
  at: Moment,
  event: Schema.String.annotate({ description: "What kind of thing it was.", examples: ["Archived"] }),
  text: Schema.String.annotate({ examples: ["The team is archived."] }),
  by: Schema.optionalKey(ActorView)
}).annotate({ identifier: "TimelineEntry" })
export type TimelineEntry = typeof TimelineEntry.Type

export const TimelinePage = Schema.Struct({ items: Schema.Array(TimelineEntry), continuation }).annotate({
  identifier: "TimelinePage"
})
