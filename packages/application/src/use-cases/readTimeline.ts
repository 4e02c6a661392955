import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect } from "effect"
import type { Visitor } from "../ports/Session.ts"
import { TeamStore } from "../ports/TeamStore.ts"
import { readableTeam } from "./getTeam.ts"

/** What happened to a team, oldest first, after position `after` (0: from the beginning). */
export const readTimeline = Effect.fn("readTimeline")(function* (
  visitor: Visitor,
  id: TeamId,
  after: number,
  limit: number
) {
  yield* readableTeam(visitor, id)
  return yield* (yield* TeamStore).timeline(id, after, limit)
})
