import { GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { RefusedPerson } from "@incident-teams/domain/team/Outcome"
import type { Group, Person } from "@incident-teams/domain/team/Person"
import { groupsPerTeam, peoplePerGroup, peoplePerTeam } from "@incident-teams/domain/team/Team"
import { TooManyGroups, TooManyPeople } from "@incident-teams/domain/team/TeamRejection"
import { Array as Arr, Effect, Schema } from "effect"
import type { Warning } from "../changes/RequestKey.ts"
import { Directory, type DirectoryPerson } from "../ports/Directory.ts"

/** Refused: these people aren't in the directory. */
export class UnknownPeople extends Schema.TaggedError<UnknownPeople>()("UnknownPeople", {
  field: Schema.String,
  ids: Schema.NonEmptyArray(PersonId)
}) {}

/** Refused: these groups aren't in the directory. */
export class UnknownGroups extends Schema.TaggedError<UnknownGroups>()("UnknownGroups", {
  ids: Schema.NonEmptyArray(GroupId)
}) {}

/** Refused: Teams doesn't take groups of this size. Remedy: a smaller group, or people one by one. */
export class GroupTooLarge extends Schema.TaggedError<GroupTooLarge>()("GroupTooLarge", {
  id: GroupId,
  name: Schema.String,
  people: Schema.Int,
  limit: Schema.Int
}) {}

export interface NamedPeople {
  readonly people: ReadonlyArray<Person>
  /** Can't be members: recorded with the reason, and the others go on. */
  readonly refused: ReadonlyArray<RefusedPerson>
  readonly warnings: ReadonlyArray<Warning>
}

/** Why a person can't be put into a team; undefined if nothing speaks against it. */
export const refusalOf = (person: DirectoryPerson): string | undefined =>
  person.enabled ? undefined : "The account is disabled."

/** What is to be known about a person who can be put into a team. */
export const warningOf = (person: DirectoryPerson): string | undefined =>
  person.licensed === false ? "Has no Teams license: the person is added but can't open Teams without one." : undefined

/** The directory's own limit. */
const peoplePerQuestion = 1_000

/** The people behind ids that a caller gave, as the directory knows them now. `field`: where the ids came from. */
export const namedPeople = Effect.fnUntraced(function* (ids: ReadonlyArray<PersonId>, field: string) {
  if (ids.length === 0) return { people: [], refused: [], warnings: [] } satisfies NamedPeople
  const once = [...new Set(ids)]
  if (once.length > peoplePerTeam) return yield* new TooManyPeople({ asked: once.length, limit: peoplePerTeam })
  const directory = yield* Directory
  const known = (yield* Effect.forEach(Arr.chunksOf(once, peoplePerQuestion), (some) => directory.people(some))).flat()
  const there = new Set(known.map(({ id }) => id))
  const [first, ...rest] = once.filter((id) => !there.has(id))
  if (first !== undefined) return yield* new UnknownPeople({ field, ids: [first, ...rest] })
  const named: NamedPeople = {
    people: known.filter((person) => refusalOf(person) === undefined).map(asPerson),
    refused: known.flatMap((person) => {
      const reason = refusalOf(person)
      return reason === undefined ? [] : [{ ...asPerson(person), reason }]
    }),
    warnings: known.flatMap((person) => {
      const problem = refusalOf(person) === undefined ? warningOf(person) : undefined
      return problem === undefined ? [] : [{ person: asPerson(person), problem }]
    })
  }
  return named
})

/** People who were named some time ago: who can be put into a team now, and who was deleted or disabled since. */
export const asKnownNow = Effect.fnUntraced(function* (people: ReadonlyArray<Person>) {
  const directory = yield* Directory
  const known = (yield* Effect.forEach(Arr.chunksOf(people, peoplePerQuestion), (some) =>
    directory.people(some.map(({ id }) => id))
  )).flat()
  const now = new Map(known.map((person) => [person.id, person]))
  const refused = people.flatMap((person): ReadonlyArray<RefusedPerson> => {
    const found = now.get(person.id)
    const reason = found === undefined ? "The account isn't in the directory any more." : refusalOf(found)
    return reason === undefined ? [] : [{ ...asPerson(found ?? person), reason }]
  })
  const out = new Set(refused.map(({ id }) => id))
  return { people: people.filter(({ id }) => !out.has(id)), refused }
})

export const asPerson = ({ id, name }: Person): Person => ({ id, name })

/** The groups behind ids that a caller gave, none of them too large to be put into a team. */
export const namedGroups = Effect.fnUntraced(function* (ids: ReadonlyArray<GroupId>) {
  const directory = yield* Directory
  const once = [...new Set(ids)]
  if (once.length === 0) return []
  if (once.length > groupsPerTeam) return yield* new TooManyGroups({ asked: once.length, limit: groupsPerTeam })
  const known = yield* directory.groups(once)
  const [first, ...rest] = once.filter((id) => !known.some((group) => group.id === id))
  if (first !== undefined) return yield* new UnknownGroups({ ids: [first, ...rest] })
  return yield* Effect.forEach(
    known,
    Effect.fnUntraced(function* ({ id, name }) {
      const people = yield* Effect.catchTag(directory.memberCount(id), "GroupNotFound", () =>
        Effect.fail(new UnknownGroups({ ids: [id] }))
      )
      if (people > peoplePerGroup) return yield* new GroupTooLarge({ id, name, people, limit: peoplePerGroup })
      const group: Group = { id, name }
      return group
    }),
    { concurrency: 4 }
  )
})
