import { Schema } from "effect"
import { GroupId } from "../ids/GroupId.ts"
import { IncidentArmId } from "../ids/IncidentArmId.ts"
import { IncidentId } from "../ids/IncidentId.ts"
import { PersonId } from "../ids/PersonId.ts"
import { PlatformTeamId } from "../ids/PlatformTeamId.ts"
import { TeamId } from "../ids/TeamId.ts"
import { Timestamp } from "../ids/Timestamp.ts"
import { Attempt, Phase, Orphan } from "./Attempt.ts"
import { Actor, Person } from "./Person.ts"
import { StepName } from "./Step.ts"

/** What the incident asks of its team: open while it is New or Active, archived while it is Closed or gone. */
export const DesiredState = Schema.Literals(["open", "archived"])
export type DesiredState = typeof DesiredState.Type

/** A refusal by the platform, in words for a person. */
export const Refusal = Schema.Struct({ reason: Schema.String, remedy: Schema.String })
export type Refusal = typeof Refusal.Type

/** Something beside the team that is to be done once and may be refused without stopping the rest. */
export const Task = Schema.TaggedUnion({
  NotRequested: {},
  Pending: {},
  Done: {},
  Refused: { reason: Schema.String }
})
export type Task = typeof Task.Type

/** The team can't go on without a person. */
export const Blocked = Schema.Struct({ step: StepName, reason: Schema.String, remedy: Schema.String, since: Timestamp })
export type Blocked = typeof Blocked.Type

/** A step that failed in a way that may pass, and when it is tried next. */
export const Wait = Schema.Struct({
  step: StepName,
  tries: Schema.Int,
  since: Timestamp,
  until: Timestamp,
  reason: Schema.String
})
export type Wait = typeof Wait.Type

/** A group whose members were asked for. */
export const RequestedGroup = Schema.Struct({
  id: GroupId,
  name: Schema.String,
  by: Actor,
  /** Reading its members: pending, done, or refused with the reason. */
  expansion: Task
})
export type RequestedGroup = typeof RequestedGroup.Type

/** A chunk of people that isn't settled yet. The people themselves are items of their own (PeopleChunk). */
export const OpenChunk = Schema.Struct({
  chunk: Schema.Int,
  kind: Schema.Literals(["add", "remove"]),
  /** How many of it the platform hasn't answered for. */
  left: Schema.Int,
  tries: Schema.Int
})
export type OpenChunk = typeof OpenChunk.Type

/** Somebody asks to be let in. */
export const AccessRequest = Schema.Struct({
  id: Schema.String,
  person: Person,
  reason: Schema.String,
  askedAt: Timestamp
})
export type AccessRequest = typeof AccessRequest.Type

/** What the team read as, while it is believed only after a second look. */
export const Suspicion = Schema.Struct({
  reading: Schema.Literals(["archived", "active", "missing"]),
  at: Timestamp
})
export type Suspicion = typeof Suspicion.Type

/** A team, as far as its lifecycle goes. Stays under 64 KB: people are kept beside it, in chunks. */
export const Team = Schema.TaggedStruct("Team", {
  id: TeamId,
  incident: Schema.Struct({
    id: IncidentId,
    armId: IncidentArmId,
    number: Schema.Int,
    title: Schema.String,
    /** Sentinel's own marks of the state that was last believed. */
    etag: Schema.String,
    lastModified: Timestamp,
    closed: Schema.Boolean,
    /** It was not there on two looks: the team stays archived for good. */
    gone: Schema.Boolean,
    missedAt: Schema.optionalKey(Timestamp),
    /** One more look is due. */
    checkAt: Schema.optionalKey(Timestamp)
  }),
  /** Raised when the team is made anew after it was lost; part of its key on the platform. */
  incarnation: Schema.Int,
  name: Schema.String,
  description: Schema.String,
  createdBy: Actor,
  createdAt: Timestamp,
  updatedAt: Timestamp,

  desiredState: DesiredState,
  /** Numbers what is desiredState: 1 is the creation, each change of `wanted` adds one. */
  generation: Schema.Int,
  /** The latest generations that got where they wanted, newest last; at most ten. */
  reached: Schema.Array(Schema.Int),

  phase: Phase,
  phaseSince: Timestamp,
  blocked: Schema.optionalKey(Blocked),
  /** An archive or unarchive was refused for good; whether that blocks is decided by what the team reads. */
  refusal: Schema.optionalKey(Refusal),
  /** Operations that ended as failed in this generation. */
  failedEnds: Schema.Int,

  /** The group and so the team: known once the group was found or made. */
  platformTeamId: Schema.optionalKey(PlatformTeamId),
  /** When a team may first be put on the group. */
  groupReadyAt: Schema.optionalKey(Timestamp),
  /** Since when the platform was given time to put the team on the group. */
  teamAskedAt: Schema.optionalKey(Timestamp),
  /** The way into the team, known once it answered for the first time. Opaque. */
  link: Schema.optionalKey(Schema.String),
  provisioned: Schema.Boolean,
  app: Task,
  page: Task,
  announcement: Task,
  /** The name or description was changed here after the group was made. */
  rename: Task,
  /** A lost team's restoration, asked for by a person. */
  restore: Task,
  lostAt: Schema.optionalKey(Timestamp),
  /** A group that bears our key although our team is lost; reported, never adopted. */
  namesake: Schema.optionalKey(PlatformTeamId),

  /** Bound at creation. */
  owners: Schema.Array(Person),
  /** Made owners when none is left, and deciding on access then. */
  standbyOwners: Schema.Array(Person),
  /** The owners as the platform last told; before that, those bound at creation. */
  ownersSeen: Schema.Array(PersonId),
  ownerMissing: Schema.Boolean,
  /** How many members the platform last told. */
  membersSeen: Schema.Int,
  groups: Schema.Array(RequestedGroup),
  openChunks: Schema.Array(OpenChunk),
  nextChunk: Schema.Int,
  accessRequests: Schema.Array(AccessRequest),

  attempts: Schema.Int,
  inFlight: Schema.optionalKey(Attempt),
  orphans: Schema.Array(Orphan),
  waits: Schema.Array(Wait),
  /** When the team is to be looked at, ascending. A look settles only what was asked before it began. */
  verifyDue: Schema.Array(Timestamp),
  verifiedAt: Schema.optionalKey(Timestamp),
  suspicion: Schema.optionalKey(Suspicion),
  /** When a person's change in Teams was last corrected. */
  correctedAt: Schema.optionalKey(Timestamp)
})
export type Team = typeof Team.Type

/** Nothing was asked for this incident yet, or a team is on its way or there. */
export const TeamState = Schema.Union([Schema.TaggedStruct("NoTeam", {}), Team])
export type TeamState = typeof TeamState.Type

export const noTeam: TeamState = { _tag: "NoTeam" }

/** Graph: at most 200 people are added in one call (conversationmembers-add), 20 removed (conversationmember-remove). */
export const peoplePerAdd = 200
export const peoplePerRemove = 20
/** Teams: a team holds at most 25,000 members, and a group of more than 3,500 isn't imported. */
export const peoplePerTeam = 25_000
export const peoplePerGroup = 3_500
/** Ours, to keep the aggregate small. */
export const groupsPerTeam = 50
export const pendingAccessRequests = 50
/** A chunk's people that still failed after so many tries are reported as refused. */
export const triesPerChunk = 5
/** Operations that may end as failed within one generation before a person is asked. */
export const failedEndsAtMost = 3

/** What the phase says about the platform; undefined while it is not known (archiving, reopening) or not there. */
export const archivedAsFarAsKnown = (team: Team): boolean | undefined =>
  team.phase === "archived" ? true : team.phase === "open" || team.phase === "provisioning" ? false : undefined

/** Between an operation whose end we don't know and the look that tells. */
export const inLimbo = (team: Team): boolean =>
  (team.phase === "archiving" || team.phase === "reopening") && team.inFlight === undefined
