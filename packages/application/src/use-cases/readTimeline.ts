import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { type EventFacts, needsHistory, timelineFacts } from "@incident-teams/domain/team/timelineFacts"
import { Effect, Schema } from "effect"
import type { Visitor } from "../ports/Session.ts"
import { type RecordedEvent, TeamStore } from "../ports/TeamStore.ts"
import { readableTeam } from "./getTeam.ts"

/** An event with everything that is to be told of it. */
export interface TimelineItem extends RecordedEvent {
  readonly facts: EventFacts
}

/** The team's history has no event at this position. */
export class NoSuchEvent extends Schema.TaggedError<NoSuchEvent>()("NoSuchEvent", { position: Schema.Int }) {}

/** Events read at a time while looking for those that are shown, or that name people and groups. */
const leastRead = 200

/**
 * What happened to a team, oldest first, after position `after` (0: from the beginning): at most `limit` events, of those
 * that `isShown` accepts. Default: of all.
 */
export const readTimeline = Effect.fn("readTimeline")(function* (
  visitor: Visitor,
  id: TeamId,
  after: number,
  limit: number,
  isShown: (event: TeamEvent) => boolean = () => true
) {
  yield* readableTeam(visitor, id)
  const store = yield* TeamStore
  const size = Math.max(limit, leastRead)
  const read: Array<RecordedEvent> = []
  let shown = 0
  for (;;) {
    const more = yield* store.timeline(id, read.at(-1)?.position ?? after, size)
    for (const recorded of more) {
      if (shown < limit) read.push(recorded)
      if (isShown(recorded.event)) shown += 1
    }
    if (shown >= limit || more.length < size) break
  }
  const items = yield* withFacts(id, read)
  return items.filter(({ event }) => isShown(event))
})

/** The event at `position`, for those of whom it speaks. */
export const readEvent = Effect.fn("readEvent")(function* (visitor: Visitor, id: TeamId, position: number) {
  yield* readableTeam(visitor, id)
  const store = yield* TeamStore
  const [item] = yield* withFacts(id, yield* store.timeline(id, position - 1, 1))
  return item?.position === position ? item : yield* new NoSuchEvent({ position })
})

/** Consecutive events with their facts. Earlier events are read only where these leave something to them. */
const withFacts = Effect.fnUntraced(function* (id: TeamId, events: ReadonlyArray<RecordedEvent>) {
  const [first] = events
  const before =
    first === undefined || first.position === 1 || !events.some(({ event }) => needsHistory(event))
      ? []
      : yield* eventsBefore(id, first.position)
  const facts = timelineFacts(
    events.map(({ event }) => event),
    before
  )
  return events.flatMap((recorded, index): ReadonlyArray<TimelineItem> => {
    const known = facts[index]
    return known === undefined ? [] : [{ ...recorded, facts: known }]
  })
})

const eventsBefore = Effect.fnUntraced(function* (id: TeamId, position: number) {
  const store = yield* TeamStore
  const events: Array<TeamEvent> = []
  let read = 0
  while (read < position - 1) {
    const more = yield* store.timeline(id, read, Math.min(leastRead, position - 1 - read))
    if (more.length === 0) break
    for (const { event } of more) events.push(event)
    read = more.at(-1)?.position ?? position
  }
  return events
})
