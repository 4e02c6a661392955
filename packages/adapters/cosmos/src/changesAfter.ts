import {
  type Change,
  type IncidentState,
  type StoreUnavailable,
  type TeamChange,
  UnknownContinuation
} from "@incident-teams/application/ports/TeamStore"
import type { UnreadableRecord } from "@incident-teams/application/records/RecordCodec"
import { readable } from "@incident-teams/application/records/teamColumns"
import { Effect, Option, Result } from "effect"
import type { ChangeFeed, CosmosContainer } from "./CosmosContainer.ts"
import { changeIn } from "./EventsItem.ts"
import { cursorOf, placeOf } from "./feedCursor.ts"
import { stateIn } from "./IncidentItem.ts"
import { persistently } from "./wire/persistently.ts"

/** Items read at a time: a commit writes three or so, and a claim one that isn't told. */
const mostPerPage = 100
/** Followers whose place is kept open, so that going on costs nothing but the look itself. */
const mostOpen = 8

interface Open {
  readonly feed: ChangeFeed
  readonly pageSize: number
}

type Told = Omit<TeamChange, "cursor"> | Omit<IncidentState, "cursor">

const told = (item: unknown): Option.Option<Result.Result<Told, UnreadableRecord>> =>
  Option.orElse(Option.map(changeIn(item), Result.succeed<Told>), () => stateIn(item))

/**
 * Tells commits and states from the container's change feed. It has each item's latest version only, so that a team's own item
 * tells nothing of what was before; but each commit also writes an item that is never changed, and a batch's items stand
 * in the feed where the batch does. A change's cursor is the place before its page: who goes on from there is told
 * some of the page again.
 */
export const changesOf = (teams: CosmosContainer, teamsId: string) => {
  const open = new Map<string, Open>()

  const keep = (cursor: string, one: Open): void => {
    open.set(cursor, one)
    const [oldest] = open.keys()
    if (open.size > mostOpen && oldest !== undefined) open.delete(oldest)
  }

  const fromNow = Effect.gen(function* () {
    const pageSize = mostPerPage
    const feed = teams.changeFeed(undefined, pageSize)
    const { place } = yield* persistently(feed.next)
    const cursor = cursorOf(place)
    keep(cursor, { feed, pageSize })
    return { changes: [], cursor }
  })

  const from = Effect.fnUntraced(function* (cursor: string, limit: number) {
    const start = placeOf(cursor, teamsId)
    if (Option.isNone(start)) return yield* new UnknownContinuation({ next: cursor })
    const pageSize = Math.min(limit, mostPerPage)
    const left = open.get(cursor)
    open.delete(cursor)
    const feed = left?.pageSize === pageSize ? left.feed : teams.changeFeed(start.value, pageSize)
    const changes: Array<Change> = []
    let at = cursor
    while (changes.length + pageSize <= limit) {
      const before = at
      const { items, place } = yield* persistently(feed.next)
      at = cursorOf(place)
      // No page has more commits than items were asked for: where a batch makes it longer, it is of one commit.
      const found = items.flatMap((item) => Option.toArray(told(item)))
      changes.push(...(yield* readable(found)).map((one) => ({ ...one, cursor: before })))
      if (items.length === 0) break
    }
    keep(at, { feed, pageSize })
    return { changes, cursor: at }
  })

  return (
    cursor: Option.Option<string>,
    limit: number
  ): Effect.Effect<
    { readonly changes: ReadonlyArray<Change>; readonly cursor: string },
    UnknownContinuation | StoreUnavailable
  > => (Option.isNone(cursor) ? fromNow : from(cursor.value, limit))
}
