import { defined } from "../defined.ts"
import type { Timestamp } from "../ids/Timestamp.ts"
import { closeAttempt, forgetWaits, withPeople } from "./change.ts"
import { done, pending, refused, type Task } from "./Task.ts"
import {
  type AccessDenial,
  denialShownFor,
  denialsRemembered,
  type OpenChunk,
  type Team,
  type TeamPeople,
  triesAfter
} from "./Team.ts"
import type { EventOf } from "./TeamEvent.ts"

type PeopleEvent = EventOf<
  | "PeopleRequested"
  | "GroupRequested"
  | "GroupDropped"
  | "AccessRequested"
  | "AccessDecided"
  | "OwnersEnsured"
  | "GroupExpanded"
  | "ExpansionRefused"
  | "PeopleSettled"
>

/** What an event changes in the people of a team. */
export const changePeople = (team: Team, event: PeopleEvent): Team => {
  const { people } = team
  switch (event._tag) {
    case "PeopleRequested": {
      const { chunk, kind, people: requested } = event
      const added = new Set(kind === "add" ? requested.map(({ id }) => id) : [])
      return withPeople(team, {
        denials: denialsAmong(people, ({ person }) => !added.has(person)),
        nextChunk: Math.max(people.nextChunk, chunk + 1),
        openChunks:
          requested.length === 0
            ? people.openChunks
            : [...people.openChunks, { chunk, kind, left: requested.length, tries: 0 }]
      })
    }
    case "GroupRequested":
      return withPeople(team, {
        groups: [
          ...people.groups.filter((group) => group.id !== event.group.id),
          { ...event.group, by: event.by, expansion: pending }
        ]
      })
    case "GroupDropped":
      return withPeople(team, { groups: people.groups.filter((group) => group.id !== event.group) })
    case "AccessRequested":
      return withPeople(team, {
        accessRequests: [
          ...people.accessRequests,
          { id: event.request, person: event.person, reason: event.reason, askedAt: event.at }
        ]
      })
    case "AccessDecided": {
      const { request, person, approved, reason, askAgainAt, by, at } = event
      const others = denialsAmong(people, (denial) => denial.person !== person.id)
      return withPeople(team, {
        accessRequests: people.accessRequests.filter(({ id }) => id !== request),
        // Denials of former versions say nothing of when to ask again, and are in the timeline alone.
        denials:
          approved || askAgainAt === undefined
            ? others
            : lastDenials([
                ...(others ?? []),
                { request, person: person.id, by, ...defined({ reason }), deniedAt: at, askAgainAt }
              ])
      })
    }
    case "OwnersEnsured":
      return withPeople(closeAttempt(team), {
        ownersSeen: [...new Set([...people.ownersSeen, ...event.owners])],
        ownerMissing: false
      })
    case "GroupExpanded":
      return expand(team, event.group, done)
    case "ExpansionRefused":
      return expand(team, event.group, refused(event.reason))
    case "PeopleSettled":
      return withPeople(closeAttempt(team), { openChunks: settleChunk(people.openChunks, event) })
  }
}

/** A denial is forgotten with the first event after its time, and there is one a day. */
export const forgetDenials = (team: Team, now: Timestamp): Team =>
  team.people.denials === undefined
    ? team
    : withPeople(team, {
        denials: denialsAmong(
          team.people,
          ({ deniedAt, askAgainAt }) => Math.max(askAgainAt, deniedAt + denialShownFor) > now
        )
      })

type Denials = TeamPeople["denials"]

const denialsAmong = ({ denials }: TeamPeople, stays: (denial: AccessDenial) => boolean): Denials =>
  denials === undefined ? undefined : lastDenials(denials.filter(stays))

const lastDenials = (denials: ReadonlyArray<AccessDenial>): Denials => {
  const [first, ...rest] = denials.slice(-denialsRemembered)
  return first === undefined ? undefined : [first, ...rest]
}

const expand = (team: Team, id: string, expansion: Task): Team =>
  withPeople(forgetWaits(team, "ExpandGroup"), {
    groups: team.people.groups.map((group) => (group.id === id ? { ...group, expansion } : group))
  })

const settleChunk = (chunks: ReadonlyArray<OpenChunk>, event: EventOf<"PeopleSettled">): ReadonlyArray<OpenChunk> =>
  event.left === 0
    ? chunks.filter((chunk) => chunk.chunk !== event.chunk)
    : chunks.map((chunk) =>
        chunk.chunk === event.chunk
          ? { ...chunk, left: event.left, tries: triesAfter(chunk, event.done.length + event.refused.length) }
          : chunk
      )
