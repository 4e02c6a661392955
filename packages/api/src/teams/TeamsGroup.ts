import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Authentication } from "../Authentication.ts"
import { workspace } from "../incidents/IncidentQuery.ts"
import { WorkspaceRequiredProblem } from "../problems/incidentProblems.ts"
import { naming, teamChanging, teamReading } from "../problems/Problem.ts"
import { PreconditionFailedProblem, UnknownContinuationProblem } from "../problems/requestProblems.ts"
import {
  AccessRequestNotFoundProblem,
  AlreadyInTeamProblem,
  InvalidTeamDescriptionProblem,
  InvalidTeamNameProblem,
  LastOwnerStaysProblem,
  NobodyNamedProblem,
  NothingToRestoreProblem,
  NothingToRetryProblem,
  TeamLostProblem,
  TeamNotLostProblem,
  TooLateToRestoreProblem,
  TooManyAccessRequestsProblem,
  UnknownGroupsProblem,
  UnknownPeopleProblem
} from "../problems/teamProblems.ts"
import { etag, idempotencyKey, ifMatch } from "../values/Conditions.ts"
import { TeamIdOnWire } from "../values/Ids.ts"
import { paging } from "../values/Paging.ts"
import { yesOrNo } from "../values/YesOrNo.ts"
import { accepted } from "./accepted.ts"
import { AccessAsked, AccessDecided, AccessRequests } from "./AccessRequestView.ts"
import { AskAccessBody, DecideAccessBody, PeopleBody, RenameBody } from "./TeamBodies.ts"
import { PhaseView, TeamPage } from "./TeamSummary.ts"
import { TeamView } from "./TeamView.ts"
import { timelineDetail, TimelinePage } from "./TimelineView.ts"

const params = { teamId: TeamIdOnWire }
const headers = { "idempotency-key": idempotencyKey }

const list = HttpApiEndpoint.get("list", "/v1/teams", {
  query: {
    workspace,
    phase: Schema.optionalKey(
      Schema.Array(PhaseView).annotate({ description: "Only teams in this phase; repeat the parameter for several." })
    ),
    blocked: Schema.optionalKey(yesOrNo("true: only teams that need a person.")),
    ...paging
  },
  success: TeamPage,
  error: [...teamReading, WorkspaceRequiredProblem, UnknownContinuationProblem]
}).annotate(OpenApi.Summary, "A workspace's teams, newest first, page by page")

const get = HttpApiEndpoint.get("get", "/v1/teams/:teamId", {
  params,
  success: HttpApiSchema.WithHeaders(TeamView, { etag }),
  error: teamReading
})
  .annotate(OpenApi.Summary, "A team with its people")
  .annotate(OpenApi.Description, "The ETag names what a caller may edit; a worker's progress doesn't change it.")

const rename = HttpApiEndpoint.patch("rename", "/v1/teams/:teamId", {
  params,
  headers: { "if-match": ifMatch, ...headers },
  payload: RenameBody,
  success: accepted,
  error: [
    ...teamChanging,
    PreconditionFailedProblem,
    InvalidTeamNameProblem,
    InvalidTeamDescriptionProblem,
    TeamLostProblem
  ]
}).annotate(OpenApi.Summary, "Rename or describe a team")

const addPeople = HttpApiEndpoint.post("addPeople", "/v1/teams/:teamId/people", {
  params,
  headers,
  payload: PeopleBody,
  success: accepted,
  error: [...teamChanging, ...naming, NobodyNamedProblem, TeamLostProblem]
})
  .annotate(OpenApi.Summary, "Add people and groups")
  .annotate(
    OpenApi.Description,
    "Whoever Teams refuses is told by name and reason in the team, and doesn't hold up the others."
  )

const removePeople = HttpApiEndpoint.post("removePeople", "/v1/teams/:teamId/people/remove", {
  params,
  headers,
  payload: PeopleBody,
  success: accepted,
  error: [
    ...teamChanging,
    UnknownPeopleProblem,
    UnknownGroupsProblem,
    NobodyNamedProblem,
    LastOwnerStaysProblem,
    TeamLostProblem
  ]
})
  .annotate(OpenApi.Summary, "Remove people and groups")
  .annotate(OpenApi.Description, "With a group leave those who came with it and with nothing else.")

const accessRequests = HttpApiEndpoint.get("accessRequests", "/v1/teams/:teamId/access-requests", {
  params,
  success: AccessRequests,
  error: teamReading
})
  .annotate(OpenApi.Summary, "The requests for access that wait")
  .annotate(OpenApi.Description, "All of them for whoever decides; one's own for anybody else.")

const askAccess = HttpApiEndpoint.post("askAccess", "/v1/teams/:teamId/access-requests", {
  params,
  headers,
  payload: AskAccessBody,
  success: AccessAsked.pipe(HttpApiSchema.status(202)),
  error: [...teamChanging, AlreadyInTeamProblem, TooManyAccessRequestsProblem, TeamLostProblem]
}).annotate(OpenApi.Summary, "Ask to be let in")

const decision = {
  params: {
    ...params,
    requestId: Schema.String.check(Schema.isPattern(/^[\w-]{1,64}$/u)).annotate({
      description: "The id of a request for access.",
      examples: ["0d2f6b9e7a534f0c9a6c9e5f1b2c3d4e"]
    })
  },
  headers,
  payload: DecideAccessBody,
  success: AccessDecided,
  error: [...teamChanging, AccessRequestNotFoundProblem, TeamLostProblem, ...naming]
} as const

const approveAccess = HttpApiEndpoint.post(
  "approveAccess",
  "/v1/teams/:teamId/access-requests/:requestId/approve",
  decision
).annotate(OpenApi.Summary, "Let somebody in who asked")

const denyAccess = HttpApiEndpoint.post(
  "denyAccess",
  "/v1/teams/:teamId/access-requests/:requestId/deny",
  decision
).annotate(OpenApi.Summary, "Don't let somebody in who asked")

const retry = HttpApiEndpoint.post("retry", "/v1/teams/:teamId/retry", {
  params,
  headers,
  success: accepted,
  error: [...teamChanging, NothingToRetryProblem]
}).annotate(OpenApi.Summary, "Try again what is blocked, waiting or refused")

const restore = HttpApiEndpoint.post("restore", "/v1/teams/:teamId/restore", {
  params,
  headers,
  success: accepted,
  error: [...teamChanging, TeamNotLostProblem, NothingToRestoreProblem, TooLateToRestoreProblem]
}).annotate(OpenApi.Summary, "Bring back a team that was deleted in Teams, with its conversation")

const remake = HttpApiEndpoint.post("remake", "/v1/teams/:teamId/remake", {
  params,
  headers,
  success: accepted,
  error: [...teamChanging, ...naming, TeamNotLostProblem]
}).annotate(OpenApi.Summary, "Make another team in place of one that was deleted in Teams")

const timeline = HttpApiEndpoint.get("timeline", "/v1/teams/:teamId/timeline", {
  params,
  query: { detail: timelineDetail, ...paging },
  success: TimelinePage,
  error: [...teamReading, UnknownContinuationProblem]
}).annotate(OpenApi.Summary, "What happened to a team, oldest first")

/** Teams, their people, and who asks to be let in. */
export const TeamsGroup = HttpApiGroup.make("teams")
  .add(
    list,
    get,
    rename,
    addPeople,
    removePeople,
    accessRequests,
    askAccess,
    approveAccess,
    denyAccess,
    retry,
    restore,
    remake,
    timeline
  )
  .middleware(Authentication)
  .annotate(OpenApi.Title, "Teams")
  .annotate(OpenApi.Description, "Teams, their people, and who asks to be let in.")
