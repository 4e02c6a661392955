import { Schema } from "effect"
import { GroupId, PersonId } from "../ids/directoryIds.ts"
import { PlatformTeamId } from "../ids/PlatformTeamId.ts"
import { TeamId } from "../ids/TeamId.ts"
import { Timestamp } from "../ids/Timestamp.ts"
import { Attempt, Orphan, Phase } from "./Attempt.ts"
import { Link, MergedInto } from "./Links.ts"
import { Operations } from "./Operation.ts"
import { InstallationTroubleKind } from "./Outcome.ts"
import { Actor, Person } from "./Person.ts"
import { Chore, StepName } from "./Step.ts"
import { Task } from "./Task.ts"
import { TeamIncident } from "./TeamIncident.ts"

/**
 * What the incidents require of their team: open while any is New or Active, archived while all are Closed or gone. A
 * grace or a person may keep it open for longer.
 */
export const DesiredState = Schema.Literals(["open", "archived"])
export type DesiredState = typeof DesiredState.Type

/** A refusal by the platform, in words for a person. */
export const Refusal = Schema.Struct({ reason: Schema.String, remedy: Schema.String })
export type Refusal = typeof Refusal.Type

/** The team can't go on until a person acts. */
export const Blocked = Schema.Struct({ step: StepName, reason: Schema.String, remedy: Schema.String, since: Timestamp })
export type Blocked = typeof Blocked.Type

/** A step that failed transiently, and when it is retried. */
export const Wait = Schema.Struct({
  step: StepName,
  tries: Schema.Int,
  since: Timestamp,
  until: Timestamp,
  reason: Schema.String,
  /** What someone can do about it; absent where it is only to be waited for. */
  remedy: Schema.optionalKey(Schema.String),
  /** Present where it is trouble of the installation, not of this team. */
  installation: Schema.optionalKey(InstallationTroubleKind),
  /** Since when the platform answers that it isn't ready, less the time in which it wasn't asked; absent where it says nothing of that. */
  unreadySince: Schema.optionalKey(Timestamp)
})
export type Wait = typeof Wait.Type

/** A group whose members were requested. */
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
  /** Tries in a row that settled no one. */
  tries: Schema.Int
})
export type OpenChunk = typeof OpenChunk.Type

/** Someone requests access to the team. */
export const AccessRequest = Schema.Struct({
  id: Schema.String,
  person: Person,
  reason: Schema.String,
  askedAt: Timestamp
})
export type AccessRequest = typeof AccessRequest.Type

/** An access request that was denied: its person is told so, and waits before asking again. */
export const AccessDenial = Schema.Struct({
  request: Schema.String,
  person: PersonId,
  by: Actor,
  reason: Schema.optionalKey(Schema.String),
  deniedAt: Timestamp,
  /** When the person may request access again. */
  askAgainAt: Timestamp
})
export type AccessDenial = typeof AccessDenial.Type

/** The state that one check found, which is believed only if a second check confirms it. */
export const Suspicion = Schema.Struct({
  reading: Schema.Literals(["archived", "active", "missing"]),
  at: Timestamp
})
export type Suspicion = typeof Suspicion.Type

/** The incidents that a team serves beside its lead, and how they came. */
export const Links = Schema.Struct({
  /** How many numbers of links were used. */
  drawn: Schema.Int,
  all: Schema.Array(Link),
  served: Schema.Array(TeamIncident)
})
export type Links = typeof Links.Type

/** What exists on the platform. */
export const Place = Schema.TaggedUnion({
  Nothing: {},
  /** `readyAt`: when a team may first be put on the group. */
  Group: { platformTeamId: PlatformTeamId, readyAt: Timestamp },
  /** `link`: opens the team; opaque. `provisioned`: everything requested at first is settled. */
  Team: { platformTeamId: PlatformTeamId, link: Schema.String, provisioned: Schema.Boolean }
})
export type Place = typeof Place.Type

/** The team was deleted in Teams. */
export const Loss = Schema.Struct({
  since: Timestamp,
  /** Its restoration, requested by a person. */
  restore: Task,
  /** A group that has our key although our team is lost; reported, never adopted. */
  namesake: Schema.optionalKey(PlatformTeamId)
})
export type Loss = typeof Loss.Type

/** A person wants the team open although its incidents are closed. */
export const KeptOpen = Schema.Struct({ by: Actor, since: Timestamp })
export type KeptOpen = typeof KeptOpen.Type

/** The tenant's expiration policy deletes a group on a date that every renewal moves. */
export const Expiration = Schema.Struct({
  /** When the team is deleted, as last read; absent: never. */
  at: Schema.optionalKey(Timestamp),
  /** When it is renewed. Absent where it doesn't expire, was renewed since that was read, or renewing was refused. */
  renewAt: Schema.optionalKey(Timestamp),
  /** From when on a check reads the date again. */
  readAgainAt: Timestamp,
  renewedAt: Schema.optionalKey(Timestamp),
  refusal: Schema.optionalKey(Refusal)
})
export type Expiration = typeof Expiration.Type

/** Who should be in the team, and who was last seen in it. */
export const TeamPeople = Schema.Struct({
  /** Set at creation. */
  owners: Schema.Array(Person),
  /** One of them becomes an owner when none is left; they decide on access requests then. */
  standbyOwners: Schema.Array(Person),
  /** The owners that the platform last reported; before that, those set at creation. */
  ownersSeen: Schema.Array(PersonId),
  ownerMissing: Schema.Boolean,
  /** How many members the platform last reported. */
  membersSeen: Schema.Int,
  groups: Schema.Array(RequestedGroup),
  openChunks: Schema.Array(OpenChunk),
  nextChunk: Schema.Int,
  accessRequests: Schema.Array(AccessRequest),
  /** The last denial of each person, oldest first; absent where there is none. */
  denials: Schema.optionalKey(Schema.NonEmptyArray(AccessDenial))
})
export type TeamPeople = typeof TeamPeople.Type

/** How the calls to the platform are going. */
export const Work = Schema.Struct({
  /** How many writes were begun so far. */
  attempts: Schema.Int,
  inFlight: Schema.optionalKey(Attempt),
  orphans: Schema.Array(Orphan),
  waits: Schema.Array(Wait),
  /** Operations that ended as failed in this generation. */
  failedEnds: Schema.Int,
  blocked: Schema.optionalKey(Blocked),
  /** An archive or unarchive was refused for good; the state that the team is read in decides whether that blocks. */
  refusal: Schema.optionalKey(Refusal)
})
export type Work = typeof Work.Type

/** When the team is read, and what is made of it. */
export const Checks = Schema.Struct({
  /** Ascending. A check settles only what was due before it began. */
  due: Schema.Array(Timestamp),
  verifiedAt: Schema.optionalKey(Timestamp),
  suspicion: Schema.optionalKey(Suspicion),
  /** When someone's change in Teams was last corrected. */
  correctedAt: Schema.optionalKey(Timestamp)
})
export type Checks = typeof Checks.Type

/**
 * The lifecycle of a team. It stays under 64 KB, and under 128 KB with the most incidents: people are kept beside it, in
 * chunks.
 */
export const Team = Schema.TaggedStruct("Team", {
  id: TeamId,
  /** The lead: the incident after which the team is shown. */
  incident: TeamIncident,
  /** Absent until another incident was linked for the first time. */
  links: Schema.optionalKey(Links),
  /** Its incidents are served by another team. */
  mergedInto: Schema.optionalKey(MergedInto),
  /** Until it is to be archived now, or an incident is open again. */
  keptOpen: Schema.optionalKey(KeptOpen),
  /** Raised when a lost team is recreated; part of its key on the platform. */
  incarnation: Schema.Int,
  name: Schema.String,
  description: Schema.String,
  createdBy: Actor,
  createdAt: Timestamp,
  updatedAt: Timestamp,

  desiredState: DesiredState,
  /** Numbers the desired state: 1 is the creation, each change adds one. */
  generation: Schema.Int,
  /** The latest generations that reached their desired state, newest last; at most `generationsRemembered`. */
  reached: Schema.Array(Schema.Int),
  phase: Phase,
  phaseSince: Timestamp,

  place: Place,
  loss: Schema.optionalKey(Loss),
  /** Absent until a check has read it. */
  expiration: Schema.optionalKey(Expiration),
  people: TeamPeople,
  chores: Schema.Record(Chore, Task),
  /** The name or description was changed here after the group was created. */
  rename: Task,
  operations: Operations,
  work: Work,
  checks: Checks
})
export type Team = typeof Team.Type

/** No team was requested for this incident yet, or a team is on its way or exists. */
export const TeamState = Schema.Union([Schema.TaggedStruct("NoTeam", {}), Team])
export type TeamState = typeof TeamState.Type

export const noTeam: TeamState = { _tag: "NoTeam" }

export const generationsRemembered = 10

/** Graph: at most 200 people are added in one call (conversationmembers-add), 20 removed (conversationmember-remove). */
export const peoplePerAdd = 200
export const peoplePerRemove = 20
/** Teams: a team holds at most 25,000 members, and a group of more than 3,500 isn't imported. */
export const peoplePerTeam = 25_000
export const peoplePerGroup = 3_500
/** Ours, to keep the aggregate small. */
export const groupsPerTeam = 50
export const pendingAccessRequests = 50
/** Ours, for the same reason: with more, the oldest is forgotten. */
export const denialsRemembered = 50
/** Milliseconds. A denial is shown for so long, and no longer than its person has to wait. */
export const denialShownFor = 7 * 24 * 60 * 60 * 1_000
/** People of a chunk whose change still failed after so many tries that settled no one are reported as refused. */
export const triesPerChunk = 5

/** The tries of a chunk after one more that settled so many people: while each settles someone, it goes on. */
export const triesAfter = ({ tries }: Pick<OpenChunk, "tries">, settled: number): number =>
  settled === 0 ? tries + 1 : 0
/** So many operations may end as failed within one generation before the team is blocked. */
export const failedEndsAtMost = 3

/** Those who were to own the team from the start, and the standby owners who own it now. */
export const ownersOf = ({ people: { owners, standbyOwners, ownersSeen } }: Team): ReadonlyArray<Person> => [
  ...owners,
  ...standbyOwners.filter(({ id }) => ownersSeen.includes(id) && !owners.some((owner) => owner.id === id))
]

/** Whether someone waits for access to the team, or was denied it a short while ago. */
export const hasAccessToReport = ({ people }: Team): boolean =>
  people.accessRequests.length > 0 || people.denials !== undefined

/** Undefined before the group exists. */
export const platformTeamIdOf = ({ place }: Team): PlatformTeamId | undefined =>
  place._tag === "Nothing" ? undefined : place.platformTeamId

/** Opens the team in Teams; undefined before the team answered for the first time. */
export const linkOf = ({ place }: Team): string | undefined => (place._tag === "Team" ? place.link : undefined)

export const isProvisioned = ({ place }: Team): boolean => place._tag === "Team" && place.provisioned

/** The archived flag that the phase implies; undefined while it isn't known (archiving, reopening) or nothing exists. */
export const expectedArchived = (team: Team): boolean | undefined =>
  team.phase === "archived" ? true : team.phase === "open" || team.phase === "provisioning" ? false : undefined

/** Between an operation whose end isn't known and the check that shows it. */
export const isInDoubt = (team: Team): boolean =>
  (team.phase === "archiving" || team.phase === "reopening") && team.work.inFlight === undefined

/** The archive or unarchive that the desired state requires now. */
export const requiredMove = (team: Team): "Archive" | "Unarchive" | undefined =>
  team.phase === "open" && team.desiredState === "archived"
    ? "Archive"
    : team.phase === "archived" && team.desiredState === "open"
      ? "Unarchive"
      : undefined
