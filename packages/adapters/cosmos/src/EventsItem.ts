import type { RecordedEvent, TeamChange } from "@incident-teams/application/ports/TeamStore"
import { eventCodec } from "@incident-teams/application/records/TeamCodec"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { Option, Schema } from "effect"
import { itemAs, Recorded, recorded, valueOf } from "./storedRecord.ts"
import type { Counts } from "./TeamItem.ts"

/** Events of a commit, in one item as far as they fit; written once and never changed. */
const EventsItem = Schema.Struct({
  first: Schema.Int,
  events: Schema.Array(Recorded)
})

/** On the last item of each commit: what the change feed tells of it. */
const Changed = Schema.Struct({ team: TeamId, change: Schema.Struct({ from: Schema.Int, to: Schema.Int }) })

/** An item may have 2 MB (Cosmos DB); it is read and charged as a whole, so it stays far below. */
const bytesPerItem = 400_000

/** The items that hold a commit's events, the last of which tells of the commit: there is one without events, too. */
export const eventsItems = (id: TeamId, events: ReadonlyArray<TeamEvent>, before: Counts) => {
  const from = before.events + 1
  const to = before.events + events.length
  const number = String(before.commits + 1).padStart(9, "0")
  const pages = inPages(events.map((event) => recorded(eventCodec, event)))
  let first = from
  return pages.map((page, index) => {
    const isLast = index === pages.length - 1
    const item = {
      id: isLast ? `commit-${number}` : `commit-${number}-${index}`,
      team: id,
      first,
      events: page,
      // Queried for; an item without events has none.
      ...(page.length === 0 ? {} : { last: first + page.length - 1 }),
      ...(isLast ? { change: { from, to } } : {})
    }
    first += page.length
    return item
  })
}

/** In order, at least one. */
const inPages = <A>(records: ReadonlyArray<A>): ReadonlyArray<ReadonlyArray<A>> => {
  const pages: Array<Array<A>> = [[]]
  let bytes = 0
  for (const record of records) {
    const size = Buffer.byteLength(JSON.stringify(record))
    if (bytes + size > bytesPerItem && bytes > 0) {
      pages.push([])
      bytes = 0
    }
    pages.at(-1)?.push(record)
    bytes += size
  }
  return pages
}

/** The events in an item. */
export const eventsIn = (id: TeamId, item: unknown): ReadonlyArray<RecordedEvent> => {
  const { first, events } = itemAs("events", EventsItem, id, item)
  return events.map((one, index) => ({ position: first + index, event: valueOf(eventCodec, id, one) }))
}

/** What an item of the change feed tells of a commit; none for any other item. */
export const changeIn = (item: unknown): Option.Option<Omit<TeamChange, "cursor">> =>
  Option.map(Schema.decodeUnknownOption(Changed)(item), ({ team, change }) => ({ team, ...change }))
