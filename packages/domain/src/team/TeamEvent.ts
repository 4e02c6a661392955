import { Schema } from "effect"
import { GroupId, PersonId } from "../ids/directoryIds.ts"
import { IncidentId } from "../ids/IncidentId.ts"
import { PlatformTeamId } from "../ids/PlatformTeamId.ts"
import { TeamId } from "../ids/TeamId.ts"
import { Timestamp } from "../ids/Timestamp.ts"
import { IncidentChanges } from "../incident/IncidentAct.ts"
import { IncidentSnapshot } from "../incident/IncidentObservation.ts"
import { OtherTeam } from "./Links.ts"
import { InstallationTroubleKind, RefusedPerson } from "./Outcome.ts"
import { Actor, Group, Person } from "./Person.ts"
import { Chore, Direction, NumberedIncident, StepName, Write } from "./Step.ts"
import { DesiredState, Refusal, Suspicion } from "./Team.ts"
import { TeamIncident } from "./TeamIncident.ts"

const at = Timestamp
const chunk = Schema.Int
const kind = Schema.Literals(["add", "remove"])
const reason = Schema.String
/** Of the operation that the request began: all events of one request have the same. Absent in a team's older events. */
const operationNumber = Schema.optionalKey(Schema.Int)
/**
 * The standby owners who own the team from the start, because no owner can. Absent in events of former versions, in
 * which all of them did.
 */
const standIns = Schema.optionalKey(Schema.Array(PersonId))

/** `at`: when the team is deleted; absent: never. `renewAt`: when it is renewed. */
const expiration = Schema.Struct({ at: Schema.optionalKey(at), renewAt: Schema.optionalKey(at), readAgainAt: at })

/**
 * What happened to a team, in the order in which it was known. The timeline shows these, so an event in the past
 * tense of the platform (Archived, PeopleSettled, ChoreDone ...) exists only after the platform said so.
 */
export const TeamEvent = Schema.TaggedUnion({
  // Requested by people
  TeamRequested: {
    id: TeamId,
    incident: IncidentSnapshot,
    name: Schema.String,
    description: Schema.String,
    owners: Schema.Array(Person),
    standbyOwners: Schema.Array(Person),
    standIns,
    /** The others aren't requested. */
    chores: Schema.Array(Chore),
    by: Actor,
    operationNumber,
    at
  },
  /**
   * One chunk: at most 200 people to add, or 20 to remove. `group`: they came with it, or leave because it is removed.
   * `refused` can't be members at all; `mentioned` were requested before and are in the group, too. `favorites`: those
   * of them who were favorites of the person who requested the team.
   */
  PeopleRequested: {
    chunk,
    kind,
    group: Schema.optionalKey(GroupId),
    people: Schema.Array(Person),
    refused: Schema.Array(RefusedPerson),
    mentioned: Schema.optionalKey(Schema.Array(Person)),
    favorites: Schema.optionalKey(Schema.Array(PersonId)),
    by: Actor,
    operationNumber,
    at
  },
  GroupRequested: { group: Group, favorite: Schema.optionalKey(Schema.Literal(true)), by: Actor, operationNumber, at },
  GroupDropped: { group: GroupId, by: Actor, operationNumber, at },
  RenameRequested: { name: Schema.String, description: Schema.String, by: Actor, operationNumber, at },
  AccessRequested: { request: Schema.String, person: Person, reason, at },
  AccessDecided: {
    request: Schema.String,
    person: Person,
    approved: Schema.Boolean,
    reason: Schema.optionalKey(Schema.String),
    /** Of a denial: when the person may request access again. Absent: at once. */
    askAgainAt: Schema.optionalKey(at),
    by: Actor,
    at
  },
  Retried: { standbyOwners: Schema.Array(Person), by: Actor, operationNumber, at },
  RestoreRequested: { by: Actor, operationNumber, at },
  TeamRecreated: { incarnation: Schema.Int, standIns, by: Actor, operationNumber, at },

  // Several incidents in one team
  /** `target`: under whose id the link is recorded, as the incident's own team would be. */
  LinkRequested: {
    link: Schema.Int,
    target: TeamId,
    incident: IncidentSnapshot,
    merge: Schema.Boolean,
    lead: Schema.Boolean,
    by: Actor,
    operationNumber,
    at
  },
  /** `merged`: the incident had a team, which was merged into this one with all of its incidents. */
  IncidentsLinked: {
    link: Schema.Int,
    merged: Schema.optionalKey(Schema.Struct({ team: OtherTeam, incidents: Schema.NonEmptyArray(TeamIncident) })),
    at
  },
  LinkRefused: { link: Schema.Int, reason, remedy: Schema.String, at },
  UnlinkRequested: { link: Schema.Int, by: Actor, operationNumber, at },
  IncidentsUnlinked: { link: Schema.Int, at },
  LeadChanged: { incident: IncidentId, by: Actor, at },
  /** `link`: of the other team. `confirmAt`: from when on this one may be archived. */
  TeamMerged: { into: OtherTeam, link: Schema.Int, confirmAt: at, by: Actor, at },
  MergeConfirmed: { at },
  /** The incidents are served by this team again, in the state that the other one knew. */
  MergeUndone: { incidents: Schema.Array(TeamIncident), at },
  /** The incident was merged into another one, which this team serves. */
  MergeFollowed: { incident: IncidentId, survivor: Schema.Struct({ id: IncidentId, number: Schema.Int }), at },
  /** A person said which incident continues it. */
  SurvivorChosen: {
    incident: IncidentId,
    survivor: Schema.Struct({ id: IncidentId, number: Schema.Int }),
    by: Actor,
    at
  },
  MergeUnresolved: { incident: IncidentId, reason, remedy: Schema.String, at },
  /** A person said that no other incident continues it: it is closed. */
  MergeDismissed: { incident: IncidentId, by: Actor, at },

  // When a team is archived whose incidents are closed
  /** No grace is waited for, and the team isn't kept open any more. */
  ArchiveRequested: { by: Actor, at },
  /** Until an archive is requested or an incident is open again. */
  KeptOpen: { by: Actor, at },

  // Done to the incident through Incident Teams. They record who did it; the team follows what is read.
  /** `etag`: of the version that the write led to. */
  IncidentChanged: { number: Schema.Int, etag: Schema.String, changes: IncidentChanges, by: Actor, at },
  IncidentDeleted: { number: Schema.Int, by: Actor, at },

  // Read from the incident
  /**
   * `checkAt`: what was read is ambiguous, so one more read is due. `graceUntil`: it is closed, but counts as open until
   * then.
   */
  IncidentObserved: {
    incident: IncidentSnapshot,
    checkAt: Schema.optionalKey(at),
    graceUntil: Schema.optionalKey(at),
    at
  },
  /** An incident that was only seen closed counts as closed from now on. */
  GraceEnded: { incident: IncidentId, at },
  /** `incident`: absent of the lead. */
  IncidentMissed: { incident: Schema.optionalKey(IncidentId), checkAt: at, at },
  IncidentGone: { incident: Schema.optionalKey(IncidentId), at },
  DesiredStateChanged: { desiredState: DesiredState, generation: Schema.Int, at },

  // Done on the platform
  /** `giveUpAt`: without an operation to follow by then, the attempt is closed. `readFrom`: the team's state counts. */
  StepBegun: { attempt: Schema.Int, step: Write, giveUpAt: at, readFrom: at, at },
  /**
   * `readyAt`: before that it is too fresh to carry a team. `standIn`: the standby owner who was made its owner, because
   * none of those who were to own it could be.
   */
  GroupEnsured: {
    platformTeamId: PlatformTeamId,
    found: Schema.Boolean,
    standIn: Schema.optionalKey(Person),
    readyAt: at,
    at
  },
  TeamEnsured: { link: Schema.String, checkAt: at, at },
  OwnersEnsured: { owners: Schema.Array(PersonId), at },
  GroupExpanded: { group: GroupId, people: Schema.Int, at },
  ExpansionRefused: { group: GroupId, reason, at },
  /** What the platform answered for one chunk. `left`: how many it hasn't answered for yet. */
  PeopleSettled: {
    chunk,
    kind,
    done: Schema.Array(PersonId),
    refused: Schema.Array(RefusedPerson),
    left: Schema.Int,
    at
  },
  /** `incident`: see the step. */
  ChoreDone: { chore: Chore, incident: Schema.optionalKey(NumberedIncident), at },
  ChoreRefused: { chore: Chore, incident: Schema.optionalKey(NumberedIncident), reason, at },
  Renamed: { name: Schema.String, description: Schema.String, at },
  RenameRefused: { reason, at },
  Provisioned: { at },
  OperationAccepted: { attempt: Schema.Int, operation: Schema.optionalKey(Schema.String), pollAt: at, at },
  /**
   * Still running, or unknown without having ended; `readAsAsked`: the team is in the state that the operation leads to;
   * `overdue`: it has taken so long that people are shown why.
   */
  OperationSeen: {
    attempt: Schema.Int,
    readAsAsked: Schema.Boolean,
    overdue: Schema.optionalKey(Refusal),
    nextAt: at,
    at
  },
  Archived: { attempt: Schema.Int, at },
  Reopened: { attempt: Schema.Int, at },
  OperationFailed: { attempt: Schema.Int, reason, at },
  /** An archive or unarchive was refused without effect; the team is checked before it is blocked. */
  OperationRefused: { attempt: Schema.Int, reason, remedy: Schema.String, at },
  OwnerMissed: { attempt: Schema.Int, at },
  /** Closed before its end was known: until `explainsUntil` it explains what is read at `checkAt`. */
  AttemptGivenUp: { attempt: Schema.Int, explainsUntil: at, checkAt: Schema.Array(at), pollAt: at, at },
  OrphanEnded: { attempt: Schema.Int, at },
  OrphanSeen: { attempt: Schema.Int, nextAt: at, at },
  /** A result of an attempt that isn't in flight any more. */
  LateResult: {
    attempt: Schema.Int,
    direction: Schema.optionalKey(Direction),
    operation: Schema.optionalKey(Schema.String),
    explainsUntil: at,
    pollAt: at,
    at
  },
  Restored: { at },
  RestoreRefused: { reason, at },
  /** A transient failure; the step is retried at `until`. */
  /** The date on which the team expires was moved; the next daily check reads it. */
  GroupRenewed: { at },
  RenewalRefused: { reason, remedy: Schema.String, at },
  /** `inDoubt`: the call may have taken effect, so its attempt stays in flight until it is given up. */
  StepDelayed: {
    step: StepName,
    tries: Schema.Int,
    until: at,
    reason,
    inDoubt: Schema.optionalKey(Schema.Literal(true)),
    remedy: Schema.optionalKey(Schema.String),
    installation: Schema.optionalKey(InstallationTroubleKind),
    unreadySince: Schema.optionalKey(at),
    at
  },
  Blocked: { step: StepName, reason, remedy: Schema.String, at },
  Unblocked: { at },

  // Read from the platform
  CheckDue: { at },
  TakenOver: { checkAt: Schema.Array(at), at },
  /** A check that agrees with what is recorded. */
  Verified: {
    began: at,
    owners: Schema.Array(PersonId),
    members: Schema.Int,
    nextAt: at,
    /** Absent where it wasn't due to be read, or couldn't be. */
    expiration: Schema.optionalKey(expiration),
    at
  },
  /** Alone, after a check couldn't. */
  ExpirationRead: { expiration, at },
  /** Not as recorded; believed only if a second check confirms it. */
  Suspected: { suspicion: Suspicion, began: at, checkAgainAt: at, at },
  /** Confirmed, and no manual change: our own operation ended late, or the state is already the desired one. */
  PhaseRead: { archived: Schema.Boolean, at },
  /** Confirmed, and someone did it in Teams. */
  ChangedInTeams: { archived: Schema.Boolean, at },
  /**
   * People whom no one requested are in the team since the check before: someone added them in Teams. At most 200 are
   * named; `others`: how many more there are.
   */
  AddedInTeams: { people: Schema.Array(Person), others: Schema.optionalKey(Schema.Int), at },
  Lost: { at },
  Found: { at },
  /** A check found the lost team still lost. `namesake`: another group has our key; it is never adopted. */
  StillLost: { began: at, namesake: Schema.optionalKey(PlatformTeamId), nextAt: Schema.optionalKey(at), at }
})
export type TeamEvent = typeof TeamEvent.Type
export type EventOf<Tag extends TeamEvent["_tag"]> = Extract<TeamEvent, { readonly _tag: Tag }>

/** The events that a request consists of: what it asks for. */
export const requestEvents = [
  "TeamRequested",
  "PeopleRequested",
  "GroupRequested",
  "GroupDropped",
  "RenameRequested",
  "Retried",
  "RestoreRequested",
  "TeamRecreated",
  "LinkRequested",
  "UnlinkRequested"
] as const satisfies ReadonlyArray<TeamEvent["_tag"]>
export type RequestEvent = EventOf<(typeof requestEvents)[number]>
