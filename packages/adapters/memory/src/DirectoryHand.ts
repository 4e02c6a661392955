import type { DirectoryGroup, DirectoryPerson, DirectoryUnavailable } from "@incident-teams/application/ports/Directory"
import type { GroupId } from "@incident-teams/domain/ids/GroupId"
import type { PersonId } from "@incident-teams/domain/ids/PersonId"
import { Context } from "effect"

/** A group with what is directly in it: people, and groups. Ids that nobody bears are left out of every answer. */
export interface MemoryGroup extends DirectoryGroup {
  readonly members: ReadonlyArray<PersonId | GroupId>
}

/** The directory's administrator, behind the port's back. */
export class DirectoryHand extends Context.Service<
  DirectoryHand,
  {
    /** Adds a person or replaces what is known of one. */
    readonly putPerson: (person: DirectoryPerson) => void
    readonly putGroup: (group: MemoryGroup) => void
    readonly remove: (id: PersonId | GroupId) => void
    /** The next `times` (default 1) calls of the port fail with `error`. */
    readonly failNext: (error: DirectoryUnavailable, times?: number) => void
    /** How many times the port was asked. */
    readonly asked: () => number
  }
>()("@incident-teams/adapter-memory/DirectoryHand") {}
