import { Schema } from "effect"
import { TeamSummary } from "../teams/TeamSummary.ts"

const id = Schema.String.annotate({
  description: "The place after this event; goes into Last-Event-ID to go on from there. Opaque.",
  examples: ["1f0c9a6b5e2d-1042"]
})

/** A team after something was committed about it. */
export const TeamChanged = Schema.Struct({
  team: TeamSummary,
  from: Schema.Int.annotate({ description: "Position of the first event of its timeline that this is about." }),
  to: Schema.Int.annotate({
    description: "Position of the last one; below `from` when the timeline tells nothing new."
  })
}).annotate({ identifier: "TeamChanged" })
export type TeamChanged = typeof TeamChanged.Type

const nothing = Schema.fromJsonString(Schema.Struct({}))

/**
 * One server-sent event. `ready`: whatever is committed from now on is told, so that who reads after it misses nothing.
 * `team`: something about a team was committed; it comes at least once, in order per team, and shows the team as it is by
 * then. `reload`: the place to go on from isn't known any more; read everything anew, and go on from here.
 */
export const LiveEvent = Schema.Union([
  Schema.Struct({ id, event: Schema.Literal("ready"), data: nothing }),
  Schema.Struct({ id, event: Schema.Literal("team"), data: Schema.fromJsonString(TeamChanged) }),
  Schema.Struct({ id, event: Schema.Literal("reload"), data: nothing })
]).annotate({ identifier: "LiveEvent" })
export type LiveEvent = typeof LiveEvent.Type
