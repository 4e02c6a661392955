import { TooManyFavoritesProblem, UnknownPrincipalProblem } from "@incident-teams/api/problems/favoriteProblems"
import * as incident from "@incident-teams/api/problems/incidentProblems"
import type { Problem } from "@incident-teams/api/problems/Problem"
import * as request from "@incident-teams/api/problems/requestProblems"
import * as team from "@incident-teams/api/problems/teamProblems"
import { denialSentence } from "@incident-teams/api/words/access"
import { durationText } from "@incident-teams/api/words/phrase"
import type { IdempotencyKeyReused, TeamNotStored } from "@incident-teams/application/changes/decideAndCommit"
import type { HookInboxFull } from "@incident-teams/application/feed/HookInbox"
import type { TooManyFollowers } from "@incident-teams/application/live/LiveChanges"
import type { RightsUnavailable } from "@incident-teams/application/ports/AzureRightsSource"
import type { DirectoryUnavailable, GroupNotFound } from "@incident-teams/application/ports/Directory"
import type { StaleFavorites } from "@incident-teams/application/ports/FavoritesStore"
import type {
  IncidentConflict,
  IncidentNotFound,
  IncidentRefused,
  IncidentSourceUnavailable,
  NotAuthorized,
  UnknownIncidentContinuation,
  UnknownWorkspace
} from "@incident-teams/application/ports/IncidentSource"
import type {
  StaleTeam,
  StoreUnavailable,
  TeamAlreadyStored,
  UnknownContinuation
} from "@incident-teams/application/ports/TeamStore"
import type { UnfitOwner } from "@incident-teams/application/use-cases/createTeam"
import type { UnknownPrincipal } from "@incident-teams/application/use-cases/favorites"
import type { UnknownOperation } from "@incident-teams/application/use-cases/getOperation"
import type { WorkspaceNotServed } from "@incident-teams/application/use-cases/lookAgain"
import type { GroupTooLarge, UnknownGroups, UnknownPeople } from "@incident-teams/application/use-cases/named"
import type { NoSuchEvent } from "@incident-teams/application/use-cases/readTimeline"
import type { TeamChangedSince } from "@incident-teams/application/use-cases/renameTeam"
import type { AlreadyInTeam } from "@incident-teams/application/use-cases/requestAccess"
import { defined } from "@incident-teams/domain/defined"
import type { TooManyFavorites } from "@incident-teams/domain/favorites/Favorites"
import type { InvalidIncidentChange } from "@incident-teams/domain/incident/IncidentChange"
import type { InvalidTeamDescription } from "@incident-teams/domain/naming/TeamDescription"
import type { InvalidTeamName } from "@incident-teams/domain/naming/TeamName"
import type { NotAllowed } from "@incident-teams/domain/permissions/NotAllowed"
import type { TeamRejection } from "@incident-teams/domain/team/TeamRejection"
import { isolated } from "@incident-teams/domain/text/visibleText"
import { Match } from "effect"
import type { CallerBusy, ServerBusy } from "../admission/Admission.ts"
import type { KeysUnavailable, TokenRefused } from "../authentication/TokenVerifier.ts"
import type { RateExceeded } from "../rate/RateLimit.ts"
import { actorView } from "../views/actorView.ts"
import { incidentNotFound, unknownWorkspace } from "./notFound.ts"
import { operatorRemedy } from "./operatorRemedy.ts"

/** Every failure of a use case, a rule or a port. */
export type Failure =
  | AlreadyInTeam
  | CallerBusy
  | DirectoryUnavailable
  | GroupNotFound
  | GroupTooLarge
  | HookInboxFull
  | IdempotencyKeyReused
  | IncidentConflict
  | IncidentNotFound
  | IncidentRefused
  | IncidentSourceUnavailable
  | InvalidIncidentChange
  | InvalidTeamDescription
  | InvalidTeamName
  | KeysUnavailable
  | NotAllowed
  | NoSuchEvent
  | NotAuthorized
  | RateExceeded
  | RightsUnavailable
  | ServerBusy
  | StaleFavorites
  | StaleTeam
  | StoreUnavailable
  | TeamAlreadyStored
  | TeamChangedSince
  | TeamNotStored
  | TeamRejection
  | TokenRefused
  | TooManyFavorites
  | TooManyFollowers
  | UnfitOwner
  | UnknownContinuation
  | UnknownGroups
  | UnknownIncidentContinuation
  | UnknownOperation
  | UnknownPeople
  | UnknownPrincipal
  | UnknownWorkspace
  | WorkspaceNotServed

/** `Wait 20 seconds`: never shorter than that. */
const wait = (millis: number): string =>
  `Wait ${durationText(millis < 60_000 ? millis : Math.ceil(millis / 60_000) * 60_000)}`

const seconds = (millis: number | undefined): number => Math.max(1, Math.ceil((millis ?? 5_000) / 1_000))
const later = "Nothing was changed. Try again after a few seconds."

/** Seconds after which it is worth asking again whether the operator has mended the installation. */
const untilMended = 60

/** What to do while a service can't be asked. */
const meanwhile = ({
  trouble,
  afterMillis
}: Pick<DirectoryUnavailable | IncidentSourceUnavailable | RightsUnavailable, "trouble" | "afterMillis">) =>
  trouble === undefined
    ? { remedy: later, retryAfter: seconds(afterMillis) }
    : { remedy: `Nothing was changed. ${operatorRemedy(trouble)}`, retryAfter: untilMended }

/** The answer to a write can be lost on its way from the database. */
const storedPerhaps =
  "Try again after a few seconds. A change may have been stored: read again before you repeat it, or repeat the request with the same Idempotency-Key."

/** An error of the change as a whole has no field. */
const fieldError = ({ field, problem, remedy }: InvalidIncidentChange["problems"][number]) => ({
  field: field === "change" ? "" : field,
  problem: `${problem} ${remedy}`
})

const unknownContinuation = () =>
  new request.UnknownContinuationProblem({
    field: "continuation",
    detail: "This continuation belongs to another list, or has expired.",
    remedy: "Start again without a continuation."
  })

const storeBusy = (detail: string, remedy = later) =>
  new request.StoreUnavailableProblem({ detail, remedy, retryAfter: 1 })

const teamNotFound = () =>
  new team.TeamNotFoundProblem({
    detail: "The incident has no team, or no team has this ID.",
    remedy: "Create one: POST /v1/incidents/{incidentId}/team."
  })

export const notAllowedProblem = ({ who, what, needs, remedy }: NotAllowed) =>
  new request.NotAllowedProblem({
    who,
    what,
    needs,
    remedy,
    detail: `${isolated(who)} may not ${what}. Missing: ${needs}.`
  })

const problemOfAny = Match.type<Failure>().pipe(
  Match.withReturnType<Problem>(),
  Match.tagsExhaustive({
    TokenRefused: ({ detail, remedy }) =>
      new request.UnauthenticatedProblem({ field: "Authorization", detail, remedy }),
    KeysUnavailable: () =>
      new request.EntraUnavailableProblem({
        detail: "The signing keys of Microsoft Entra ID can't be read, so your token can't be verified.",
        remedy: later,
        retryAfter: 5
      }),
    NotAllowed: notAllowedProblem,
    NotAuthorized: ({
      action,
      reason,
      remedy = "Ask an owner of the workspace's resource group for a Microsoft Sentinel role with that right.",
      signIn = false,
      claims
    }) =>
      claims !== undefined
        ? new request.ClaimsChallengeProblem({
            field: "Authorization",
            detail: reason,
            remedy: `${remedy} Request the token with the claims of this response: without them, it is refused again.`,
            claims
          })
        : signIn
          ? new request.UnauthenticatedProblem({ field: "Authorization", detail: reason, remedy })
          : new incident.SentinelForbidsProblem({ detail: reason, remedy, ...defined({ action }) }),

    UnknownWorkspace: ({ workspace }) => unknownWorkspace(workspace),
    WorkspaceNotServed: () =>
      new incident.UnknownWorkspaceProblem({
        field: "object.id",
        detail: "This server isn't configured for the incident's workspace.",
        remedy: "Add the workspace to SENTINEL_WORKSPACES, or remove its automation rule."
      }),
    RateExceeded: ({ perMinute, afterMillis, authenticated }) =>
      new request.TooManyRequestsProblem({
        detail: authenticated
          ? `You sent more than ${perMinute} requests within a minute.`
          : `More than ${perMinute} requests without a valid token came from your address within a minute.`,
        remedy: authenticated
          ? `${wait(afterMillis)}. To follow changes, use GET /v1/events, which counts as one request.`
          : "Send a valid access token: requests with one aren't affected.",
        retryAfter: seconds(afterMillis)
      }),
    CallerBusy: ({ of, underWay }) =>
      new request.TooManyRequestsProblem({
        detail:
          of === "requests"
            ? `You already have ${underWay} requests in progress, which is your share of the server.`
            : `You are already sending ${underWay} request bodies, which is your share of the server.`,
        remedy: "Wait for the responses to your other requests, and read them completely. Then send the request again.",
        retryAfter: 1
      }),
    ServerBusy: () =>
      new request.ServerBusyProblem({
        detail: "The server already has as many requests in progress as it can process.",
        remedy: "Wait a second, then send the request again.",
        retryAfter: 1
      }),
    TooManyFollowers: ({ limit, own }) =>
      new request.TooManyRequestsProblem({
        detail: own
          ? `You already have ${limit} streams of live events.`
          : `The server already has ${limit} streams of live events.`,
        remedy: own ? "Close a stream first. One stream can follow all teams." : "Try again later, or poll instead.",
        retryAfter: 30
      }),
    HookInboxFull: ({ waiting }) =>
      new request.TooManyRequestsProblem({
        detail: `${waiting} reported incidents are already waiting.`,
        remedy: "No action needed: every incident is also read at regular intervals. Or try again later.",
        retryAfter: 10
      }),
    IncidentNotFound: ({ id }) => incidentNotFound(id),
    IncidentConflict: ({ id }) =>
      new incident.IncidentContendedProblem({
        detail: `Incident ${id} was changed by others during every attempt.`,
        remedy: "Read the incident again and repeat the change."
      }),
    IncidentRefused: ({ reason }) =>
      new incident.SentinelRefusedProblem({
        detail: isolated(reason),
        remedy: "Correct what Microsoft Sentinel rejects, and send the change again."
      }),
    InvalidIncidentChange: ({ problems: [first, ...rest] }) =>
      new incident.InvalidIncidentChangeProblem({
        ...(first.field === "change" ? {} : { field: first.field }),
        detail: first.problem,
        remedy: first.remedy,
        errors: [fieldError(first), ...rest.map(fieldError)]
      }),
    IncidentSourceUnavailable: (failure) =>
      new request.SentinelUnavailableProblem({ detail: failure.reason, ...meanwhile(failure) }),
    RightsUnavailable: (failure) =>
      new request.SentinelUnavailableProblem({
        detail: `Your Azure permissions can't be read: ${failure.reason}`,
        ...meanwhile(failure)
      }),
    UnknownIncidentContinuation: unknownContinuation,
    UnknownContinuation: unknownContinuation,

    DirectoryUnavailable: (failure) =>
      new request.DirectoryUnavailableProblem({ detail: failure.reason, ...meanwhile(failure) }),
    StoreUnavailable: ({ reason }) => storeBusy(reason, storedPerhaps),
    TeamChangedSince: () =>
      new request.PreconditionFailedProblem({
        field: "If-Match",
        detail: "The team has changed since it was read.",
        remedy: "Read the team again and send its new ETag."
      }),
    StaleTeam: () => storeBusy("Too many requests change this team at the same time."),
    StaleFavorites: () => storeBusy("Too many requests change your favorites at the same time."),
    TeamAlreadyStored: ({ id }) => teamExists(id),

    TeamNotStored: teamNotFound,
    NoSuchTeam: teamNotFound,
    TeamExists: ({ team: id }) => teamExists(id),
    IncidentIsClosed: () =>
      new team.IncidentClosedProblem({
        detail: "A team can be created only for an open incident.",
        remedy: "Reopen the incident first: PATCH /v1/incidents/{incidentId} with status Active."
      }),
    TeamIsMerged: ({ into: { id, name } }) =>
      new team.TeamMergedProblem({
        teamId: id,
        detail: `The team was merged into the team "${isolated(name)}".`,
        remedy: `Use that team instead: GET /v1/teams/${id}.`
      }),
    ServedAlready: ({ team: id, name }) =>
      new team.IncidentServedProblem({
        teamId: id,
        detail: `The team "${isolated(name)}" already serves this incident.`,
        remedy: `Read it with GET /v1/teams/${id}.`
      }),
    IncidentNotServed: ({ incident: id }) =>
      new team.IncidentNotServedProblem({
        detail: `The team doesn't serve the incident ${id}.`,
        remedy: "Read the team for the incidents that it serves."
      }),
    LinkUnderWay: () => linkUnderWay(),
    TeamIsLinking: () => linkUnderWay(),
    FoundingIncidentStays: () =>
      new team.FoundingIncidentStaysProblem({
        detail: "The team was created for this incident, so it can't be unlinked.",
        remedy: "Make another incident the lead instead."
      }),
    TooManyIncidents: ({ limit }) =>
      new team.TooManyIncidentsProblem({
        limit,
        detail: `A team serves at most ${limit} incidents.`,
        remedy: "Unlink an incident first."
      }),
    NoMergeToDecide: () =>
      new team.NoMergeToDecideProblem({
        detail: "The incident isn't marked as merged, or someone already decided how it continues.",
        remedy: "Read the team: it shows how the incident continues."
      }),
    IncidentIsOpen: ({ number }) =>
      new team.IncidentOpenProblem({
        detail: `Incident ${number} is open, so its team isn't archived.`,
        remedy: "Close the incident. If it was merged, decide how it continues."
      }),
    NothingToKeepOpen: () =>
      new team.NothingToKeepOpenProblem({
        detail: "The team isn't about to be archived.",
        remedy: "If it is archived already, reopen the incident."
      }),
    TeamIsLost: () =>
      new team.TeamLostProblem({
        detail: "The team was deleted in Teams.",
        remedy: "Restore it within 30 days (POST …/restore), or recreate it (POST …/recreate)."
      }),
    TeamIsNotLost: () =>
      new team.TeamNotLostProblem({
        detail: "Only a team that was deleted in Teams can be restored or recreated.",
        remedy: "Read the team: it exists, or is being created."
      }),
    TooLateToRestore: () =>
      new team.TooLateToRestoreProblem({
        detail: "Teams keeps deleted teams for 30 days. That time has passed.",
        remedy: "Recreate the team: POST …/recreate."
      }),
    NothingToRestore: () =>
      new team.NothingToRestoreProblem({
        detail: "The team was never created in Teams.",
        remedy: "Recreate the team: POST …/recreate."
      }),
    NothingToRetry: () =>
      new team.NothingToRetryProblem({
        detail: "Nothing is blocked, delayed or refused.",
        remedy: "No action needed."
      }),
    // Only workers report steps: a request that ends here was overtaken by a worker.
    StepNotDue: () => storeBusy("A worker changed this team at the same time."),

    InvalidTeamName: ({ field, problem, remedy }) =>
      new team.InvalidTeamNameProblem({ field, detail: problem, remedy }),
    InvalidTeamDescription: ({ field, problem, remedy }) =>
      new team.InvalidTeamDescriptionProblem({ field, detail: problem, remedy }),
    UnfitOwner: ({ name, reason }) =>
      new team.UnfitOwnerProblem({
        field: "owner",
        detail: `${isolated(name)} ${reason}.`,
        remedy: "Name a member of the tenant whose account is enabled."
      }),
    NobodyNamed: () =>
      new team.NobodyNamedProblem({
        field: "people",
        detail: "The request names neither people nor groups.",
        remedy: "Name at least one in people or groups."
      }),
    UnknownPeople: ({ field, ids }) =>
      new team.UnknownPeopleProblem({
        field,
        people: ids,
        detail: `Not found: ${listed(ids)}.`,
        remedy: "Search people by name: GET /v1/people?search=."
      }),
    UnknownGroups: ({ ids }) =>
      new team.UnknownGroupsProblem({
        field: "groups",
        groups: ids,
        detail: `Not found: ${listed(ids)}.`,
        remedy: "Search groups by name: GET /v1/people?search=."
      }),
    GroupNotFound: ({ id }) =>
      new team.UnknownGroupsProblem({
        field: "groups",
        groups: [id],
        detail: `Not found: ${id}.`,
        remedy: "Search groups by name: GET /v1/people?search=."
      }),
    GroupTooLarge: ({ id, name, people, limit }) =>
      new team.GroupTooLargeProblem({
        field: "groups",
        group: id,
        people,
        limit,
        detail: `${isolated(name)} has ${people.toLocaleString("en-US")} people; Teams accepts groups of up to ${limit.toLocaleString("en-US")}.`,
        remedy: "Name a smaller group, or name people individually."
      }),
    TooManyPeople: ({ asked, limit }) =>
      new team.TooManyPeopleProblem({
        field: "people",
        asked,
        limit,
        detail: `The team would have ${asked.toLocaleString("en-US")} people; Teams allows ${limit.toLocaleString("en-US")}.`,
        remedy: "Name fewer people."
      }),
    TooManyPeopleTogether: ({ asked, limit }) =>
      new team.TooManyPeopleProblem({
        field: "incident",
        asked,
        limit,
        detail: `Together, the two teams have ${asked.toLocaleString("en-US")} people; Teams allows ${limit.toLocaleString("en-US")}.`,
        remedy: "Remove people from one of the teams first."
      }),
    TooManyGroups: ({ asked, limit }) =>
      new team.TooManyGroupsProblem({
        field: "groups",
        asked,
        limit,
        detail: `The team would have ${asked} groups; the maximum is ${limit}.`,
        remedy: "Name fewer groups, or one group that contains them."
      }),
    LastOwnerStays: ({ owner }) =>
      new team.LastOwnerStaysProblem({
        field: "people",
        owner,
        detail: "Archiving a team needs an owner, so its last owner can't be removed.",
        remedy: "First make someone else an owner in Teams."
      }),

    AlreadyInTeam: () =>
      new team.AlreadyInTeamProblem({
        detail: "You are already in this team.",
        remedy: "Open the team with the link in GET /v1/teams/{teamId}."
      }),
    TooManyAccessRequests: ({ limit }) =>
      new team.TooManyAccessRequestsProblem({
        limit,
        detail: `${limit} access requests are already pending.`,
        remedy: "Ask an owner of the team to decide on pending requests."
      }),
    AccessDeniedRecently: ({ by, reason, deniedAt, askAgainAt, afterMillis }) =>
      new team.AccessDeniedRecentlyProblem({
        by: actorView(by),
        ...defined({ reason }),
        deniedAt,
        askAgainAt,
        retryAfter: seconds(afterMillis),
        detail: denialSentence({ by: actorView(by), ...defined({ reason }) }),
        remedy: `${wait(afterMillis)}, or ask one of the team's owners directly.`
      }),
    NoSuchAccessRequest: ({ request: id }) =>
      new team.AccessRequestNotFoundProblem({
        field: "requestId",
        detail: `No access request ${id} is pending. It may have been decided already.`,
        remedy: "List the pending requests: GET /v1/teams/{teamId}/access-requests."
      }),
    NoSuchEvent: ({ position }) =>
      new team.TimelineEventNotFoundProblem({
        field: "position",
        detail: `The team's history has no event at position ${position}.`,
        remedy: "Use the peopleLink of a timeline entry."
      }),
    UnknownOperation: ({ team: id }) =>
      new team.OperationNotFoundProblem({
        field: "operationId",
        detail: `Team ${id} has no such operation, or it ended so long ago that its result is no longer known.`,
        remedy: `Use the address in the Operation-Location header. Read the team itself: GET /v1/teams/${id}.`
      }),
    IdempotencyKeyReused: () =>
      new request.IdempotencyKeyReusedProblem({
        field: "Idempotency-Key",
        detail: "This key was used for another request within the last 24 hours.",
        remedy: "Use a new key for a new request."
      }),

    TooManyFavorites: ({ name, maximum }) =>
      new TooManyFavoritesProblem({
        limit: maximum,
        detail: `${isolated(name)} can't be added: you already have ${maximum} favorites.`,
        remedy: "Remove a favorite first, or use a group instead of its people."
      }),
    UnknownPrincipal: ({ kind, id }) =>
      new UnknownPrincipalProblem({
        field: kind === "Person" ? "personId" : "groupId",
        detail: `The directory has no ${kind.toLowerCase()} ${id}.`,
        remedy: "Search by name: GET /v1/people?search=."
      })
  })
)

const teamExists = (teamId: team.TeamExistsProblem["teamId"]) =>
  new team.TeamExistsProblem({
    teamId,
    detail: "The incident already has a team.",
    remedy: `Read it with GET /v1/teams/${teamId}. Add people with POST /v1/teams/${teamId}/people.`
  })

const linkUnderWay = () =>
  new team.LinkUnderWayProblem({
    detail: "The incident is being linked to a team, or unlinked from one.",
    remedy: "Try again after a few seconds."
  })

const listed = (ids: ReadonlyArray<string>): string =>
  ids.length <= 5 ? ids.join(", ") : `${ids.slice(0, 5).join(", ")} and ${ids.length - 5} more`

/** Maps every failure to its problem, with the invalid field and the remedy. `reads`: whether the request was only to read. */
export const problemOf = (failure: Failure, reads: boolean): Problem =>
  reads && failure._tag === "StoreUnavailable" ? storeBusy(failure.reason) : problemOfAny(failure)
