import type { PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import type { TeamKey } from "@incident-teams/domain/naming/TeamKey"
import type { Member } from "@incident-teams/domain/team/Member"
import type { Direction } from "@incident-teams/domain/team/Step"
import { Clock, Context, Effect } from "effect"
import type { Behavior, Ending, MemoryTeam } from "./platform/MemoryTeam.ts"
import type { MemoryTeams } from "./platform/MemoryTeams.ts"

/** A team as it is now, past every lag of reads. */
export type TeamTruth = Readonly<Omit<MemoryTeam, "members" | "archivedChangedAt">> & {
  readonly members: ReadonlyArray<Member>
}

/**
 * What people do in Teams itself, and how Teams behaves, behind the port's back. Dies where there is no such team: that
 * is a mistake of the test.
 */
export class PlatformHand extends Context.Service<
  PlatformHand,
  {
    /** Every group and team, deleted ones included until they are gone for good. */
    readonly teams: Effect.Effect<ReadonlyArray<TeamTruth>>
    team(id: PlatformTeamId): Effect.Effect<TeamTruth>
    archive(id: PlatformTeamId): Effect.Effect<void>
    unarchive(id: PlatformTeamId): Effect.Effect<void>
    /** Restorable for 30 days, if the platform keeps what is deleted. */
    delete(id: PlatformTeamId): Effect.Effect<void>
    restore(id: PlatformTeamId): Effect.Effect<void>
    /** Deleted for good, at once. */
    purge(id: PlatformTeamId): Effect.Effect<void>
    rename(id: PlatformTeamId, to: { readonly name: string; readonly description: string }): Effect.Effect<void>
    add(id: PlatformTeamId, member: Member): Effect.Effect<void>
    /** Owners too, also the last one: people leave. */
    remove(id: PlatformTeamId, person: PersonId): Effect.Effect<void>
    unpin(id: PlatformTeamId): Effect.Effect<void>
    /** A group that bears `key`, made by somebody else. */
    strangersGroup(key: TeamKey): Effect.Effect<PlatformTeamId>
    /** From now on the platform takes this person into no team. */
    refuse(person: PersonId, reason: string): Effect.Effect<void>
    /** From now on it takes this person again. */
    welcome(person: PersonId): Effect.Effect<void>
    /** This person is a guest of the tenant. */
    guest(person: PersonId): Effect.Effect<void>
    behave(change: Partial<Behavior>): Effect.Effect<void>
    /** The operation that the next archive or unarchive begins ends in this way. */
    endNext(direction: Direction, ending: Ending): Effect.Effect<void>
    /** From now on operations end as usual. */
    readonly endAsUsual: Effect.Effect<void>
  }
>()("@incident-teams/adapter-memory/PlatformHand") {}

const truthOf = ({ archivedChangedAt: _, members, ...team }: MemoryTeam): TeamTruth => ({
  ...team,
  tabs: [...team.tabs],
  members: [...members.values()]
})

export const handOf = (teams: MemoryTeams): PlatformHand["Service"] => {
  const by = <A>(act: (now: number) => A): Effect.Effect<A> =>
    Effect.map(Clock.currentTimeMillis, (now) => {
      teams.settle(now)
      return act(now)
    })

  const group = (id: PlatformTeamId): MemoryTeam => {
    const found = teams.all.get(id)
    if (found === undefined) throw new Error(`There is no group ${id}.`)
    return found
  }

  return PlatformHand.of({
    teams: by(() => [...teams.all.values()].map(truthOf)),
    team: (id) => by(() => truthOf(group(id))),
    archive: (id) => by((now) => teams.setArchived(group(id), true, now)),
    unarchive: (id) => by((now) => teams.setArchived(group(id), false, now)),
    delete: (id) =>
      by((now) => {
        if (teams.behavior.keepsDeleted) group(id).deletedAt = now
        else teams.all.delete(group(id).id)
      }),
    restore: (id) =>
      by(() => {
        group(id).deletedAt = undefined
      }),
    purge: (id) =>
      by(() => {
        teams.all.delete(group(id).id)
      }),
    rename: (id, to) =>
      by(() => {
        Object.assign(group(id), to)
      }),
    add: (id, member) =>
      by(() => {
        group(id).members.set(member.id, member)
      }),
    remove: (id, person) =>
      by(() => {
        group(id).members.delete(person)
      }),
    unpin: (id) =>
      by(() => {
        group(id).tabs.length = 0
      }),
    strangersGroup: (key) =>
      by((now) => teams.makeGroup({ key, name: "Somebody's", description: "", owners: [], usable: false }, now).id),
    refuse: (person, reason) =>
      by(() => {
        teams.refusals.set(person, reason)
      }),
    welcome: (person) =>
      by(() => {
        teams.refusals.delete(person)
      }),
    guest: (person) =>
      by(() => {
        teams.guests.add(person)
      }),
    behave: (change) =>
      by(() => {
        teams.behavior = { ...teams.behavior, ...change }
      }),
    endNext: (direction, ending) =>
      by(() => {
        teams.endings[direction].push(ending)
      }),
    endAsUsual: by(() => {
      teams.endings.archive.length = 0
      teams.endings.unarchive.length = 0
    })
  })
}
