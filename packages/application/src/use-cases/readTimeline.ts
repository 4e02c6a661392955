import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { Effect } from "effect"
import type { Visitor } from "../ports/Session.ts"
import { type RecordedEvent, TeamStore } from "../ports/TeamStore.ts"
import { readableTeam } from "./getTeam.ts"

/** Events read at a time while looking for those that are shown. */
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
  isShown?: (event: TeamEvent) => boolean
) {
  yield* readableTeam(visitor, id)
  const store = yield* TeamStore
  if (isShown === undefined) return yield* store.timeline(id, after, limit)
  const size = Math.max(limit, leastRead)
  const shown: Array<RecordedEvent> = []
  let position = after
  for (;;) {
    const read = yield* store.timeline(id, position, size)
    shown.push(...read.filter(({ event }) => isShown(event)))
    if (shown.length >= limit || read.length < size) return shown.slice(0, limit)
    position = read.at(-1)?.position ?? position
  }
})
