import type { GroupId } from "../../ids/GroupId.ts"
import type { Timestamp } from "../../ids/Timestamp.ts"
import type { RefusedPerson } from "../Outcome.ts"
import type { Actor, Person } from "../Person.ts"
import { peoplePerAdd, peoplePerRemove } from "../Team.ts"
import type { EventOf } from "../TeamEvent.ts"

/** People to add or remove, in chunks that the platform takes in one call, numbered from `first`. */
export const chunks = (
  first: number,
  kind: "add" | "remove",
  people: ReadonlyArray<Person>,
  by: Actor,
  at: Timestamp,
  from: {
    readonly group?: GroupId
    readonly refused?: ReadonlyArray<RefusedPerson>
    readonly mentioned?: ReadonlyArray<Person>
  } = {}
): ReadonlyArray<EventOf<"PeopleRequested">> => {
  const size = kind === "add" ? peoplePerAdd : peoplePerRemove
  const once = distinct(people)
  const refused = from.refused ?? []
  const mentioned = from.mentioned ?? []
  const count = Math.ceil(Math.max(once.length, refused.length, mentioned.length) / size)
  return Array.from({ length: count }, (_, index) => ({
    _tag: "PeopleRequested",
    chunk: first + index,
    kind,
    ...(from.group === undefined ? {} : { group: from.group }),
    people: once.slice(index * size, (index + 1) * size),
    refused: refused.slice(index * size, (index + 1) * size),
    ...(mentioned.length === 0 ? {} : { mentioned: mentioned.slice(index * size, (index + 1) * size) }),
    by,
    at
  }))
}

/** Each person once, under the name that was said first. */
export const distinct = (people: ReadonlyArray<Person>): ReadonlyArray<Person> => [
  ...people
    .reduce((seen, person) => (seen.has(person.id) ? seen : seen.set(person.id, person)), new Map<string, Person>())
    .values()
]
