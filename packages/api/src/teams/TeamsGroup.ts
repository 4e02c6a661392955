import { Schema } from "effect"
import { HttpApiEndpoint, HttpApiGroup, HttpApiSchema, OpenApi } from "effect/http-api"
import { Authentication } from "../Authentication.ts"
import { IncidentNotFoundProblem, WorkspaceRequiredProblem } from "../problems/incidentProblems.ts"
import { naming, teamChanging, teamReading } from "../problems/Problem.ts"
import { PreconditionFailedProblem, UnknownContinuationProblem } from "../problems/requestProblems.ts"
import {
  AccessDeniedRecentlyProblem,
  AccessRequestNotFoundProblem,
  AlreadyInTeamProblem,
  FoundingIncidentStaysProblem,
  IncidentNotServedProblem,
  IncidentOpenProblem,
  IncidentServedProblem,
  InvalidTeamDescriptionProblem,
  InvalidTeamNameProblem,
  LastOwnerStaysProblem,
  LinkUnderWayProblem,
  NobodyNamedProblem,
  NoMergeToDecideProblem,
  NothingToKeepOpenProblem,
  NothingToRestoreProblem,
  NothingToRetryProblem,
  TeamExistsProblem,
  TeamLostProblem,
  TeamMergedProblem,
  TeamNotLostProblem,
  TimelineEventNotFoundProblem,
  TooLateToRestoreProblem,
  TooManyAccessRequestsProblem,
  TooManyIncidentsProblem,
  TooManyPeopleProblem,
  UnknownGroupsProblem,
  UnknownPeopleProblem
} from "../problems/teamProblems.ts"
import { etag, idempotencyKey, idempotencyReplayed, ifMatch } from "../values/Conditions.ts"
import { TeamIdOnWire, workspace } from "../values/Ids.ts"
import { trueOrFalse } from "../values/inText.ts"
import { wholeNumber } from "../values/inText.ts"
import { paging } from "../values/Paging.ts"
import { accepted } from "./accepted.ts"
import { AccessAsked, AccessDecided, AccessRequests } from "./AccessRequestView.ts"
import {
  AskAccessBody,
  DecideAccessBody,
  LinkBody,
  MergeDecisionBody,
  PeopleBody,
  RenameBody,
  UnlinkBody
} from "./TeamBodies.ts"
import { PhaseView, TeamPage } from "./TeamSummary.ts"
import { TeamView } from "./TeamView.ts"
import { timelineDetail, TimelinePage, TimelinePeople } from "./TimelineView.ts"

const params = { teamId: TeamIdOnWire }
const headers = { "idempotency-key": idempotencyKey }
const replayed = { "idempotency-replayed": idempotencyReplayed }
/** What is accepted, and carried out later. */
const change = { params, headers, success: accepted } as const

const list = HttpApiEndpoint.get("list", "/v1/teams", {
  query: {
    workspace,
    phase: Schema.optionalKey(
      Schema.Array(PhaseView).annotate({ description: "Only teams in this phase. Repeat the parameter for several." })
    ),
    blocked: Schema.optionalKey(
      trueOrFalse("true: only teams that need action. false: only teams that don't. Default: all teams.")
    ),
    ...paging
  },
  success: TeamPage,
  error: [...teamReading, WorkspaceRequiredProblem, UnknownContinuationProblem]
})
  .annotate(OpenApi.Summary, "List teams")
  .annotate(OpenApi.Description, "Returns a workspace's teams, newest first, page by page.")

const get = HttpApiEndpoint.get("get", "/v1/teams/:teamId", {
  params,
  success: HttpApiSchema.WithHeaders(TeamView, { etag }),
  error: teamReading
})
  .annotate(OpenApi.Summary, "Get a team")
  .annotate(
    OpenApi.Description,
    "Returns the team with its people. The ETag changes only with what callers can edit, not with the team's progress."
  )

const rename = HttpApiEndpoint.patch("rename", "/v1/teams/:teamId", {
  ...change,
  headers: { "if-match": ifMatch, ...headers },
  payload: RenameBody,
  error: [
    ...teamChanging,
    PreconditionFailedProblem,
    InvalidTeamNameProblem,
    InvalidTeamDescriptionProblem,
    TeamLostProblem
  ]
})
  .annotate(OpenApi.Summary, "Rename a team")
  .annotate(
    OpenApi.Description,
    "Changes the team's name, its description or both. An archived team is renamed when it is reopened."
  )

const addPeople = HttpApiEndpoint.post("addPeople", "/v1/teams/:teamId/people", {
  ...change,
  payload: PeopleBody,
  error: [...teamChanging, ...naming, NobodyNamedProblem, TeamLostProblem, TeamMergedProblem]
})
  .annotate(OpenApi.Summary, "Add people and groups")
  .annotate(
    OpenApi.Description,
    "Adds people, and copies the members of groups into the team. If Teams refuses a person, the team shows the reason;" +
      " everyone else is added."
  )

const removePeople = HttpApiEndpoint.post("removePeople", "/v1/teams/:teamId/people/remove", {
  ...change,
  payload: PeopleBody,
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
  .annotate(OpenApi.Description, "Removing a group also removes the people who are in the team only because of it.")

const linkIncident = HttpApiEndpoint.post("linkIncident", "/v1/teams/:teamId/incidents", {
  ...change,
  payload: LinkBody,
  error: [
    ...teamChanging,
    IncidentNotFoundProblem,
    TeamExistsProblem,
    IncidentServedProblem,
    LinkUnderWayProblem,
    TooManyIncidentsProblem,
    TooManyPeopleProblem,
    TeamMergedProblem
  ]
})
  .annotate(OpenApi.Summary, "Link an incident to a team")
  .annotate(
    OpenApi.Description,
    "The team then stays open while any of its incidents is open. Requires permission to change incidents in the" +
      " workspace of each of them. If a team was created for the incident, it can be merged into this one."
  )

const unlinkIncident = HttpApiEndpoint.post("unlinkIncident", "/v1/teams/:teamId/incidents/remove", {
  ...change,
  payload: UnlinkBody,
  error: [
    ...teamChanging,
    IncidentNotServedProblem,
    FoundingIncidentStaysProblem,
    LinkUnderWayProblem,
    TeamMergedProblem
  ]
})
  .annotate(OpenApi.Summary, "Unlink an incident from a team")
  .annotate(
    OpenApi.Description,
    "The incident can then get a team of its own. If its team was merged into this one, the merge is undone."
  )

const decideMerge = HttpApiEndpoint.post("decideMerge", "/v1/teams/:teamId/merge", {
  ...change,
  payload: MergeDecisionBody,
  error: [...teamChanging, IncidentNotFoundProblem, NoMergeToDecideProblem, TooManyPeopleProblem, TeamMergedProblem]
})
  .annotate(OpenApi.Summary, "Decide how a merged incident continues")
  .annotate(
    OpenApi.Description,
    "For an incident of the team that was merged into another one, if that one can't be found, or if the server is configured not to follow merges."
  )

const archiveNow = HttpApiEndpoint.post("archiveNow", "/v1/teams/:teamId/archive-now", {
  ...change,
  error: [...teamChanging, IncidentOpenProblem]
})
  .annotate(OpenApi.Summary, "Archive a team now")
  .annotate(
    OpenApi.Description,
    "Archives a team whose incidents are closed, without waiting for `archivesAt` and even if someone keeps it open. Requires" +
      " permission to change its incidents. To archive the team of an open incident, close the incident."
  )

const keepOpen = HttpApiEndpoint.post("keepOpen", "/v1/teams/:teamId/keep-open", {
  ...change,
  error: [...teamChanging, NothingToKeepOpenProblem, TeamMergedProblem]
})
  .annotate(OpenApi.Summary, "Keep a team open")
  .annotate(
    OpenApi.Description,
    "Possible while the team has `archivesAt`. The team then stays open although its incidents are closed, until someone archives it or an incident is reopened and closed again. Requires permission to change its incidents."
  )

const accessRequests = HttpApiEndpoint.get("accessRequests", "/v1/teams/:teamId/access-requests", {
  params,
  success: AccessRequests,
  error: teamReading
})
  .annotate(OpenApi.Summary, "List pending access requests")
  .annotate(
    OpenApi.Description,
    "Everyone who may add people to the team sees all requests and decides on them. Everyone else sees their own. `you`" +
      " describes the caller's own access, and why their last request was denied."
  )

const askAccess = HttpApiEndpoint.post("askAccess", "/v1/teams/:teamId/access-requests", {
  params,
  headers,
  payload: AskAccessBody,
  success: HttpApiSchema.WithHeaders(AccessAsked.pipe(HttpApiSchema.status(202)), replayed),
  error: [
    ...teamChanging,
    AlreadyInTeamProblem,
    AccessDeniedRecentlyProblem,
    TooManyAccessRequestsProblem,
    TeamLostProblem,
    TeamMergedProblem,
    ...naming
  ]
})
  .annotate(OpenApi.Summary, "Request access to a team")
  .annotate(
    OpenApi.Description,
    "Someone who may add people to the team approves or denies the request. A caller who may add people joins at once, and" +
      " so does everyone if the server is configured to approve automatically. After a denial, the caller has to wait before requesting access again: one hour, or as configured."
  )

const decision = {
  params: {
    ...params,
    requestId: Schema.String.check(
      Schema.isPattern(/^[\w-]{1,64}$/u, { expected: "the ID of an access request" })
    ).annotate({
      description: "The ID of an access request.",
      examples: ["0d2f6b9e7a534f0c9a6c9e5f1b2c3d4e"]
    })
  },
  headers,
  payload: DecideAccessBody,
  success: HttpApiSchema.WithHeaders(AccessDecided, replayed),
  error: [...teamChanging, AccessRequestNotFoundProblem, TeamLostProblem, TeamMergedProblem, ...naming]
} as const

const approveAccess = HttpApiEndpoint.post(
  "approveAccess",
  "/v1/teams/:teamId/access-requests/:requestId/approve",
  decision
)
  .annotate(OpenApi.Summary, "Approve an access request")
  .annotate(OpenApi.Description, "Adds the person to the team.")

const denyAccess = HttpApiEndpoint.post("denyAccess", "/v1/teams/:teamId/access-requests/:requestId/deny", decision)
  .annotate(OpenApi.Summary, "Deny an access request")
  .annotate(
    OpenApi.Description,
    "The person isn't added to the team and is shown who denied the request and why. They have to wait before requesting access again: one hour, or as configured."
  )

const retry = HttpApiEndpoint.post("retry", "/v1/teams/:teamId/retry", {
  ...change,
  error: [...teamChanging, NothingToRetryProblem]
})
  .annotate(OpenApi.Summary, "Retry a team")
  .annotate(
    OpenApi.Description,
    "Retries everything that is blocked, delayed or refused, without waiting for the next automatic attempt."
  )

const restore = HttpApiEndpoint.post("restore", "/v1/teams/:teamId/restore", {
  ...change,
  error: [...teamChanging, TeamNotLostProblem, NothingToRestoreProblem, TooLateToRestoreProblem]
})
  .annotate(OpenApi.Summary, "Restore a deleted team")
  .annotate(
    OpenApi.Description,
    "Restores a team that was deleted in Teams, with its conversations. Possible within 30 days of the deletion."
  )

const recreate = HttpApiEndpoint.post("recreate", "/v1/teams/:teamId/recreate", {
  ...change,
  error: [...teamChanging, ...naming, TeamNotLostProblem]
})
  .annotate(OpenApi.Summary, "Recreate a deleted team")
  .annotate(
    OpenApi.Description,
    "Creates a new team in place of one that was deleted in Teams, with the same people but without the conversations."
  )

const timeline = HttpApiEndpoint.get("timeline", "/v1/teams/:teamId/timeline", {
  params,
  query: { detail: timelineDetail, ...paging },
  success: TimelinePage,
  error: [...teamReading, UnknownContinuationProblem]
})
  .annotate(OpenApi.Summary, "Get a team's timeline")
  .annotate(
    OpenApi.Description,
    "Returns what happened to the team, oldest first, page by page: who did what to whom, and why."
  )

const timelinePeople = HttpApiEndpoint.get("timelinePeople", "/v1/teams/:teamId/timeline/:position/people", {
  params: {
    ...params,
    position: wholeNumber({ minimum: 1, maximum: 999_999_999 }, "The position of an event in the team's history.")
  },
  query: paging,
  success: TimelinePeople,
  error: [...teamReading, UnknownContinuationProblem, TimelineEventNotFoundProblem]
})
  .annotate(OpenApi.Summary, "Get the people of a timeline event")
  .annotate(
    OpenApi.Description,
    "Returns all people of one event, page by page. The timeline entry itself has only the first of them."
  )

/** Teams, their people and access requests. */
export const TeamsGroup = HttpApiGroup.make("teams")
  .add(
    list,
    get,
    rename,
    addPeople,
    removePeople,
    linkIncident,
    unlinkIncident,
    decideMerge,
    archiveNow,
    keepOpen,
    accessRequests,
    askAccess,
    approveAccess,
    denyAccess,
    retry,
    restore,
    recreate,
    timeline,
    timelinePeople
  )
  .middleware(Authentication)
  .annotate(OpenApi.Title, "Teams")
  .annotate(OpenApi.Description, "Teams, their people and access requests.")
