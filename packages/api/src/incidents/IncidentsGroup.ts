import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Authentication } from "../Authentication.ts"
import {
  IncidentContendedProblem,
  IncidentNotFoundProblem,
  InvalidIncidentChangeProblem,
  SentinelRefusedProblem,
  WorkspaceRequiredProblem
} from "../problems/incidentProblems.ts"
import { bodyTaking, incidentReading, naming, teamChanging, teamReading } from "../problems/Problem.ts"
import {
  DirectoryUnavailableProblem,
  PreconditionFailedProblem,
  UnknownContinuationProblem
} from "../problems/requestProblems.ts"
import {
  IncidentClosedProblem,
  InvalidTeamDescriptionProblem,
  InvalidTeamNameProblem,
  TeamExistsProblem,
  UnfitOwnerProblem
} from "../problems/teamProblems.ts"
import { accepted } from "../teams/accepted.ts"
import { TeamView } from "../teams/TeamView.ts"
import { etag, idempotencyKey, ifMatch } from "../values/Conditions.ts"
import { IncidentIdOnWire, WorkspaceOnWire } from "../values/Ids.ts"
import { IncidentChangeBody } from "./IncidentChangeBody.ts"
import { IncidentDetails } from "./IncidentDetails.ts"
import { IncidentQuery } from "./IncidentQuery.ts"
import { IncidentPage, IncidentView } from "./IncidentView.ts"
import { NewTeamBody } from "./NewTeamBody.ts"
import { TeamDraft } from "./TeamDraft.ts"

const params = { incidentId: IncidentIdOnWire }

const workspaces = HttpApiEndpoint.get("workspaces", "/v1/workspaces", {
  success: Schema.Struct({ items: Schema.Array(Schema.Struct({ alias: WorkspaceOnWire })) })
}).annotate(OpenApi.Summary, "The Sentinel workspaces that are served here")

const list = HttpApiEndpoint.get("list", "/v1/incidents", {
  query: IncidentQuery,
  success: IncidentPage,
  error: [...incidentReading, WorkspaceRequiredProblem, UnknownContinuationProblem]
}).annotate(OpenApi.Summary, "A workspace's incidents with their teams, page by page")

const get = HttpApiEndpoint.get("get", "/v1/incidents/:incidentId", {
  params,
  success: HttpApiSchema.WithHeaders(IncidentView, { etag }),
  error: [...incidentReading, IncidentNotFoundProblem]
}).annotate(OpenApi.Summary, "One incident with its team")

const details = HttpApiEndpoint.get("details", "/v1/incidents/:incidentId/details", {
  params,
  success: HttpApiSchema.WithHeaders(IncidentDetails, { etag }),
  error: [...incidentReading, IncidentNotFoundProblem]
})
  .annotate(OpenApi.Summary, "One incident with everything that belongs to it")
  .annotate(
    OpenApi.Description,
    "Alerts, entities, bookmarks, comments, tasks and relations. What was read is shared for up to 15 seconds between" +
      " all who look at the incident, unless the incident changes. The ETag names the incident's state, as for the" +
      " incident alone."
  )

const change = HttpApiEndpoint.patch("change", "/v1/incidents/:incidentId", {
  params,
  headers: { "if-match": ifMatch },
  payload: IncidentChangeBody,
  success: HttpApiSchema.WithHeaders(IncidentView, { etag }),
  error: [
    ...incidentReading,
    ...bodyTaking,
    IncidentNotFoundProblem,
    InvalidIncidentChangeProblem,
    IncidentContendedProblem,
    PreconditionFailedProblem,
    SentinelRefusedProblem
  ]
})
  .annotate(OpenApi.Summary, "Change status, severity, owner or classification")
  .annotate(
    OpenApi.Description,
    "Written to Sentinel in the caller's name. Closing archives the team, reopening brings it back."
  )

const draft = HttpApiEndpoint.get("draft", "/v1/incidents/:incidentId/team/draft", {
  params,
  success: TeamDraft,
  error: [...incidentReading, IncidentNotFoundProblem, DirectoryUnavailableProblem]
}).annotate(OpenApi.Summary, "What the form for a new team begins with")

const team = HttpApiEndpoint.get("team", "/v1/incidents/:incidentId/team", {
  params,
  success: HttpApiSchema.WithHeaders(TeamView, { etag }),
  error: teamReading
}).annotate(OpenApi.Summary, "The incident's team")

const createTeam = HttpApiEndpoint.post("createTeam", "/v1/incidents/:incidentId/team", {
  params,
  headers: { "idempotency-key": idempotencyKey },
  payload: NewTeamBody,
  success: accepted,
  error: [
    ...teamChanging,
    ...incidentReading,
    ...naming,
    IncidentNotFoundProblem,
    IncidentClosedProblem,
    TeamExistsProblem,
    InvalidTeamNameProblem,
    InvalidTeamDescriptionProblem,
    UnfitOwnerProblem
  ]
})
  .annotate(OpenApi.Summary, "Create the incident's team")
  .annotate(
    OpenApi.Description,
    "Needs the right to write incidents and the right to create teams. Two at once: one creates, the other is told that the team exists."
  )

/** Incidents, and the way from an incident to its team. */
export const IncidentsGroup = HttpApiGroup.make("incidents")
  .add(workspaces, list, get, details, change, draft, team, createTeam)
  .middleware(Authentication)
  .annotate(OpenApi.Title, "Incidents")
  .annotate(
    OpenApi.Description,
    "Incidents of the Sentinel workspaces that are served here, and the way from an incident to its team."
  )
