import type { PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import type { TeamKey } from "@incident-teams/domain/naming/TeamKey"
import type { Member } from "@incident-teams/domain/team/Member"
import type { Person } from "@incident-teams/domain/team/Person"
import { Context, type Effect } from "effect"
import type { CollaborationPlatform } from "../ports/CollaborationPlatform.ts"

/** A team as the platform holds it, which reads of it may not show yet. */
export interface StagedTeam {
  readonly id: PlatformTeamId
  readonly name: string
  readonly archived: boolean
  readonly members: ReadonlyArray<Pick<Member, "id" | "role">>
  /** Addresses of the pinned pages. */
  readonly pages: ReadonlyArray<string>
}

/** The methods of which an answer can be lost. */
export type CreatingMethod = Extract<
  keyof CollaborationPlatform["Service"],
  "ensureGroup" | "ensureTeam" | "addMembers" | "pinPage" | "archive"
>

/**
 * The platform behind the port while `collaborationPlatformContract` runs: who is there, and hands that change it
 * behind the port's back. Times are platform time.
 */
export class PlatformStage extends Context.Service<
  PlatformStage,
  {
    /** Can own teams. */
    readonly owner: Person
    /** Can own teams too. */
    readonly standby: Person
    /** 200 plain people whom every team takes, neither `owner` nor `standby` among them. */
    readonly crowd: ReadonlyArray<Person>
    /** A guest of the tenant, whom every team takes. */
    readonly guest: Person
    /** In no team ever: a disabled account, say. */
    readonly refused: Person
    /** Not there any more: a deleted account. */
    readonly nobody: Person
    /** How long a group takes until it carries a team, at most. 0: there is no such time. */
    readonly groupReadyAfter: number
    /** How long an archive or unarchive takes, at most. 0: it is done when the call is answered. */
    readonly operationTakes: number
    /** Whether only a team with an owner can be archived and unarchived. */
    readonly needsOwner: boolean
    /** Whether people can be added to and removed from an archived team; else the platform is busy until it is open. */
    readonly archivedTakesPeople: boolean
    /** Whether a deleted team can be restored. */
    readonly keepsDeleted: boolean
    /** How long a change of the roster takes until reads show it, at most. */
    readonly rosterLag: number
    /** Lets so much platform time pass: by waiting, or by moving the platform's clock. */
    pass(millis: number): Effect.Effect<void>
    /** Meanwhile archive and unarchive take so long that a test can observe one while it runs. */
    duringSlowOperations<A, E, R>(test: Effect.Effect<A, E, R>): Effect.Effect<A, E, R>
    /** Every live team and group of a key; there must never be two. */
    bearing(key: TeamKey): Effect.Effect<ReadonlyArray<PlatformTeamId>>
    /** The team with its group, as an administrator sees it. */
    team(id: PlatformTeamId): Effect.Effect<StagedTeam>
    /** A group of a stranger that bears the key but isn't ours. */
    strangersGroup(key: TeamKey): Effect.Effect<void>
    /** Archives as a person does, and waits until it is done. */
    archive(id: PlatformTeamId): Effect.Effect<void>
    /** Renames as a person does. */
    rename(id: PlatformTeamId, name: string): Effect.Effect<void>
    /** Deletes team and group as a person does. */
    delete(id: PlatformTeamId): Effect.Effect<void>
    /** Deletes for good. */
    purge(id: PlatformTeamId): Effect.Effect<void>
    /** Adds a member as a person does. */
    add(id: PlatformTeamId, person: Person): Effect.Effect<void>
    /** Owners too, also the last one. */
    remove(id: PlatformTeamId, person: PersonId): Effect.Effect<void>
    /**
     * From now on teams are deleted so long after they were made or last renewed, where the platform does such a thing;
     * at least 30 days.
     */
    expireAfter(millis: number): Effect.Effect<void>
    /** Whether it does. */
    readonly expires: boolean
    /** Takes away the Incident page as a person does. */
    unpin(id: PlatformTeamId): Effect.Effect<void>
    /** The next writing call of this method has its effect, but its answer is lost. */
    loseAnswer(method: CreatingMethod): Effect.Effect<void>
    /** The next call of this method is turned away without effect; the platform asks to wait `afterMillis`. */
    throttle(method: CreatingMethod, afterMillis: number): Effect.Effect<void>
  }
>()("@incident-teams/application/testing/PlatformStage") {}
