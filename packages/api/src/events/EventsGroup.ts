import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Authentication } from "../Authentication.ts"
import { SentinelForbidsProblem, UnknownWorkspaceProblem } from "../problems/incidentProblems.ts"
import { teamReading } from "../problems/Problem.ts"
import { NotAllowedProblem, SentinelUnavailableProblem, TooManyRequestsProblem } from "../problems/requestProblems.ts"
import { TeamIdOnWire, WorkspaceOnWire } from "../values/Ids.ts"
import { LiveEvent } from "./LiveEvent.ts"

const headers = {
  "last-event-id": Schema.optionalKey(
    Schema.String.check(
      Schema.isPattern(/^[\x21-\x7e]{1,2000}$/u, { expected: "the id of an event that was received" })
    ).annotate({
      description: "Resume after this event. Default: start now. A browser's EventSource sends it automatically."
    })
  )
}

const success = HttpApiSchema.StreamSse({ events: LiveEvent })

const description =
  "Server-sent events (text/event-stream): first `ready`, then `team` for each change of a team, with TeamChanged as" +
  " JSON. `reload` means that the position in Last-Event-ID is no longer available: read all data again." +
  " A comment is sent every 15 seconds while there are no events. The stream ends when the token expires, when the" +
  " caller loses the right to read, when the server stops, and for a client that reads too slowly. Resume with" +
  " Last-Event-ID within a day to miss nothing. Each change is sent at least once, and in order for each team."

const all = HttpApiEndpoint.get("all", "/v1/events", {
  query: {
    workspace: Schema.optionalKey(
      WorkspaceOnWire.annotate({
        description: "Only changes in this workspace. Default: all that the caller may read."
      })
    )
  },
  headers,
  success,
  error: [
    NotAllowedProblem,
    SentinelForbidsProblem,
    SentinelUnavailableProblem,
    UnknownWorkspaceProblem,
    TooManyRequestsProblem
  ]
})
  .annotate(OpenApi.Summary, "Follow changes of all incidents and teams")
  .annotate(
    OpenApi.Description,
    "Sends the changes of every team that the caller may read, and of every incident in a workspace that the caller may" +
      ` read: \`incident\` with Incident as JSON, in order for each incident. ${description}`
  )

const team = HttpApiEndpoint.get("team", "/v1/teams/:teamId/events", {
  params: { teamId: TeamIdOnWire },
  headers,
  success,
  error: [...teamReading, TooManyRequestsProblem]
})
  .annotate(OpenApi.Summary, "Follow changes of a team")
  .annotate(OpenApi.Description, description)

/** Live changes of incidents and teams. */
export const EventsGroup = HttpApiGroup.make("events")
  .add(all, team)
  .middleware(Authentication)
  .annotate(OpenApi.Title, "Live events")
  .annotate(OpenApi.Description, "Changes of incidents and teams as server-sent events.")
