import { Schema } from "effect"
import { HttpApiError } from "effect/http-api"
import { PersonIdOnWire, GroupIdOnWire, TeamIdOnWire } from "../values/Ids.ts"
import { moment } from "../values/Moment.ts"
import { ActorView } from "../values/People.ts"
import { inWords, retryAfter } from "./inWords.ts"

/** 404: the incident has no team, or there is no team with this ID. */
export class TeamNotFoundProblem extends HttpApiError.Problem<TeamNotFoundProblem>()(
  "TeamNotFoundProblem",
  { type: "/problems/team-not-found", status: 404, title: "Team not found" },
  inWords
) {}

/** 409: the incident has a team. */
export class TeamExistsProblem extends HttpApiError.Problem<TeamExistsProblem>()(
  "TeamExistsProblem",
  { type: "/problems/team-exists", status: 409, title: "The incident already has a team" },
  { ...inWords, teamId: TeamIdOnWire }
) {}

/** 409: another team took over the incidents of this one. */
export class TeamMergedProblem extends HttpApiError.Problem<TeamMergedProblem>()(
  "TeamMergedProblem",
  { type: "/problems/team-merged", status: 409, title: "The team was merged into another one" },
  { ...inWords, teamId: TeamIdOnWire.annotate({ description: "The team that continues." }) }
) {}

/** 409: a team serves the incident already. */
export class IncidentServedProblem extends HttpApiError.Problem<IncidentServedProblem>()(
  "IncidentServedProblem",
  { type: "/problems/incident-served", status: 409, title: "A team already serves the incident" },
  { ...inWords, teamId: TeamIdOnWire.annotate({ description: "The team that serves it." }) }
) {}

/** 404: the team doesn't serve this incident. */
export class IncidentNotServedProblem extends HttpApiError.Problem<IncidentNotServedProblem>()(
  "IncidentNotServedProblem",
  { type: "/problems/incident-not-served", status: 404, title: "The team doesn't serve the incident" },
  inWords
) {}

/** 409: the incident is just being linked or unlinked. */
export class LinkUnderWayProblem extends HttpApiError.Problem<LinkUnderWayProblem>()(
  "LinkUnderWayProblem",
  { type: "/problems/link-under-way", status: 409, title: "The incident is being linked or unlinked" },
  inWords
) {}

/** 409: the incident that the team was created for. */
export class FoundingIncidentStaysProblem extends HttpApiError.Problem<FoundingIncidentStaysProblem>()(
  "FoundingIncidentStaysProblem",
  {
    type: "/problems/founding-incident-stays",
    status: 409,
    title: "The incident that the team was created for can't be unlinked"
  },
  inWords
) {}

/** 409: over the limit of incidents in one team. */
export class TooManyIncidentsProblem extends HttpApiError.Problem<TooManyIncidentsProblem>()(
  "TooManyIncidentsProblem",
  { type: "/problems/too-many-incidents", status: 409, title: "The team would have too many incidents" },
  { ...inWords, limit: Schema.Int }
) {}

/** 409: the incident isn't marked as merged, or that was decided already. */
export class NoMergeToDecideProblem extends HttpApiError.Problem<NoMergeToDecideProblem>()(
  "NoMergeToDecideProblem",
  { type: "/problems/no-merge-to-decide", status: 409, title: "There is no merge to decide on" },
  inWords
) {}

/** 409: a team is archived only once all of its incidents are closed. */
export class IncidentOpenProblem extends HttpApiError.Problem<IncidentOpenProblem>()(
  "IncidentOpenProblem",
  { type: "/problems/incident-open", status: 409, title: "The incident is open" },
  inWords
) {}

/** 409: the team isn't about to be archived. */
export class NothingToKeepOpenProblem extends HttpApiError.Problem<NothingToKeepOpenProblem>()(
  "NothingToKeepOpenProblem",
  { type: "/problems/nothing-to-keep-open", status: 409, title: "The team isn't about to be archived" },
  inWords
) {}

/** 409: only open incidents can get a team. */
export class IncidentClosedProblem extends HttpApiError.Problem<IncidentClosedProblem>()(
  "IncidentClosedProblem",
  { type: "/problems/incident-closed", status: 409, title: "The incident is closed" },
  inWords
) {}

/** 409: the team was deleted in Teams. */
export class TeamLostProblem extends HttpApiError.Problem<TeamLostProblem>()(
  "TeamLostProblem",
  { type: "/problems/team-lost", status: 409, title: "The team was deleted in Teams" },
  inWords
) {}

/** 409: the team exists; only a deleted team can be restored or recreated. */
export class TeamNotLostProblem extends HttpApiError.Problem<TeamNotLostProblem>()(
  "TeamNotLostProblem",
  { type: "/problems/team-not-lost", status: 409, title: "The team wasn't deleted" },
  inWords
) {}

/** 409: the platform keeps a deleted team for 30 days. */
export class TooLateToRestoreProblem extends HttpApiError.Problem<TooLateToRestoreProblem>()(
  "TooLateToRestoreProblem",
  { type: "/problems/too-late-to-restore", status: 409, title: "The team can no longer be restored" },
  inWords
) {}

/** 409: the team was never created. */
export class NothingToRestoreProblem extends HttpApiError.Problem<NothingToRestoreProblem>()(
  "NothingToRestoreProblem",
  { type: "/problems/nothing-to-restore", status: 409, title: "There is nothing to restore" },
  inWords
) {}

/** 409: nothing is blocked, delayed or refused. */
export class NothingToRetryProblem extends HttpApiError.Problem<NothingToRetryProblem>()(
  "NothingToRetryProblem",
  { type: "/problems/nothing-to-retry", status: 409, title: "There is nothing to retry" },
  inWords
) {}

/** 422: Teams or the tenant's policy doesn't allow this name. */
export class InvalidTeamNameProblem extends HttpApiError.Problem<InvalidTeamNameProblem>()(
  "InvalidTeamNameProblem",
  { type: "/problems/invalid-team-name", status: 422, title: "The team's name isn't valid" },
  inWords
) {}

/** 422: Teams doesn't allow this description. */
export class InvalidTeamDescriptionProblem extends HttpApiError.Problem<InvalidTeamDescriptionProblem>()(
  "InvalidTeamDescriptionProblem",
  { type: "/problems/invalid-team-description", status: 422, title: "The team's description isn't valid" },
  inWords
) {}

/** 422: this person can't own a team. */
export class UnfitOwnerProblem extends HttpApiError.Problem<UnfitOwnerProblem>()(
  "UnfitOwnerProblem",
  { type: "/problems/unfit-owner", status: 422, title: "This person can't own the team" },
  inWords
) {}

/** 422: a request to add or remove people names none. */
export class NobodyNamedProblem extends HttpApiError.Problem<NobodyNamedProblem>()(
  "NobodyNamedProblem",
  { type: "/problems/nobody-named", status: 422, title: "No people or groups are named" },
  inWords
) {}

/** 422: people who aren't in the directory or, to be removed, not in the team. */
export class UnknownPeopleProblem extends HttpApiError.Problem<UnknownPeopleProblem>()(
  "UnknownPeopleProblem",
  { type: "/problems/unknown-people", status: 422, title: "Some people were not found" },
  { ...inWords, people: Schema.NonEmptyArray(PersonIdOnWire) }
) {}

/** 422: groups that aren't in the directory. */
export class UnknownGroupsProblem extends HttpApiError.Problem<UnknownGroupsProblem>()(
  "UnknownGroupsProblem",
  { type: "/problems/unknown-groups", status: 422, title: "Some groups were not found" },
  { ...inWords, groups: Schema.NonEmptyArray(GroupIdOnWire) }
) {}

/** 422: Teams doesn't accept groups of this size. */
export class GroupTooLargeProblem extends HttpApiError.Problem<GroupTooLargeProblem>()(
  "GroupTooLargeProblem",
  { type: "/problems/group-too-large", status: 422, title: "A group has too many people" },
  { ...inWords, group: GroupIdOnWire, people: Schema.Int, limit: Schema.Int }
) {}

/** 422: over the platform's limit of members. */
export class TooManyPeopleProblem extends HttpApiError.Problem<TooManyPeopleProblem>()(
  "TooManyPeopleProblem",
  { type: "/problems/too-many-people", status: 422, title: "The team would have too many people" },
  { ...inWords, asked: Schema.Int, limit: Schema.Int }
) {}

/** 422: over the limit of groups in one team. */
export class TooManyGroupsProblem extends HttpApiError.Problem<TooManyGroupsProblem>()(
  "TooManyGroupsProblem",
  { type: "/problems/too-many-groups", status: 422, title: "The team would have too many groups" },
  { ...inWords, asked: Schema.Int, limit: Schema.Int }
) {}

/** 409: archiving needs an owner, so the last one stays. */
export class LastOwnerStaysProblem extends HttpApiError.Problem<LastOwnerStaysProblem>()(
  "LastOwnerStaysProblem",
  { type: "/problems/last-owner-stays", status: 409, title: "The last owner can't be removed" },
  { ...inWords, owner: PersonIdOnWire }
) {}

/** 409: the person who requests access is already in the team. */
export class AlreadyInTeamProblem extends HttpApiError.Problem<AlreadyInTeamProblem>()(
  "AlreadyInTeamProblem",
  { type: "/problems/already-in-team", status: 409, title: "The caller is already in the team" },
  inWords
) {}

/** 409: too many access requests are pending. */
export class TooManyAccessRequestsProblem extends HttpApiError.Problem<TooManyAccessRequestsProblem>()(
  "TooManyAccessRequestsProblem",
  { type: "/problems/too-many-access-requests", status: 409, title: "Too many access requests are pending" },
  { ...inWords, limit: Schema.Int }
) {}

/** 409: the caller was denied access to this team a short while ago. Not 429, which clients repeat by themselves. */
export class AccessDeniedRecentlyProblem extends HttpApiError.Problem<AccessDeniedRecentlyProblem>()(
  "AccessDeniedRecentlyProblem",
  { type: "/problems/access-denied-recently", status: 409, title: "Access was denied recently" },
  {
    ...inWords,
    by: ActorView.annotate({ description: "Who denied the last request." }),
    reason: Schema.optionalKey(Schema.String.annotate({ examples: ["Ask tier 2."] })),
    deniedAt: moment("When it was denied."),
    askAgainAt: moment("When the caller can request access again."),
    retryAfter
  }
) {}

/** 404: no such access request is pending; it may have been decided already. */
export class AccessRequestNotFoundProblem extends HttpApiError.Problem<AccessRequestNotFoundProblem>()(
  "AccessRequestNotFoundProblem",
  { type: "/problems/access-request-not-found", status: 404, title: "Access request not found" },
  inWords
) {}

/** 404: the team's history has no event at this position. */
export class TimelineEventNotFoundProblem extends HttpApiError.Problem<TimelineEventNotFoundProblem>()(
  "TimelineEventNotFoundProblem",
  { type: "/problems/timeline-event-not-found", status: 404, title: "Timeline event not found" },
  inWords
) {}

/** 404: the team has no such operation, or how it ended isn't known any more. */
export class OperationNotFoundProblem extends HttpApiError.Problem<OperationNotFoundProblem>()(
  "OperationNotFoundProblem",
  { type: "/problems/operation-not-found", status: 404, title: "Operation not found" },
  inWords
) {}
