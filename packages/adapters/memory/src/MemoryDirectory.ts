import {
  Directory,
  type DirectoryGroup,
  type DirectoryPerson,
  type DirectoryUnavailable,
  GroupNotFound
} from "@incident-teams/application/ports/Directory"
import type { GroupId } from "@incident-teams/domain/ids/GroupId"
import { Array as Arr, Context, Effect, Layer, Option } from "effect"
import { DirectoryHand, type MemoryGroup } from "./DirectoryHand.ts"

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
      const failures: Array<DirectoryUnavailable> = []
      let asked = 0

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

      const answer = <A, E = never>(act: () => Effect.Effect<A, E>): Effect.Effect<A, E | DirectoryUnavailable> =>
        Effect.suspend((): Effect.Effect<A, E | DirectoryUnavailable> => {
          asked += 1
          const failure = failures.shift()
          return failure === undefined ? act() : Effect.fail(failure)
        })

      const known = (id: GroupId): Effect.Effect<MemoryGroup, GroupNotFound> => {
        const group = groups.get(id)
        return group === undefined ? Effect.fail(new GroupNotFound({ id })) : Effect.succeed(group)
      }

      const directory = Directory.of({
        searchPeople: (text, limit) =>
          answer(() =>
            Effect.succeed(
              [...people.values()]
                .filter(({ name, mail, userPrincipalName }) => matches(text, name, [mail, userPrincipalName]))
                .toSorted(byName)
                .slice(0, limit)
            )
          ),
        searchGroups: (text, limit) =>
          answer(() =>
            Effect.succeed(
              [...groups.values()]
                .filter(({ name, mail }) => matches(text, name, [mail]))
                .toSorted(byName)
                .slice(0, limit)
                .map(plain)
            )
          ),
        people: (ids) => answer(() => Effect.succeed(Arr.dedupe(ids).flatMap((id) => people.get(id) ?? []))),
        groups: (ids) =>
          answer(() =>
            Effect.succeed(
              Arr.dedupe(ids).flatMap((id) => Option.toArray(Option.map(Option.fromUndefinedOr(groups.get(id)), plain)))
            )
          ),
        memberCount: (id) => answer(() => Effect.map(known(id), (group) => everybodyIn(group).length)),
        membersOf: (id) =>
          answer(() =>
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
          answer(() =>
            Effect.succeed(
              asking.filter((id) => {
                const group = groups.get(id)
                return group !== undefined && everybodyIn(group).some((member) => member.id === person)
              })
            )
          ),
        person: (id) => answer(() => Effect.succeed(Option.fromUndefinedOr(people.get(id))))
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
        },
        failNext: (error, times = 1) => {
          for (let time = 0; time < times; time++) failures.push(error)
        },
        asked: () => asked
      })

      return Context.make(Directory, directory).pipe(Context.add(DirectoryHand, hand))
    })
  )
