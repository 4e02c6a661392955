import { Schema } from "effect"
import { PersonId } from "../ids/directoryIds.ts"
import { IncidentId } from "../ids/IncidentId.ts"
import { TeamId } from "../ids/TeamId.ts"
import { Timestamp } from "../ids/Timestamp.ts"
import { OtherTeam } from "./Links.ts"
import { Actor } from "./Person.ts"

/** Refused: this incident has a team. */
export class TeamExists extends Schema.TaggedError<TeamExists>()("TeamExists", { team: TeamId }) {}

/** Refused: no team was requested for this incident yet. Remedy: create one. */
export class NoSuchTeam extends Schema.TaggedError<NoSuchTeam>()("NoSuchTeam", {}) {}

/** Refused: a team is made for an open incident only. Remedy: reopen the incident first. */
export class IncidentIsClosed extends Schema.TaggedError<IncidentIsClosed>()("IncidentIsClosed", {}) {}

/** Refused: the team was deleted on the platform. Remedy: restore it, or recreate it. */
export class TeamIsLost extends Schema.TaggedError<TeamIsLost>()("TeamIsLost", {}) {}

/** Refused: the team is there; only a lost one can be restored or recreated. */
export class TeamIsNotLost extends Schema.TaggedError<TeamIsNotLost>()("TeamIsNotLost", {}) {}

/** Refused: a deleted team can be restored for 30 days. Remedy: recreate it. */
export class TooLateToRestore extends Schema.TaggedError<TooLateToRestore>()("TooLateToRestore", {}) {}

/** Refused: the team was never created, so there is nothing to restore. Remedy: recreate it. */
export class NothingToRestore extends Schema.TaggedError<NothingToRestore>()("NothingToRestore", {}) {}

/** Refused: nothing is blocked, waiting or refused. */
export class NothingToRetry extends Schema.TaggedError<NothingToRetry>()("NothingToRetry", {}) {}

/** Refused: nobody was named. */
export class NobodyNamed extends Schema.TaggedError<NobodyNamed>()("NobodyNamed", {}) {}

/** Refused: archiving needs an owner, so the last one stays. Remedy: name another owner in Teams first. */
export class LastOwnerStays extends Schema.TaggedError<LastOwnerStays>()("LastOwnerStays", { owner: PersonId }) {}

/** Refused: over the platform's limit of members in a team. */
export class TooManyPeople extends Schema.TaggedError<TooManyPeople>()("TooManyPeople", {
  asked: Schema.Int,
  limit: Schema.Int
}) {}

/** The people of two teams that are to be merged, each counted once. */
export class TooManyPeopleTogether extends Schema.TaggedError<TooManyPeopleTogether>()("TooManyPeopleTogether", {
  asked: Schema.Int,
  limit: Schema.Int
}) {}

/** Refused: over our limit of groups in a team. */
export class TooManyGroups extends Schema.TaggedError<TooManyGroups>()("TooManyGroups", {
  asked: Schema.Int,
  limit: Schema.Int
}) {}

/** Refused: too many requests for access wait for a decision. Remedy: decide on some. */
export class TooManyAccessRequests extends Schema.TaggedError<TooManyAccessRequests>()("TooManyAccessRequests", {
  limit: Schema.Int
}) {}

/** Refused: the person was denied access a short while ago. Remedy: wait until `askAgainAt`. */
export class AccessDeniedRecently extends Schema.TaggedError<AccessDeniedRecently>()("AccessDeniedRecently", {
  by: Actor,
  reason: Schema.optionalKey(Schema.String),
  deniedAt: Timestamp,
  askAgainAt: Timestamp,
  /** Milliseconds from the moment of the request. */
  afterMillis: Schema.Int
}) {}

/** Refused: no such request waits for a decision; it may have been decided already. */
export class NoSuchAccessRequest extends Schema.TaggedError<NoSuchAccessRequest>()("NoSuchAccessRequest", {
  request: Schema.String
}) {}

/** Refused: this isn't the next step. A worker reads the team again. */
export class StepNotDue extends Schema.TaggedError<StepNotDue>()("StepNotDue", { step: Schema.String }) {}

/** Refused: the team's incidents are served by another one. Remedy: go on there. */
export class TeamIsMerged extends Schema.TaggedError<TeamIsMerged>()("TeamIsMerged", { into: OtherTeam }) {}

/** Refused: the team is still linking incidents itself. Remedy: try again shortly. */
export class TeamIsLinking extends Schema.TaggedError<TeamIsLinking>()("TeamIsLinking", {}) {}

/** Refused: a team serves the incident already. */
export class ServedAlready extends Schema.TaggedError<ServedAlready>()("ServedAlready", {
  team: TeamId,
  name: Schema.String
}) {}

/** Refused: the team doesn't serve this incident. */
export class IncidentNotServed extends Schema.TaggedError<IncidentNotServed>()("IncidentNotServed", {
  incident: IncidentId
}) {}

/** Refused: the incident is just being linked or unlinked. Remedy: try again shortly. */
export class LinkUnderWay extends Schema.TaggedError<LinkUnderWay>()("LinkUnderWay", { incident: IncidentId }) {}

/** Refused: the team was created for this incident. Remedy: make another one the lead. */
export class FoundingIncidentStays extends Schema.TaggedError<FoundingIncidentStays>()("FoundingIncidentStays", {
  incident: IncidentId
}) {}

/** Refused: over our limit of incidents in a team. */
export class TooManyIncidents extends Schema.TaggedError<TooManyIncidents>()("TooManyIncidents", {
  limit: Schema.Int
}) {}

/** Refused: a team is archived only once all of its incidents are closed. Remedy: close this one. */
export class IncidentIsOpen extends Schema.TaggedError<IncidentIsOpen>()("IncidentIsOpen", {
  incident: IncidentId,
  number: Schema.Int
}) {}

/** Refused: the team isn't about to be archived. Remedy: reopen the incident if the team is archived. */
export class NothingToKeepOpen extends Schema.TaggedError<NothingToKeepOpen>()("NothingToKeepOpen", {}) {}

/** Refused: the incident isn't marked as merged, or that was decided already. */
export class NoMergeToDecide extends Schema.TaggedError<NoMergeToDecide>()("NoMergeToDecide", {
  incident: IncidentId
}) {}

export type TeamRejection =
  | TeamIsMerged
  | TeamIsLinking
  | ServedAlready
  | IncidentNotServed
  | LinkUnderWay
  | FoundingIncidentStays
  | TooManyIncidents
  | NoMergeToDecide
  | IncidentIsOpen
  | NothingToKeepOpen
  | TeamExists
  | NoSuchTeam
  | IncidentIsClosed
  | TeamIsLost
  | TeamIsNotLost
  | TooLateToRestore
  | NothingToRestore
  | NothingToRetry
  | NobodyNamed
  | LastOwnerStays
  | TooManyPeople
  | TooManyPeopleTogether
  | TooManyGroups
  | TooManyAccessRequests
  | AccessDeniedRecently
  | NoSuchAccessRequest
  | StepNotDue
