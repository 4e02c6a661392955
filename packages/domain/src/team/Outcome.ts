import { Schema } from "effect"
import { PersonId } from "../ids/directoryIds.ts"
import { PlatformTeamId } from "../ids/PlatformTeamId.ts"
import { TeamId } from "../ids/TeamId.ts"
import { Timestamp } from "../ids/Timestamp.ts"
import { IncidentObservation, IncidentSnapshot } from "../incident/IncidentObservation.ts"
import { OtherTeam } from "./Links.ts"
import { Group, Person } from "./Person.ts"
import { TeamIncident } from "./TeamIncident.ts"

/** Someone whom the platform or the directory refused, by name where it is known, and why. */
export const RefusedPerson = Schema.Struct({ id: PersonId, name: Schema.String, reason: Schema.String })
export type RefusedPerson = typeof RefusedPerson.Type

/** When the platform deletes the team unless it is renewed; without `at` never. */
export const ExpirationReading = Schema.Struct({ at: Schema.optionalKey(Timestamp) })
export type ExpirationReading = typeof ExpirationReading.Type

/** The state that a team was read in. */
export const Reading = Schema.TaggedUnion({
  Present: {
    archived: Schema.Boolean,
    owners: Schema.Array(PersonId),
    members: Schema.Int,
    /** Absent where that wasn't due to be read, or couldn't be. */
    expiration: Schema.optionalKey(ExpirationReading)
  },
  /** Neither the team nor its group exists. `namesake`: another group has our key. */
  Missing: { namesake: Schema.optionalKey(PlatformTeamId) }
})
export type Reading = typeof Reading.Type

/** What an installation lacks: its own credentials, permissions, a license, a quota, or a way to the service. */
export const InstallationTroubleKind = Schema.Literals(["credentials", "permission", "license", "quota", "network"])
export type InstallationTroubleKind = typeof InstallationTroubleKind.Type

/** Why a call didn't do what was asked. */
export const Failure = Schema.TaggedUnion({
  /** The platform is not ready for this step yet; nothing was changed. */
  NotYet: { reason: Schema.String, afterMillis: Schema.optionalKey(Schema.Int) },
  /** A transient failure without effect. `afterMillis`: the pause that the platform asked for (Retry-After). */
  FailedForNow: {
    reason: Schema.String,
    remedy: Schema.optionalKey(Schema.String),
    afterMillis: Schema.optionalKey(Schema.Int)
  },
  /** No answer, or an inconclusive one: it may have taken effect. */
  Unknown: { reason: Schema.String },
  /** Denied without effect because of the installation, whatever was requested: the step waits until that is mended. */
  InstallationTrouble: { kind: InstallationTroubleKind, reason: Schema.String, remedy: Schema.String },
  /** Refused; the same request would be refused again. */
  Refused: { reason: Schema.String, remedy: Schema.String },
  /** Team and group were not found. */
  Gone: {}
})
export type Failure = typeof Failure.Type

/** What came of a write. */
export const WriteOutcome = Schema.Union([
  Schema.TaggedUnion({
    /**
     * `found`: it existed already, so its name may be someone else's choice. `standIn`: the standby owner who owns it,
     * because none of the others could be made its owner.
     */
    GroupEnsured: { platformTeamId: PlatformTeamId, found: Schema.Boolean, standIn: Schema.optionalKey(Person) },
    /** A group has our key but can't carry our team. */
    GroupUnusable: { reason: Schema.String, remedy: Schema.String },
    TeamEnsured: { link: Schema.String },
    /** Who owns the team now. */
    OwnersEnsured: { owners: Schema.Array(PersonId) },
    /** For each chunk: who is done, who was refused for good, and whose change failed transiently. */
    PeopleAnswered: {
      chunks: Schema.Array(
        Schema.Struct({
          chunk: Schema.Int,
          done: Schema.Array(PersonId),
          refused: Schema.Array(RefusedPerson),
          unanswered: Schema.Array(RefusedPerson)
        })
      )
    },
    /** A chore, or an archive or unarchive that the platform completes without an operation to follow. */
    Done: {},
    Renamed: { name: Schema.String, description: Schema.String },
    /** Archive, Unarchive: begun; `operation` is absent where the platform named none. */
    Accepted: { operation: Schema.optionalKey(Schema.String) },
    /** Archive and unarchive need an owner. */
    NoOwner: {},
    Restored: {},
    GroupRenewed: {}
  }),
  Failure
])
export type WriteOutcome = typeof WriteOutcome.Type

/** What came of a read. */
export const ReadOutcome = Schema.Union([
  Schema.TaggedUnion({
    /**
     * Everyone in the group once, nested groups included: `refused` can't be members, `known` were requested before, by
     * name or with another group.
     */
    GroupExpanded: {
      people: Schema.Array(Person),
      refused: Schema.Array(RefusedPerson),
      known: Schema.Array(Person)
    },
    /** `archived`: the team's state, where that was asked for or the operation isn't known any more. */
    OperationRead: {
      status: Schema.Literals(["running", "succeeded", "failed", "vanished"]),
      reason: Schema.optionalKey(Schema.String),
      archived: Schema.optionalKey(Schema.Boolean)
    },
    /**
     * `began`: when the read began; it settles only checks that were due by then. `added`: who is in the team although no
     * one requested them, and wasn't at the check before.
     */
    TeamRead: { reading: Reading, began: Timestamp, added: Schema.optionalKey(Schema.Array(Person)) },
    ExpirationRead: { expiration: ExpirationReading },
    IncidentRead: { observation: IncidentObservation },
    /** The incident's record leads here now. */
    Linked: {},
    /**
     * The team that the incident had is merged into this one. `people`: everyone who was asked for or is in it. `groups`:
     * those whose members weren't read yet.
     */
    TeamMergedHere: {
      team: OtherTeam,
      incidents: Schema.NonEmptyArray(TeamIncident),
      people: Schema.Array(Person),
      refused: Schema.Array(RefusedPerson),
      groups: Schema.Array(Group)
    },
    /** The other team is linking incidents itself. `withdraw`: so that the two don't wait for each other, this one gives up. */
    OtherTeamBusy: { withdraw: Schema.Boolean },
    /** Another team serves the incident. */
    ServedElsewhere: { reason: Schema.String, remedy: Schema.String },
    Unlinked: {},
    /** The incident that continues a merged one. `served`: by this team, by none, or by one that was asked to take over. */
    SurvivorFound: {
      survivor: IncidentSnapshot,
      target: TeamId,
      served: Schema.Literals(["here", "nowhere", "elsewhere"])
    },
    /** May be found later. `lags`: only because something is behind. */
    SurvivorUnknown: { reason: Schema.String, remedy: Schema.String, lags: Schema.Boolean },
    /** Only a person can say which incident continues it. */
    PersonDecides: { reason: Schema.String, remedy: Schema.String },
    /** The mark is no sign of a merge. */
    NotMerged: {},
    MergeStands: {},
    /** The other team has ended the link. */
    MergeEnded: {},
    /** Nothing to follow, nothing to call: the attempt is closed. */
    GivenUp: {}
  }),
  Failure
])
export type ReadOutcome = typeof ReadOutcome.Type
export type Outcome = WriteOutcome | ReadOutcome
