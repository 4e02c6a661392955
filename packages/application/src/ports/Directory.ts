import { GroupId, type PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { NamingAttributes } from "@incident-teams/domain/policy/NamingPolicy"
import type { RefusedPerson } from "@incident-teams/domain/team/Outcome"
import type { Person } from "@incident-teams/domain/team/Person"
import { Context, type Effect, type Option, Schema } from "effect"
import { InstallationTrouble } from "./InstallationTrouble.ts"

/** The directory can't be asked right now. May pass; `trouble`: only once the installation was mended. */
export class DirectoryUnavailable extends Schema.TaggedError<DirectoryUnavailable>()("DirectoryUnavailable", {
  reason: Schema.String,
  trouble: Schema.optionalKey(InstallationTrouble),
  afterMillis: Schema.optionalKey(Schema.Int),
  cause: Schema.Defect()
}) {}

/** No such group, or it may not be read. */
export class GroupNotFound extends Schema.TaggedError<GroupNotFound>()("GroupNotFound", { id: GroupId }) {}

/** A person in the directory, with what is checked before they are added to a team. */
export interface DirectoryPerson extends Person {
  readonly userPrincipalName: string
  readonly mail?: string
  readonly jobTitle?: string
  readonly guest: boolean
  /** False: the account is disabled and can't be a member. */
  readonly enabled: boolean
  /** False: no Teams license; may be added, can't open Teams. Absent where it wasn't asked for. */
  readonly licensed?: boolean
  /** What a naming policy may speak of. */
  readonly attributes: NamingAttributes
}

export interface DirectoryGroup {
  readonly id: GroupId
  readonly name: string
  readonly description?: string
  readonly mail?: string
}

/** People and groups of the tenant. */
export class Directory extends Context.Service<
  Directory,
  {
    /** People whose name or address begins with `text`, at most `limit` (1 to 50). */
    searchPeople(text: string, limit: number): Effect.Effect<ReadonlyArray<DirectoryPerson>, DirectoryUnavailable>
    /** Groups whose name or address begins with `text`, at most `limit` (1 to 50). */
    searchGroups(text: string, limit: number): Effect.Effect<ReadonlyArray<DirectoryGroup>, DirectoryUnavailable>
    /** Those that exist, with licenses; in any order. At most 1,000 ids. */
    people(ids: ReadonlyArray<PersonId>): Effect.Effect<ReadonlyArray<DirectoryPerson>, DirectoryUnavailable>
    /** Those that exist; in any order. */
    groups(ids: ReadonlyArray<GroupId>): Effect.Effect<ReadonlyArray<DirectoryGroup>, DirectoryUnavailable>
    /**
     * How many people are in a group, nested groups included, each once. Of a group with more than a team may take from it
     * (3,500), changes of the last minutes may be missing.
     */
    memberCount(id: GroupId): Effect.Effect<number, GroupNotFound | DirectoryUnavailable>
    /**
     * Everybody in a group, nested groups included, each once. `refused`: those who can't be members, such as disabled
     * accounts, with the reason; what isn't a person (devices, applications) is left out.
     */
    membersOf(
      id: GroupId
    ): Effect.Effect<
      { readonly people: ReadonlyArray<Person>; readonly refused: ReadonlyArray<RefusedPerson> },
      GroupNotFound | DirectoryUnavailable
    >
    /** Which of `groups` (at most 20) the person is in, nested groups included. */
    memberOf(
      person: PersonId,
      groups: ReadonlyArray<GroupId>
    ): Effect.Effect<ReadonlyArray<GroupId>, DirectoryUnavailable>
    /** One person with licenses; none when there is no such account. */
    person(id: PersonId): Effect.Effect<Option.Option<DirectoryPerson>, DirectoryUnavailable>
  }
>()("@incident-teams/application/ports/Directory") {}
