import { Schema } from "effect"
import { Moment } from "../values/Moment.ts"
import { continuation } from "../values/Paging.ts"
import { ActorView } from "../values/People.ts"

/** One thing that happened. A change that is reported as done was confirmed by Teams. */
export const TimelineEntry = Schema.Struct({
  position: Schema.Int.annotate({
    description:
      "The event's position in the team's history, starting at 1. Positions of events that aren't shown are skipped."
  }),
  at: Moment,
  event: Schema.String.annotate({
    description: "The kind of event, for programs. New kinds may be added.",
    examples: ["Archived"]
  }),
  text: Schema.String.annotate({
    description: "The event as a sentence for people.",
    examples: ["The team was archived."]
  }),
  by: Schema.optionalKey(ActorView)
}).annotate({ identifier: "TimelineEntry" })
export type TimelineEntry = typeof TimelineEntry.Type

/** Which events a timeline shows. */
export const timelineDetail = Schema.optionalKey(
  Schema.Literals(["main", "all"]).annotate({
    description: "main: what happened to the team. all: also bookkeeping, and checks of the team that found no change.",
    default: "main"
  })
)

export const TimelinePage = Schema.Struct({ items: Schema.Array(TimelineEntry), continuation }).annotate({
  identifier: "TimelinePage"
})
