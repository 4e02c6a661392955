import type { JSONObject } from "@azure/cosmos"
import type { Commit } from "@incident-teams/application/ports/TeamStore"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { answerItem } from "./AnswerItem.ts"
import { eventsItems } from "./EventsItem.ts"
import { chunkItem, rosterItems } from "./PeopleItems.ts"
import { type Counts, newTeamItem } from "./TeamItem.ts"

/** An item to be written, and how large it is. */
export interface Sized {
  readonly item: JSONObject & { readonly id: string }
  readonly bytes: number
}

/** Everything that a commit writes. */
export interface PreparedCommit {
  readonly commit: Commit
  readonly counts: Counts
  readonly team: Sized
  /** What stands beside the team; the item that tells of the commit is the last. */
  readonly beside: ReadonlyArray<Sized>
}

const sized = (item: JSONObject & { readonly id: string }): Sized => ({
  item,
  bytes: Buffer.byteLength(JSON.stringify(item))
})

/** `before`: of the team as it was loaded; all 0 for its first commit. */
export const prepared = (commit: Commit, before: Counts, now: Timestamp): PreparedCommit => {
  const { id } = commit.team
  const counts = { events: before.events + commit.events.length, commits: before.commits + 1 }
  return {
    commit,
    counts,
    team: sized(newTeamItem(commit.team, commit.schedule, commit.commitId, counts)),
    beside: [
      ...commit.chunks.map((chunk) => chunkItem(id, chunk)),
      ...(commit.roster === undefined ? [] : rosterItems(id, commit.roster, commit.commitId)),
      ...(commit.idempotency === undefined ? [] : [answerItem(id, commit.idempotency, now)]),
      ...eventsItems(id, commit.events, before)
    ].map(sized)
  }
}
