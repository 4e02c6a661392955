import { Schema } from "effect"
import { GroupId } from "../ids/GroupId.ts"
import { TeamId } from "../ids/TeamId.ts"
import { Timestamp } from "../ids/Timestamp.ts"
import { IncidentObservation, IncidentSnapshot } from "../incident/IncidentObservation.ts"
import { Outcome, RefusedPerson } from "./Outcome.ts"
import { Actor, Group, Person } from "./Person.ts"
import { StepName, Step } from "./Step.ts"

const at = Timestamp

/** What can be asked of a team. Whether the asker may is decided before, on other facts (permissions). */
export const TeamCommand = Schema.TaggedUnion({
  /** Make a team for an incident that was just read. `owners` are bound at creation, so they aren't in `people`. */
  RequestTeam: {
    id: TeamId,
    incident: IncidentSnapshot,
    name: Schema.String,
    description: Schema.String,
    owners: Schema.NonEmptyArray(Person),
    standbyOwners: Schema.Array(Person),
    people: Schema.Array(Person),
    /** Named, but can't be members: recorded with the reason, and the others go on. */
    refused: Schema.Array(RefusedPerson),
    groups: Schema.Array(Group),
    /** Install the tenant's own app before pinning the page. */
    withApp: Schema.Boolean,
    /** Tell the incident where its team is. */
    announce: Schema.Boolean,
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
  /** `people` holds whoever is to leave, those who came with `groups` included. */
  RemovePeople: { people: Schema.Array(Person), groups: Schema.Array(GroupId), by: Actor, at },
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
    by: Actor,
    at
  },
  /** What one read of the incident told. */
  ObserveIncident: { observation: IncidentObservation, at },
  /** Try again what is blocked, waiting or refused. `standbyOwners`: as configured now. */
  RetryTeam: { standbyOwners: Schema.Array(Person), by: Actor, at },
  /** Bring a lost team back. */
  RestoreTeam: { by: Actor, at },
  /** Make another team in place of a lost one, for everybody who is still meant to be in it. */
  RecreateTeam: { people: Schema.Array(Person), by: Actor, at },
  /** Somebody opened the team here. */
  CheckTeam: { at },

  /** A worker is about to make `step`, which `nextStep` named. */
  BeginStep: { step: Step, at },
  /** What became of a step. `attempt` is absent for steps that aren't recorded as attempts. */
  ReportStep: { step: Step, attempt: Schema.optionalKey(Schema.Int), outcome: Outcome, at },
  /** A worker lost its lease before it could report; all that counts is the operation that it may have begun. */
  HandOver: {
    step: StepName,
    attempt: Schema.optionalKey(Schema.Int),
    operation: Schema.optionalKey(Schema.String),
    at
  },
  /** A worker takes over from one whose lease ran out. */
  TakeOver: { at }
})
export type TeamCommand = typeof TeamCommand.Type
export type CommandOf<Tag extends TeamCommand["_tag"]> = Extract<TeamCommand, { readonly _tag: Tag }>
