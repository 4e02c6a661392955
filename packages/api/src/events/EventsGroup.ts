import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Authentication } from "../Authentication.ts"
import { workspace } from "../incidents/IncidentQuery.ts"
import { UnknownWorkspaceProblem } from "../problems/incidentProblems.ts"
import { teamReading } from "../problems/Problem.ts"
import { NotAllowedProblem, SentinelUnavailableProblem, TooManyRequestsProblem } from "../problems/requestProblems.ts"
import { TeamIdOnWire } from "../values/Ids.ts"
import { LiveEvent } from "./LiveEvent.ts"

const headers = {
  "last-event-id": Schema.optionalKey(
    Schema.String.check(
      Schema.isPattern(/^[\x21-\x7e]{1,2000}$/u, { expected: "the id of an event that was received" })
    ).annotate({ description: "Go on after this event; from now on without it. An EventSource sends it by itself." })
  )
}

const success = HttpApiSchema.StreamSse({ events: LiveEvent })

const description =
  "Server-sent events (text/event-stream): `ready` first, then `team` with each change, as TeamChanged in JSON." +
  " `reload` means that the place in Last-Event-ID isn't known any more: read everything anew." +
  " A comment comes every 15 seconds while there is nothing to tell. The stream ends with the token, when the right to" +
  " read ends, when the server stops, and for a client that reads too slowly; resume with Last-Event-ID, and nothing is" +
  " missed. A change comes at least once, in order per team."

const all = HttpApiEndpoint.get("all", "/v1/events", {
  query: { workspace },
  headers,
  success,
  error: [NotAllowedProblem, SentinelUnavailableProblem, UnknownWorkspaceProblem, TooManyRequestsProblem]
})
  .annotate(OpenApi.Summary, "Live changes of every team that the caller may read")
  .annotate(OpenApi.Description, description)

const team = HttpApiEndpoint.get("team", "/v1/teams/:teamId/events", {
  params: { teamId: TeamIdOnWire },
  headers,
  success,
  error: [...teamReading, TooManyRequestsProblem]
})
  .annotate(OpenApi.Summary, "Live changes of one team")
  .annotate(OpenApi.Description, description)

/** What happens, as it happens. */
export const EventsGroup = HttpApiGroup.make("events")
  .add(all, team)
  .middleware(Authentication)
  .annotate(OpenApi.Title, "Live events")
