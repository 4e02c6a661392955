import { Schema } from "effect"
import { IncidentView } from "../incidents/IncidentView.ts"
import { TeamSummary } from "../teams/TeamSummary.ts"
import { IncidentIdOnWire } from "../values/Ids.ts"

const id = Schema.String.annotate({
  description: "The position after this event. Send it as Last-Event-ID to resume there. Opaque.",
  examples: ["1f0c9a6b5e2d-1042"]
})

/** A team after a change. */
export const TeamChanged = Schema.Struct({
  team: TeamSummary,
  incidents: Schema.Array(IncidentIdOnWire).annotate({
    description: "The incidents that the team serves, the lead first. Empty after a merge into another team."
  }),
  from: Schema.Int.annotate({ description: "Position of the first timeline event of this change." }),
  to: Schema.Int.annotate({
    description:
      "Position of the last timeline event of this change; less than `from` if the timeline has no new event."
  })
}).annotate({ identifier: "TeamChanged" })
export type TeamChanged = typeof TeamChanged.Type

const nothing = Schema.fromJsonString(Schema.Struct({}))

/**
 * One server-sent event. `ready`: every later change is sent, so a client that reads the data after it misses nothing.
 * `team`: a team changed; sent at least once, in order for each team, with the team's current state. `incident`: an
 * incident changed in Sentinel or through us; sent at least once, in order for each incident. `reload`: the position to
 * resume from is no longer available; read all data again and continue from here.
 */
export const LiveEvent = Schema.Union([
  Schema.Struct({ id, event: Schema.Literal("ready"), data: nothing }),
  Schema.Struct({
    id,
    event: Schema.Literal("team"),
    data: Schema.fromJsonString(TeamChanged).annotate({ identifier: "TeamChangedText" })
  }),
  Schema.Struct({
    id,
    event: Schema.Literal("incident"),
    data: Schema.fromJsonString(IncidentView).annotate({ identifier: "IncidentText" })
  }),
  Schema.Struct({ id, event: Schema.Literal("reload"), data: nothing })
]).annotate({ identifier: "LiveEvent" })
export type LiveEvent = typeof LiveEvent.Type
