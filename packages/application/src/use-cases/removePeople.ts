import type { GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { Person } from "@incident-teams/domain/team/Person"
import { broughtOnlyBy, roster } from "@incident-teams/domain/team/Roster"
import type { TeamCommand } from "@incident-teams/domain/team/TeamCommand"
import { Effect, Option } from "effect"
import { changeTeamBy } from "../changes/decideAndCommit.ts"
import type { Session } from "../ports/Session.ts"
import { TeamStore } from "../ports/TeamStore.ts"
import { changeableTeam } from "./changeableTeam.ts"
import { UnknownGroups, UnknownPeople } from "./named.ts"
import { actorOf } from "./standing.ts"

export interface RemovePeople {
  readonly people: ReadonlyArray<PersonId>
  /** People who are in the team only because of these groups are removed too. */
  readonly groups: ReadonlyArray<GroupId>
}

/** Removes people who were asked for here or added in Teams by hand. */
export const removePeople = Effect.fn("removePeople")(function* (session: Session, id: TeamId, request: RemovePeople) {
  yield* changeableTeam(session, id)
  const store = yield* TeamStore
  return yield* changeTeamBy(
    id,
    Effect.fnUntraced(function* (stored, at) {
      const chunks = yield* store.chunks(id)
      const entries = roster(chunks)
      const seen = Option.match(yield* store.roster(id), { onNone: () => [], onSome: ({ members }) => members })
      const known = new Map<PersonId, Person>([
        ...[...stored.team.people.owners, ...stored.team.people.standbyOwners].map(
          (person) => [person.id, person] as const
        ),
        ...entries.map(({ person }) => [person.id, person] as const),
        ...seen.map(({ id: member, name }) => [member, { id: member, name }] as const)
      ])
      const [unknown, ...more] = new Set(request.people.filter((person) => !known.has(person)))
      if (unknown !== undefined) return yield* new UnknownPeople({ field: "people", ids: [unknown, ...more] })
      const asked = new Set([
        ...stored.team.people.groups.map((group) => group.id),
        ...chunks.flatMap(({ group }) => group ?? [])
      ])
      const [unknownGroup, ...moreGroups] = new Set(request.groups.filter((group) => !asked.has(group)))
      if (unknownGroup !== undefined) return yield* new UnknownGroups({ ids: [unknownGroup, ...moreGroups] })
      const leaves = broughtOnlyBy(entries, request.groups, (group) =>
        stored.team.people.groups.some(({ id: kept }) => kept === group)
      )
      const command: TeamCommand = {
        _tag: "RemovePeople",
        people: request.people.flatMap((person) => known.get(person) ?? []),
        groups: request.groups.map((group) => ({
          id: group,
          people: leaves.filter(({ groups }) => groups.includes(group)).map(({ person }) => person)
        })),
        by: actorOf(session),
        at
      }
      return { commands: [command] }
    })
  )
})
