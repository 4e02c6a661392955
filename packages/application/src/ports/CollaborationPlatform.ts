import type { PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { TeamKey } from "@incident-teams/domain/naming/TeamKey"
import type { Member } from "@incident-teams/domain/team/Member"
import type { RefusedPerson } from "@incident-teams/domain/team/Outcome"
import type { Person } from "@incident-teams/domain/team/Person"
import { Context, type Effect, Schema } from "effect"
import type { Option } from "effect"
import type { InstallationTrouble } from "./InstallationTrouble.ts"

/** Not done, and certainly without effect: throttled, or not reached. May pass. */
export class PlatformBusy extends Schema.TaggedError<PlatformBusy>()("PlatformBusy", {
  reason: Schema.String,
  /** What the platform asked to wait, in milliseconds. */
  afterMillis: Schema.optionalKey(Schema.Int)
}) {}

/** No answer, or an inconclusive one (time-out, reset, 5xx): it may have taken effect. */
export class PlatformUncertain extends Schema.TaggedError<PlatformUncertain>()("PlatformUncertain", {
  reason: Schema.String,
  afterMillis: Schema.optionalKey(Schema.Int)
}) {}

/** Refused; asking again without a change would be refused again. */
export class PlatformRefused extends Schema.TaggedError<PlatformRefused>()("PlatformRefused", {
  reason: Schema.String,
  remedy: Schema.String
}) {}

/** The platform doesn't show or take something yet that it will in some minutes; nothing was changed. */
export class NotReadyYet extends Schema.TaggedError<NotReadyYet>()("NotReadyYet", {
  reason: Schema.String,
  afterMillis: Schema.optionalKey(Schema.Int)
}) {}

/** A group bears our key, but it isn't one that we made or that can carry a team. */
export class GroupUnusable extends Schema.TaggedError<GroupUnusable>()("GroupUnusable", {
  reason: Schema.String,
  remedy: Schema.String
}) {}

/** Neither the team nor its group is there, on one read. */
export class TeamNotFound extends Schema.TaggedError<TeamNotFound>()("TeamNotFound", {}) {}

/** The team has no owner, and this platform archives and unarchives only teams that have one. */
export class OwnerRequired extends Schema.TaggedError<OwnerRequired>()("OwnerRequired", {}) {}

/** What any call may come to. */
export type PlatformFailure = PlatformBusy | PlatformUncertain | PlatformRefused | InstallationTrouble

/** What became of each person in a call for many. People whose change failed transiently are in `unanswered`. */
export interface PeopleAnswer {
  readonly done: ReadonlyArray<PersonId>
  readonly refused: ReadonlyArray<RefusedPerson>
  readonly unanswered: ReadonlyArray<RefusedPerson>
}

/**
 * How the platform took an archive or unarchive. `Done`: it makes no operation of it. `Begun`: it is done only when the
 * operation says so; its name is opaque, and absent where the platform gave it none.
 */
export type Taken = { readonly _tag: "Done" } | { readonly _tag: "Begun"; readonly operation?: string }

/**
 * Teams on the chat platform. Every method is one step of the lifecycle: it makes as few calls as it can, retries
 * nothing by itself, may be repeated after any end, and says truly whether it may have taken effect.
 */
export class CollaborationPlatform extends Context.Service<
  CollaborationPlatform,
  {
    /**
     * The one group of `key`, found or made (private, with the owners as owners and members). Where none of the owners
     * can be bound, the first of the standby owners who can be is: the answer's `standIn`. `lookFirst`: somebody may
     * have made it, so find it before trying to make it; what was found is never renamed. NotReadyYet: something that
     * the platform doesn't show yet has the key; it may be our own group.
     */
    ensureGroup(request: {
      readonly key: TeamKey
      readonly name: string
      readonly description: string
      readonly owners: ReadonlyArray<Person>
      readonly standbyOwners: ReadonlyArray<Person>
      readonly lookFirst: boolean
    }): Effect.Effect<
      { readonly id: PlatformTeamId; readonly found: boolean; readonly standIn?: Person },
      GroupUnusable | NotReadyYet | PlatformFailure
    >
    /** A team on the group; `link` leads into it. A group that has a team is a success. */
    ensureTeam(
      id: PlatformTeamId
    ): Effect.Effect<{ readonly link: string }, NotReadyYet | TeamNotFound | PlatformFailure>
    /**
     * Makes the first of the candidates who can be an owner of the team one, adding them where needed; nobody where the
     * team has an owner. Answers with those who are owners afterward. PlatformRefused: none of them can be one.
     */
    ensureOwner(
      id: PlatformTeamId,
      candidates: ReadonlyArray<Person>
    ): Effect.Effect<ReadonlyArray<PersonId>, TeamNotFound | PlatformFailure>
    /**
     * At most 200 people. People who are in already are done. Also asked of an archived team: PlatformBusy where the platform
     * changes nobody's membership until it is open again.
     */
    addMembers(
      id: PlatformTeamId,
      people: ReadonlyArray<Person>
    ): Effect.Effect<PeopleAnswer, TeamNotFound | PlatformFailure>
    /** At most 20 people. People who aren't in are done. Of an archived team as in `addMembers`. */
    removeMembers(
      id: PlatformTeamId,
      people: ReadonlyArray<Person>
    ): Effect.Effect<PeopleAnswer, TeamNotFound | PlatformFailure>
    /** Installs the tenant's own app, where one is configured. */
    installApp(id: PlatformTeamId): Effect.Effect<void, TeamNotFound | PlatformFailure>
    /** Pins the Incident page in the team's main channel, exactly once, independent of what was pinned before. */
    pinPage(
      id: PlatformTeamId,
      page: { readonly title: string; readonly url: string }
    ): Effect.Effect<void, TeamNotFound | PlatformFailure>
    /** Name and description, as the team's members see them. */
    rename(
      id: PlatformTeamId,
      to: { readonly name: string; readonly description: string }
    ): Effect.Effect<void, TeamNotFound | PlatformFailure>
    /** Makes the team read-only for its members, and keeps it as it is: id, link, people, page, conversation. */
    archive(id: PlatformTeamId): Effect.Effect<Taken, OwnerRequired | TeamNotFound | PlatformFailure>
    /** As `archive`, the other way. */
    unarchive(id: PlatformTeamId): Effect.Effect<Taken, OwnerRequired | TeamNotFound | PlatformFailure>
    /** `vanished`: the platform doesn't know the operation (any more, or yet). */
    operation(
      id: PlatformTeamId,
      operation: string
    ): Effect.Effect<
      { readonly status: "running" | "succeeded" | "failed" | "vanished"; readonly reason?: string },
      PlatformFailure
    >
    /** The team's archived flag now, also while an operation is under way. */
    isArchived(id: PlatformTeamId): Effect.Effect<boolean, TeamNotFound | PlatformFailure>
    /** The team's state and members. TeamNotFound only if neither the team nor its group exists. */
    read(
      id: PlatformTeamId
    ): Effect.Effect<
      { readonly archived: boolean; readonly members: ReadonlyArray<Member> },
      TeamNotFound | PlatformFailure
    >
    /** When the platform deletes the team unless it is renewed; none where it doesn't do that. */
    expiresAt(id: PlatformTeamId): Effect.Effect<Option.Option<Timestamp>, TeamNotFound | PlatformFailure>
    /** Moves that date by a whole lifetime from now. Harmless for a team that doesn't expire. */
    renew(id: PlatformTeamId): Effect.Effect<void, TeamNotFound | PlatformFailure>
    /** The group that has `key` now, even if someone else created it. */
    findGroup(key: TeamKey): Effect.Effect<Option.Option<PlatformTeamId>, PlatformFailure>
    /** Brings a deleted team back under its id. TeamNotFound: it isn't kept, or not any more. */
    restore(id: PlatformTeamId): Effect.Effect<void, TeamNotFound | PlatformFailure>
  }
>()("@incident-teams/application/ports/CollaborationPlatform") {}
