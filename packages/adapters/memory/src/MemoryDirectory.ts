import {
  Directory,
  type DirectoryGroup,
  type DirectoryPerson,
  GroupNotFound
} from "@incident-teams/application/ports/Directory"
import type { GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import { Array as Arr, Context, Effect, Layer, Option } from "effect"

/** A group with what is directly in it: people, and groups. Ids that nobody has are left out of every answer. */
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
  }
>()("@incident-teams/adapter-memory/DirectoryHand") {}

/** A name matches by the beginning of any of its words, an address by its beginning. Case doesn't matter. */
const matches = (text: string, name: string, addresses: ReadonlyArray<string | undefined>): boolean => {
  const wanted = text.trim().toLowerCase()
  if (wanted === "") return false
  const whole = name.toLowerCase()
  return (
    whole.startsWith(wanted) ||
    whole.split(/\s+/u).some((word) => word.startsWith(wanted)) ||
    addresses.some((address) => address?.toLowerCase().startsWith(wanted))
  )
}

const byName = (one: { readonly name: string }, other: { readonly name: string }): number =>
  one.name.localeCompare(other.name)

const plain = ({ members: _, ...group }: MemoryGroup): DirectoryGroup => group

/** A directory that is simply known. Each build of the layer has one of its own. */
export const layer = (
  seed: { readonly people?: ReadonlyArray<DirectoryPerson>; readonly groups?: ReadonlyArray<MemoryGroup> } = {}
): Layer.Layer<Directory | DirectoryHand> =>
  Layer.effectContext(
    Effect.sync(() => {
      const people = new Map<string, DirectoryPerson>((seed.people ?? []).map((person) => [person.id, person]))
      const groups = new Map<string, MemoryGroup>((seed.groups ?? []).map((group) => [group.id, group]))

      /** Everybody in a group, nested groups included, each once; groups in circles are walked once. */
      const everybodyIn = (group: MemoryGroup, walked = new Set<GroupId>()): ReadonlyArray<DirectoryPerson> => {
        if (walked.has(group.id)) return []
        walked.add(group.id)
        const found = group.members.flatMap((id): ReadonlyArray<DirectoryPerson> => {
          const person = people.get(id)
          const nested = groups.get(id)
          return person === undefined ? (nested === undefined ? [] : everybodyIn(nested, walked)) : [person]
        })
        return Arr.dedupeWith(found, (one, other) => one.id === other.id)
      }

      const known = (id: GroupId): Effect.Effect<MemoryGroup, GroupNotFound> => {
        const group = groups.get(id)
        return group === undefined ? Effect.fail(new GroupNotFound({ id })) : Effect.succeed(group)
      }

      const directory = Directory.of({
        searchPeople: (text, limit) =>
          Effect.suspend(() =>
            Effect.succeed(
              [...people.values()]
                .filter(({ name, mail, userPrincipalName }) => matches(text, name, [mail, userPrincipalName]))
                .toSorted(byName)
                .slice(0, limit)
            )
          ),
        searchGroups: (text, limit) =>
          Effect.suspend(() =>
            Effect.succeed(
              [...groups.values()]
                .filter(({ name, mail }) => matches(text, name, [mail]))
                .toSorted(byName)
                .slice(0, limit)
                .map(plain)
            )
          ),
        people: (ids) => Effect.suspend(() => Effect.succeed(Arr.dedupe(ids).flatMap((id) => people.get(id) ?? []))),
        groups: (ids) =>
          Effect.suspend(() =>
            Effect.succeed(
              Arr.dedupe(ids).flatMap((id) => Option.toArray(Option.map(Option.fromUndefinedOr(groups.get(id)), plain)))
            )
          ),
        memberCount: (id) => Effect.suspend(() => Effect.map(known(id), (group) => everybodyIn(group).length)),
        membersOf: (id) =>
          Effect.suspend(() =>
            Effect.map(known(id), (group) => {
              const everybody = everybodyIn(group)
              return {
                people: everybody
                  .filter(({ enabled }) => enabled)
                  .map(({ id: person, name }) => ({ id: person, name })),
                refused: everybody
                  .filter(({ enabled }) => !enabled)
                  .map(({ id: person, name }) => ({
                    id: person,
                    name,
                    reason: "The account is disabled."
                  }))
              }
            })
          ),
        memberOf: (person, asking) =>
          Effect.suspend(() =>
            Effect.succeed(
              asking.filter((id) => {
                const group = groups.get(id)
                return group !== undefined && everybodyIn(group).some((member) => member.id === person)
              })
            )
          ),
        person: (id) => Effect.suspend(() => Effect.succeed(Option.fromUndefinedOr(people.get(id))))
      })

      const hand = DirectoryHand.of({
        putPerson: (person) => {
          people.set(person.id, person)
        },
        putGroup: (group) => {
          groups.set(group.id, group)
        },
        remove: (id) => {
          people.delete(id)
          groups.delete(id)
        }
      })

      return Context.make(Directory, directory).pipe(Context.add(DirectoryHand, hand))
    })
  )
