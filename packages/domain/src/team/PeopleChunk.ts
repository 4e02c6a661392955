import { Schema } from "effect"
import { defined } from "../defined.ts"
import { GroupId, PersonId } from "../ids/directoryIds.ts"
import type { Person } from "./Person.ts"
import type { TeamEvent } from "./TeamEvent.ts"

/**
 * The progress of one person: requested, done (added, or removed in a chunk of removals), or refused with the reason.
 * Mentioned: in this group too, but requested in another chunk, which has their progress.
 */
export const Standing = Schema.TaggedUnion({
  Asked: {},
  Done: {},
  Refused: { reason: Schema.String },
  Mentioned: {}
})
export type Standing = typeof Standing.Type

/**
 * People who were asked for together: an item of its own beside the team, committed with the events that change it.
 * At most 200 people to add or 20 to remove, the most that the platform takes in one call.
 */
export const PeopleChunk = Schema.Struct({
  chunk: Schema.Int,
  kind: Schema.Literals(["add", "remove"]),
  /** The group they came with, or leave with; absent when they were asked for by name. */
  group: Schema.optionalKey(GroupId),
  people: Schema.Array(Schema.Struct({ id: PersonId, name: Schema.String, standing: Standing }))
})
export type PeopleChunk = typeof PeopleChunk.Type

/** The chunks that `events` change, as they are afterward. Chunks that aren't named by an event are left out. */
export const changedChunks = (
  chunks: ReadonlyArray<PeopleChunk>,
  events: ReadonlyArray<TeamEvent>
): ReadonlyArray<PeopleChunk> => {
  const changed = new Map<number, PeopleChunk>()
  for (const event of events) {
    if (event._tag === "PeopleRequested") {
      changed.set(event.chunk, {
        chunk: event.chunk,
        kind: event.kind,
        ...defined({ group: event.group }),
        people: [
          ...event.people.map((person) => ({ ...person, standing: { _tag: "Asked" as const } })),
          ...event.refused.map(({ id, name, reason }) => ({
            id,
            name,
            standing: { _tag: "Refused" as const, reason }
          })),
          ...(event.mentioned ?? []).map((person) => ({ ...person, standing: { _tag: "Mentioned" as const } }))
        ]
      })
    } else if (event._tag === "PeopleSettled") {
      const before = changed.get(event.chunk) ?? chunks.find((chunk) => chunk.chunk === event.chunk)
      if (before !== undefined) changed.set(event.chunk, settled(before, event.done, event.refused))
    }
  }
  return [...changed.values()]
}

const settled = (
  chunk: PeopleChunk,
  done: ReadonlyArray<PersonId>,
  refused: ReadonlyArray<{ readonly id: PersonId; readonly reason: string }>
): PeopleChunk => ({
  ...chunk,
  people: chunk.people.map((person) => {
    const refusal = refused.find((other) => other.id === person.id)
    return refusal !== undefined
      ? { ...person, standing: { _tag: "Refused", reason: refusal.reason } }
      : done.includes(person.id)
        ? { ...person, standing: { _tag: "Done" } }
        : person
  })
})

/** The people whom the platform hasn't answered for yet. */
export const stillAsked = (chunk: PeopleChunk): ReadonlyArray<Person> =>
  chunk.people.flatMap(({ id, name, standing }) => (standing._tag === "Asked" ? [{ id, name }] : []))
