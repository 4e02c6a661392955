import { Result } from "effect"
import type { GroupId, PersonId } from "../ids/directoryIds.ts"
import type { PeopleChunk, Standing } from "./PeopleChunk.ts"
import type { Person } from "./Person.ts"
import { ownersOf, peoplePerTeam, type Team } from "./Team.ts"
import { TooManyPeopleTogether } from "./TeamRejection.ts"

/** A person who was requested, with the latest request about them. */
export interface RosterEntry {
  readonly person: Person
  /** Whether they were last added or removed. */
  readonly kind: "add" | "remove"
  readonly standing: Exclude<Standing, { readonly _tag: "Mentioned" }>
  /** The groups that they came with; empty when they were only requested by name, or removed. */
  readonly groups: ReadonlyArray<GroupId>
  /** Requested by name since they were last removed. */
  readonly byName: boolean
}

/** Everyone who was ever requested, in the order in which they were first named. The latest chunk counts. */
export const roster = (chunks: ReadonlyArray<PeopleChunk>): ReadonlyArray<RosterEntry> => {
  const entries = new Map<PersonId, RosterEntry>()
  for (const chunk of chunks.toSorted((a, b) => a.chunk - b.chunk)) {
    for (const { id, name, standing } of chunk.people) {
      const before = entries.get(id)
      if (standing._tag === "Mentioned") {
        // Someone removed since then stays removed.
        if (before?.kind === "add") entries.set(id, { ...before, groups: including(before.groups, chunk.group) })
        continue
      }
      const since = chunk.kind === "remove" || before === undefined ? none : before
      entries.set(id, {
        person: { id, name: name === "" ? (before?.person.name ?? name) : name },
        kind: chunk.kind,
        standing,
        groups: chunk.kind === "remove" ? [] : including(since.groups, chunk.group),
        byName: since.byName || (chunk.kind === "add" && chunk.group === undefined)
      })
    }
  }
  return [...entries.values()]
}

const none = { groups: [], byName: false }

const including = (groups: ReadonlyArray<GroupId>, group: GroupId | undefined): ReadonlyArray<GroupId> =>
  group === undefined || groups.includes(group) ? groups : [...groups, group]

/** Who should be in the team: added last, refused or not. */
export const meantToBeIn = (entries: ReadonlyArray<RosterEntry>): ReadonlyArray<Person> =>
  entries.filter((entry) => entry.kind === "add").map((entry) => entry.person)

/** Each once: its owners, who should be in it, and who is `seen` there. */
export const everyoneOf = (
  team: Team,
  entries: ReadonlyArray<RosterEntry>,
  seen: ReadonlyArray<Person>
): ReadonlyArray<Person> => {
  const all = [...ownersOf(team), ...meantToBeIn(entries), ...seen]
  return [...new Map(all.map(({ id, name }) => [id, { id, name }])).values()]
}

/** Refuses to put the people of two teams, each once, into one that can't have so many. */
export const fitsInOneTeam = (
  some: ReadonlyArray<Person>,
  others: ReadonlyArray<Person>
): Result.Result<void, TooManyPeopleTogether> => {
  const asked = new Set([...some, ...others].map(({ id }) => id)).size
  return asked > peoplePerTeam ? Result.fail(new TooManyPeopleTogether({ asked, limit: peoplePerTeam })) : Result.void
}

/** Who leaves with these groups: people who came with one of them, and neither by name nor with a group that `stays`. */
export const broughtOnlyBy = (
  entries: ReadonlyArray<RosterEntry>,
  groups: ReadonlyArray<GroupId>,
  stays: (group: GroupId) => boolean
): ReadonlyArray<RosterEntry> =>
  entries.filter(
    (entry) =>
      !entry.byName &&
      entry.groups.some((group) => groups.includes(group)) &&
      !entry.groups.some((group) => !groups.includes(group) && stays(group))
  )

/** The people whom the platform or the directory refused, by name and with the reason. */
export const refusals = (
  entries: ReadonlyArray<RosterEntry>
): ReadonlyArray<{ readonly person: Person; readonly kind: "add" | "remove"; readonly reason: string }> =>
  entries.flatMap(({ person, kind, standing }) =>
    standing._tag === "Refused" ? [{ person, kind, reason: standing.reason }] : []
  )
