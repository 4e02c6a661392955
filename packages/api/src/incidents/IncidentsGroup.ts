import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Authentication } from "../Authentication.ts"
import {
  IncidentContendedProblem,
  IncidentNotFoundProblem,
  SentinelForbidsProblem,
  InvalidIncidentChangeProblem,
  SentinelRefusedProblem,
  WorkspaceRequiredProblem
} from "../problems/incidentProblems.ts"
import { bodyTaking, incidentReading, naming, teamChanging, teamReading } from "../problems/Problem.ts"
import {
  DirectoryUnavailableProblem,
  PreconditionFailedProblem,
  SentinelUnavailableProblem,
  UnknownContinuationProblem
} from "../problems/requestProblems.ts"
import {
  IncidentClosedProblem,
  InvalidTeamDescriptionProblem,
  InvalidTeamNameProblem,
  LinkUnderWayProblem,
  TeamExistsProblem,
  UnfitOwnerProblem
} from "../problems/teamProblems.ts"
import { accepted } from "../teams/accepted.ts"
import { NewTeamBody } from "../teams/NewTeamBody.ts"
import { TeamView } from "../teams/TeamView.ts"
import { etag, idempotencyKey, ifMatch } from "../values/Conditions.ts"
import { IncidentIdOnWire, WorkspaceOnWire } from "../values/Ids.ts"
import { IncidentChangeBody } from "./IncidentChangeBody.ts"
import { IncidentDetails } from "./IncidentDetails.ts"
import { IncidentQuery } from "./IncidentQuery.ts"
import { IncidentPage, IncidentView } from "./IncidentView.ts"
import { TeamDraft } from "./TeamDraft.ts"

const params = { incidentId: IncidentIdOnWire }

const workspaces = HttpApiEndpoint.get("workspaces", "/v1/workspaces", {
  success: Schema.Struct({ items: Schema.Array(Schema.Struct({ alias: WorkspaceOnWire })) }),
  error: [SentinelForbidsProblem, SentinelUnavailableProblem]
})
  .annotate(OpenApi.Summary, "List workspaces")
  .annotate(OpenApi.Description, "Returns the Sentinel workspaces whose incidents the caller may read.")

const list = HttpApiEndpoint.get("list", "/v1/incidents", {
  query: IncidentQuery,
  success: IncidentPage,
  error: [...incidentReading, WorkspaceRequiredProblem, UnknownContinuationProblem]
})
  .annotate(OpenApi.Summary, "List incidents")
  .annotate(
    OpenApi.Description,
    "Returns a workspace's incidents with their teams, page by page. Filters are combined with AND, several values of one filter with OR."
  )

const get = HttpApiEndpoint.get("get", "/v1/incidents/:incidentId", {
  params,
  success: HttpApiSchema.WithHeaders(IncidentView, { etag }),
  error: [...incidentReading, IncidentNotFoundProblem]
})
  .annotate(OpenApi.Summary, "Get an incident")
  .annotate(OpenApi.Description, "Returns the incident with its team, if it has one.")

const details = HttpApiEndpoint.get("details", "/v1/incidents/:incidentId/details", {
  params,
  success: HttpApiSchema.WithHeaders(IncidentDetails, { etag }),
  error: [...incidentReading, IncidentNotFoundProblem]
})
  .annotate(OpenApi.Summary, "Get an incident with all details")
  .annotate(
    OpenApi.Description,
    "Returns the incident with its alerts, entities, bookmarks, comments, tasks and relations. They are cached for up to" +
      " 15 seconds, unless the incident changes."
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
  .annotate(OpenApi.Summary, "Change an incident")
  .annotate(
    OpenApi.Description,
    "Changes the status, severity, owner or classification in Sentinel, on behalf of the caller. Closing the incident archives its team, unless the team serves another open incident; reopening the incident reopens the team."
  )

const draft = HttpApiEndpoint.get("draft", "/v1/incidents/:incidentId/team/draft", {
  params,
  success: TeamDraft,
  error: [...incidentReading, IncidentNotFoundProblem, DirectoryUnavailableProblem]
})
  .annotate(OpenApi.Summary, "Get a draft for a new team")
  .annotate(
    OpenApi.Description,
    "Returns the proposed name and description of a new team, and your favorites as the proposed members."
  )

const team = HttpApiEndpoint.get("team", "/v1/incidents/:incidentId/team", {
  params,
  success: HttpApiSchema.WithHeaders(TeamView, { etag }),
  error: [...teamReading, ...incidentReading, IncidentNotFoundProblem]
})
  .annotate(OpenApi.Summary, "Get an incident's team")
  .annotate(OpenApi.Description, "Returns the team with its people.")

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
    LinkUnderWayProblem,
    InvalidTeamNameProblem,
    InvalidTeamDescriptionProblem,
    UnfitOwnerProblem
  ]
})
  .annotate(OpenApi.Summary, "Create an incident's team")
  .annotate(
    OpenApi.Description,
    "Requires the right to change incidents and the right to create teams. An incident has at most one team: if two callers create it at the same time, one of them gets 409."
  )

/** Incidents, and the teams of incidents. */
export const IncidentsGroup = HttpApiGroup.make("incidents")
  .add(workspaces, list, get, details, change, draft, team, createTeam)
  .middleware(Authentication)
  .annotate(OpenApi.Title, "Incidents")
  .annotate(OpenApi.Description, "Incidents of the Sentinel workspaces of this server, and their teams.")
