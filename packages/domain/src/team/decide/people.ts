import { defined } from "../../defined.ts"
import type { GroupId, PersonId } from "../../ids/directoryIds.ts"
import type { RefusedPerson } from "../Outcome.ts"
import type { Actor, Person } from "../Person.ts"
import { groupsPerTeam, peoplePerAdd, peoplePerRemove, peoplePerTeam, type Team } from "../Team.ts"
import type { CommandOf } from "../TeamCommand.ts"
import { LastOwnerStays, NobodyNamed, TeamIsLost, TooManyGroups, TooManyPeople } from "../TeamRejection.ts"
import { type Decision, type Happening, happens, nothingHappens, refuse } from "./Decision.ts"

/** Someone who left is added again when they are requested again. A person who is added needs no decision on their request. */
export const addPeople = (command: CommandOf<"AddPeople">, team: Team): Decision => {
  if (team.phase === "lost") return refuse(new TeamIsLost())
  const { by, refused } = command
  const people = distinct(command.people)
  const groups = distinct(command.groups)
  if (people.length + groups.length + refused.length === 0) return refuse(new NobodyNamed())
  const asked = Math.max(team.people.membersSeen, team.people.owners.length) + waitingIn(team) + people.length
  if (asked > peoplePerTeam) return refuse(new TooManyPeople({ asked, limit: peoplePerTeam }))
  const all = new Set([...team.people.groups, ...groups].map((group) => group.id))
  if (all.size > groupsPerTeam) return refuse(new TooManyGroups({ asked: all.size, limit: groupsPerTeam }))
  const added = new Set(people.map(({ id }) => id))
  return happens(
    ...team.people.accessRequests
      .filter(({ person }) => added.has(person.id))
      .map(({ id, person }): Happening => ({ _tag: "AccessDecided", request: id, person, approved: true, by })),
    ...inChunks(team.people.nextChunk, "add", people, by, { refused }),
    ...groups.map((group): Happening => ({ _tag: "GroupRequested", group, by }))
  )
}

/** Removes everyone it names, however they were added; an owner only while another one stays. */
export const removePeople = (command: CommandOf<"RemovePeople">, team: Team): Decision => {
  if (team.phase === "lost") return refuse(new TeamIsLost())
  const { by } = command
  const people = distinct(command.people)
  const groups = distinct(command.groups)
  if (people.length + groups.length === 0) return refuse(new NobodyNamed())
  const leaving = new Set([...people, ...groups.flatMap((group) => group.people)].map((person) => person.id))
  const { ownersSeen } = team.people
  const owner = ownersSeen.find((id) => leaving.has(id))
  if (owner !== undefined && ownersSeen.every((id) => leaving.has(id))) return refuse(new LastOwnerStays({ owner }))
  const events: Array<Happening> = groups
    .filter(({ id }) => team.people.groups.some((group) => group.id === id))
    .map(({ id }) => ({ _tag: "GroupDropped", group: id, by }))
  let next = team.people.nextChunk
  const left = new Set<PersonId>()
  const remove = (some: ReadonlyArray<Person>, group?: GroupId) => {
    const still = some.filter(({ id }) => !left.has(id))
    const chunks = inChunks(next, "remove", still, by, defined({ group }))
    next += chunks.length
    for (const { id } of still) left.add(id)
    events.push(...chunks)
  }
  remove(people)
  for (const group of groups) remove(group.people, group.id)
  return happens(...events)
}

export const renameTeam = (command: CommandOf<"RenameTeam">, team: Team): Decision => {
  if (team.phase === "lost") return refuse(new TeamIsLost())
  const { name = team.name, description = team.description, by } = command
  return name === team.name && description === team.description
    ? nothingHappens
    : happens({ _tag: "RenameRequested", name, description, by })
}

/** How many people are still to be added. */
export const waitingIn = (team: Team): number =>
  team.people.openChunks.reduce((sum, chunk) => (chunk.kind === "add" ? sum + chunk.left : sum), 0)

/** People to add or remove, in chunks that the platform takes in one call, numbered from `first`. */
export const inChunks = (
  first: number,
  kind: "add" | "remove",
  people: ReadonlyArray<Person>,
  by: Actor,
  from: {
    readonly group?: GroupId
    readonly refused?: ReadonlyArray<RefusedPerson>
    readonly mentioned?: ReadonlyArray<Person>
    /** Of these people and of others. */
    readonly favorites?: ReadonlyArray<string>
  } = {}
): ReadonlyArray<Happening> => {
  const { group, refused = [], mentioned = [], favorites = [] } = from
  const size = kind === "add" ? peoplePerAdd : peoplePerRemove
  const once = distinct(people)
  const count = Math.ceil(Math.max(once.length, refused.length, mentioned.length) / size)
  return Array.from({ length: count }, (_, index): Happening => {
    const part = <A>(all: ReadonlyArray<A>): ReadonlyArray<A> => all.slice(index * size, (index + 1) * size)
    const starred = [...part(once), ...part(refused)].flatMap(({ id }) => (favorites.includes(id) ? [id] : []))
    return {
      _tag: "PeopleRequested",
      ...defined({
        chunk: first + index,
        kind,
        group,
        people: part(once),
        refused: part(refused),
        mentioned: mentioned.length === 0 ? undefined : part(mentioned),
        favorites: starred.length === 0 ? undefined : starred,
        by
      })
    }
  })
}

/** Each person or group once, under the first name that was given. */
export const distinct = <A extends { readonly id: string }>(all: ReadonlyArray<A>): ReadonlyArray<A> => [
  ...all.reduce((seen, one) => (seen.has(one.id) ? seen : seen.set(one.id, one)), new Map<string, A>()).values()
]
