import { TooManyFavoritesProblem, UnknownPrincipalProblem } from "@incident-teams/api/problems/favoriteProblems"
import * as incident from "@incident-teams/api/problems/incidentProblems"
import type { Problem } from "@incident-teams/api/problems/Problem"
import * as request from "@incident-teams/api/problems/requestProblems"
import * as team from "@incident-teams/api/problems/teamProblems"
import type { IdempotencyKeyReused, TeamNotStored } from "@incident-teams/application/decideAndCommit"
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
import type { TeamChangedSince } from "@incident-teams/application/use-cases/renameTeam"
import type { AlreadyInTeam } from "@incident-teams/application/use-cases/requestAccess"
import type { TooManyFavorites } from "@incident-teams/domain/favorites/Favorites"
import type { InvalidIncidentChange } from "@incident-teams/domain/incident/IncidentChange"
import type { InvalidTeamDescription } from "@incident-teams/domain/naming/TeamDescription"
import type { InvalidTeamName } from "@incident-teams/domain/naming/TeamName"
import type { NotAllowed } from "@incident-teams/domain/permissions/NotAllowed"
import type { TeamRejection } from "@incident-teams/domain/team/TeamRejection"
import { Match } from "effect"
import type { KeysUnavailable, TokenRefused } from "../authentication/TokenVerifier.ts"
import type { RateExceeded } from "../rate/RateLimit.ts"
import { unknownWorkspace } from "./unknownWorkspace.ts"

/** Every way in which a use case, a rule or a port may end other than well. */
export type Failure =
  | AlreadyInTeam
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
  | NotAuthorized
  | RateExceeded
  | RightsUnavailable
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

const seconds = (millis: number | undefined): number => Math.max(1, Math.ceil((millis ?? 5_000) / 1_000))
const later = "Nothing was changed. Try again after a few seconds."

/** A change as a whole is no field. */
const fieldError = ({ field, problem, remedy }: InvalidIncidentChange["problems"][number]) => ({
  field: field === "change" ? "" : field,
  problem: `${problem} ${remedy}`
})

const beginAgain = () =>
  new request.UnknownContinuationProblem({
    field: "continuation",
    detail: "This continuation wasn't made for this list, or is too old.",
    remedy: "Begin again without it."
  })

const storeBusy = (detail: string) => new request.StoreUnavailableProblem({ detail, remedy: later, retryAfter: 1 })

const noTeam = () =>
  new team.TeamNotFoundProblem({
    detail: "The incident has no team, or there is none under this id.",
    remedy: "Create one: POST /v1/incidents/{incidentId}/team."
  })

export const notAllowedProblem = ({ who, what, needs, remedy }: NotAllowed) =>
  new request.NotAllowedProblem({
    who,
    what,
    needs,
    remedy,
    detail: `${who} may not ${what}. Missing: ${needs}.`
  })

/** What a failure is on the wire: its problem, with the field at fault and the remedy. The one place that decides it. */
export const problemOf = Match.type<Failure>().pipe(
  Match.withReturnType<Problem>(),
  Match.tagsExhaustive({
    TokenRefused: ({ detail, remedy }) =>
      new request.UnauthenticatedProblem({ field: "Authorization", detail, remedy }),
    KeysUnavailable: () =>
      new request.EntraUnavailableProblem({
        detail: "The keys that Entra signs tokens with can't be read, so yours can't be verified.",
        remedy: later,
        retryAfter: 5
      }),
    NotAllowed: notAllowedProblem,
    NotAuthorized: ({ action, reason }) =>
      new incident.SentinelForbidsProblem({
        detail: reason,
        remedy: "Ask an owner of the workspace's resource group for a Microsoft Sentinel role with that right.",
        ...(action === undefined ? {} : { action })
      }),

    UnknownWorkspace: ({ workspace }) => unknownWorkspace(workspace),
    WorkspaceNotServed: () =>
      new incident.UnknownWorkspaceProblem({
        field: "object.id",
        detail: "The incident's workspace isn't served here.",
        remedy: "Add the workspace to SENTINEL_WORKSPACES, or take its automation rule away."
      }),
    RateExceeded: ({ perMinute, afterMillis }) =>
      new request.TooManyRequestsProblem({
        detail: `You sent more than ${perMinute} requests in a minute.`,
        remedy: "Wait as long as Retry-After says. To follow changes, GET /v1/events costs one request.",
        retryAfter: seconds(afterMillis)
      }),
    TooManyFollowers: ({ limit, own }) =>
      new request.TooManyRequestsProblem({
        detail: own ? `You follow live events ${limit} times already.` : `${limit} streams of live events are open.`,
        remedy: own ? "Close a stream first; one can follow every team." : "Try again later, or ask now and then.",
        retryAfter: 30
      }),
    HookInboxFull: ({ waiting }) =>
      new request.TooManyRequestsProblem({
        detail: `${waiting} incidents are waiting to be read.`,
        remedy: "Try again later, or don't: every incident is read regularly all the same.",
        retryAfter: 10
      }),
    IncidentNotFound: ({ id }) =>
      new incident.IncidentNotFoundProblem({
        field: "incidentId",
        detail: `Sentinel knows no incident ${id}.`,
        remedy: "Look it up: GET /v1/incidents. It may have been deleted."
      }),
    IncidentConflict: ({ id }) =>
      new incident.IncidentContendedProblem({
        detail: `Incident ${id} was changed by somebody else in between, again and again.`,
        remedy: "Read it again and say once more what is to change."
      }),
    IncidentRefused: ({ reason }) =>
      new incident.SentinelRefusedProblem({ detail: reason, remedy: "Change what Sentinel objects to." }),
    InvalidIncidentChange: ({ problems: [first, ...rest] }) =>
      new incident.InvalidIncidentChangeProblem({
        ...(first.field === "change" ? {} : { field: first.field }),
        detail: first.problem,
        remedy: first.remedy,
        errors: [fieldError(first), ...rest.map(fieldError)]
      }),
    IncidentSourceUnavailable: ({ reason, afterMillis }) =>
      new request.SentinelUnavailableProblem({ detail: reason, remedy: later, retryAfter: seconds(afterMillis) }),
    RightsUnavailable: ({ reason, afterMillis }) =>
      new request.SentinelUnavailableProblem({
        detail: `Azure can't be asked what you may do: ${reason}`,
        remedy: later,
        retryAfter: seconds(afterMillis)
      }),
    UnknownIncidentContinuation: beginAgain,
    UnknownContinuation: beginAgain,

    DirectoryUnavailable: ({ reason, afterMillis }) =>
      new request.DirectoryUnavailableProblem({ detail: reason, remedy: later, retryAfter: seconds(afterMillis) }),
    StoreUnavailable: ({ reason }) => storeBusy(reason),
    TeamChangedSince: () =>
      new request.PreconditionFailedProblem({
        field: "If-Match",
        detail: "The team was changed since it was read.",
        remedy: "Read it again, and send its new ETag."
      }),
    StaleTeam: () => storeBusy("Too many changes of this team at the same moment."),
    StaleFavorites: () => storeBusy("Too many changes of your favorites at the same moment."),
    TeamAlreadyStored: ({ id }) => teamExists(id),

    TeamNotStored: noTeam,
    NoSuchTeam: noTeam,
    TeamExists: ({ team: id }) => teamExists(id),
    IncidentIsClosed: () =>
      new team.IncidentClosedProblem({
        detail: "A team is made for an open incident only.",
        remedy: "Reopen the incident first: PATCH /v1/incidents/{incidentId} with status Active."
      }),
    TeamIsLost: () =>
      new team.TeamLostProblem({
        detail: "The team was deleted in Teams.",
        remedy: "Restore it within 30 days (POST …/restore), or make it anew (POST …/remake)."
      }),
    TeamIsNotLost: () =>
      new team.TeamNotLostProblem({
        detail: "Only a team that was deleted in Teams is restored or made anew.",
        remedy: "Read the team: it is there, or on its way."
      }),
    TooLateToRestore: () =>
      new team.TooLateToRestoreProblem({
        detail: "Teams keeps a deleted team for 30 days, which are over.",
        remedy: "Make it anew: POST …/remake."
      }),
    NothingToRestore: () =>
      new team.NothingToRestoreProblem({
        detail: "The team never came to be in Teams.",
        remedy: "Make it anew: POST …/remake."
      }),
    NothingToRetry: () =>
      new team.NothingToRetryProblem({
        detail: "Nothing is blocked, waiting or refused.",
        remedy: "There is nothing to do."
      }),
    // Only workers report steps; a person's request that ends here met one in between.
    StepNotDue: () => storeBusy("A worker changed this team at the same moment."),

    InvalidTeamName: ({ field, problem, remedy }) =>
      new team.InvalidTeamNameProblem({ field, detail: problem, remedy }),
    InvalidTeamDescription: ({ field, problem, remedy }) =>
      new team.InvalidTeamDescriptionProblem({ field, detail: problem, remedy }),
    UnfitOwner: ({ name, reason }) =>
      new team.UnfitOwnerProblem({
        field: "owner",
        detail: `${name} ${reason}.`,
        remedy: "Name a member of the tenant with an enabled account."
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
        detail: `Not known: ${listed(ids)}.`,
        remedy: "Find people by name: GET /v1/people?search=."
      }),
    UnknownGroups: ({ ids }) =>
      new team.UnknownGroupsProblem({
        field: "groups",
        groups: ids,
        detail: `Not known: ${listed(ids)}.`,
        remedy: "Find groups by name: GET /v1/people?search=."
      }),
    GroupNotFound: ({ id }) =>
      new team.UnknownGroupsProblem({
        field: "groups",
        groups: [id],
        detail: `Not known: ${id}.`,
        remedy: "Find groups by name: GET /v1/people?search=."
      }),
    GroupTooLarge: ({ id, name, people, limit }) =>
      new team.GroupTooLargeProblem({
        field: "groups",
        group: id,
        people,
        limit,
        detail: `${name} has ${people} people; Teams takes groups of up to ${limit}.`,
        remedy: "Name a smaller group, or people one by one."
      }),
    TooManyPeople: ({ asked, limit }) =>
      new team.TooManyPeopleProblem({
        field: "people",
        asked,
        limit,
        detail: `The team would have ${asked} people; Teams takes ${limit}.`,
        remedy: "Name fewer."
      }),
    TooManyGroups: ({ asked, limit }) =>
      new team.TooManyGroupsProblem({
        field: "groups",
        asked,
        limit,
        detail: `The team would have ${asked} groups; ${limit} are the most.`,
        remedy: "Name fewer, or a group that holds them."
      }),
    LastOwnerStays: ({ owner }) =>
      new team.LastOwnerStaysProblem({
        field: "people",
        owner,
        detail: "Archiving a team needs an owner, so its last one stays.",
        remedy: "Make somebody else an owner in Teams first."
      }),

    AlreadyInTeam: () =>
      new team.AlreadyInTeamProblem({
        detail: "You are in this team already.",
        remedy: "Open it by its link: GET /v1/teams/{teamId}."
      }),
    TooManyAccessRequests: ({ limit }) =>
      new team.TooManyAccessRequestsProblem({
        limit,
        detail: `${limit} requests for access are waiting.`,
        remedy: "Ask an owner of the team to decide on some."
      }),
    NoSuchAccessRequest: ({ request: id }) =>
      new team.AccessRequestNotFoundProblem({
        field: "requestId",
        detail: `No request ${id} is waiting; it may have been decided already.`,
        remedy: "Look: GET /v1/teams/{teamId}/access-requests."
      }),
    UnknownOperation: ({ team: id, generation }) =>
      new team.OperationNotFoundProblem({
        field: "operationId",
        detail: `Team ${id} never had an operation ${generation}.`,
        remedy: "Take the address from Operation-Location."
      }),
    IdempotencyKeyReused: () =>
      new request.IdempotencyKeyReusedProblem({
        field: "Idempotency-Key",
        detail: "This key was used for another request within the last 24 hours.",
        remedy: "Take a new key for a new request."
      }),

    TooManyFavorites: ({ name, maximum }) =>
      new TooManyFavoritesProblem({
        limit: maximum,
        detail: `There is no room for ${name}: you have ${maximum} favorites already.`,
        remedy: "Unstar one first, or star a group instead of its people."
      }),
    UnknownPrincipal: ({ kind, id }) =>
      new UnknownPrincipalProblem({
        field: kind === "Person" ? "personId" : "groupId",
        detail: `The directory knows no ${kind.toLowerCase()} ${id}.`,
        remedy: "Find one by name: GET /v1/people?search=."
      })
  })
)

const teamExists = (teamId: team.TeamExistsProblem["teamId"]) =>
  new team.TeamExistsProblem({
    teamId,
    detail: "This incident has a team already.",
    remedy: `Read it: GET /v1/teams/${teamId}. More people are added with POST /v1/teams/${teamId}/people.`
  })

const listed = (ids: ReadonlyArray<string>): string =>
  ids.length <= 5 ? ids.join(", ") : `${ids.slice(0, 5).join(", ")} and ${ids.length - 5} more`
