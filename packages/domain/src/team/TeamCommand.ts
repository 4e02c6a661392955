import { Schema } from "effect"
import { GroupId, PersonId } from "../ids/directoryIds.ts"
import { IncidentId } from "../ids/IncidentId.ts"
import { TeamId } from "../ids/TeamId.ts"
import { Timestamp } from "../ids/Timestamp.ts"
import { IncidentAct } from "../incident/IncidentAct.ts"
import { IncidentObservation, IncidentSnapshot } from "../incident/IncidentObservation.ts"
import { OtherTeam } from "./Links.ts"
import { ReadOutcome, RefusedPerson, WriteOutcome } from "./Outcome.ts"
import { Actor, Group, Person } from "./Person.ts"
import { Chore, Read, Write } from "./Step.ts"
import { TeamIncident } from "./TeamIncident.ts"

const at = Timestamp

/** What a team can be asked to do. Whether the caller may ask is decided before, on other facts (permissions). */
export const TeamCommand = Schema.TaggedUnion({
  /**
   * Create a team for an incident that was just read. `owners` are set at creation, so they aren't in `people`, and so
   * are `standIns`: standby owners who own it because no owner can.
   */
  RequestTeam: {
    id: TeamId,
    incident: IncidentSnapshot,
    name: Schema.String,
    description: Schema.String,
    owners: Schema.NonEmptyArray(Person),
    standbyOwners: Schema.Array(Person),
    standIns: Schema.Array(PersonId),
    people: Schema.Array(Person),
    /** Requested, but can't be members: recorded with the reason; the others are added. */
    refused: Schema.Array(RefusedPerson),
    groups: Schema.Array(Group),
    /** Those of them who are favorites of `by`. */
    favorites: Schema.optionalKey(Schema.Array(Schema.Union([PersonId, GroupId]))),
    chores: Schema.Array(Chore),
    by: Actor,
    at
  },
  AddPeople: {
    people: Schema.Array(Person),
    refused: Schema.Array(RefusedPerson),
    groups: Schema.Array(Group),
    by: Actor,
    at
  },
  /** Each group with those who are in the team only because of it. */
  RemovePeople: {
    people: Schema.Array(Person),
    groups: Schema.Array(Schema.Struct({ id: GroupId, people: Schema.Array(Person) })),
    by: Actor,
    at
  },
  RenameTeam: {
    name: Schema.optionalKey(Schema.String),
    description: Schema.optionalKey(Schema.String),
    by: Actor,
    at
  },
  RequestAccess: { request: Schema.String, person: Person, reason: Schema.String, at },
  DecideAccess: {
    request: Schema.String,
    approve: Schema.Boolean,
    reason: Schema.optionalKey(Schema.String),
    /** Milliseconds before a person who is denied may request access again. */
    pauseMillis: Schema.Int,
    by: Actor,
    at
  },
  /** What one read of the incident returned; `done`: what was done to it through Incident Teams just before. */
  ObserveIncident: {
    observation: IncidentObservation,
    done: Schema.optionalKey(Schema.Struct({ act: IncidentAct, by: Actor })),
    at
  },
  /** Retry what is blocked, waiting or refused. `standbyOwners`: as configured now. */
  RetryTeam: { standbyOwners: Schema.Array(Person), by: Actor, at },
  /** Bring a lost team back. */
  RestoreTeam: { by: Actor, at },
  /**
   * Create another team in place of a lost one, for everyone who should still be in it. `refused`: those who can't be
   * members any more. `standIns`: as in RequestTeam.
   */
  RecreateTeam: {
    people: Schema.Array(Person),
    refused: Schema.Array(RefusedPerson),
    standIns: Schema.Array(PersonId),
    by: Actor,
    at
  },
  /**
   * Serve another incident, too. `target`: the id of the team that it would have. `merge`: if it has one, that team is
   * merged into this one; otherwise it isn't linked.
   */
  LinkIncident: {
    incident: IncidentSnapshot,
    target: TeamId,
    merge: Schema.Boolean,
    lead: Schema.Boolean,
    by: Actor,
    at
  },
  /** Undo the link by which this incident came, with everything that came by it. */
  UnlinkIncident: { incident: IncidentId, by: Actor, at },
  ChangeLead: { incident: IncidentId, by: Actor, at },
  /** A person says which incident continues one that is marked as merged. */
  ChooseSurvivor: {
    incident: IncidentId,
    survivor: Schema.Struct({ id: IncidentId, number: Schema.Int }),
    by: Actor,
    at
  },
  /** A person says that no other incident continues this one, although it is marked as merged. */
  DismissMerge: { incident: IncidentId, by: Actor, at },
  /** Don't wait for the end of a grace, and don't keep the team open any more. */
  ArchiveNow: { by: Actor, at },
  /** Keep the team open although its incidents are closed. */
  KeepOpen: { by: Actor, at },
  /** Another team takes over everything that this one serves, by its link. */
  MergeTeam: { into: OtherTeam, link: Schema.Int, by: Actor, at },
  /** The other team has ended that link. `incidents`: as it knew them; empty where it never took them over. */
  UndoMerge: { into: TeamId, link: Schema.Int, incidents: Schema.Array(TeamIncident), at },
  /** Someone opened the team here. */
  CheckTeam: { at },

  /** A worker is about to make `step`, which `nextStep` named. */
  BeginStep: { step: Write, at },
  /** What came of the write that began as `attempt`. */
  ReportWrite: { attempt: Schema.Int, step: Write, outcome: WriteOutcome, at },
  ReportRead: { step: Read, outcome: ReadOutcome, at },
  /** A worker lost its lease before it could report a write; all that counts is the operation that it may have begun. */
  AbandonWrite: { attempt: Schema.Int, step: Write, operation: Schema.optionalKey(Schema.String), at },
  /** A worker lost its lease before it could report a read. */
  AbandonRead: { at },
  /** A worker takes over from one whose lease expired. */
  TakeOver: { at }
})
export type TeamCommand = typeof TeamCommand.Type
export type CommandOf<Tag extends TeamCommand["_tag"]> = Extract<TeamCommand, { readonly _tag: Tag }>
