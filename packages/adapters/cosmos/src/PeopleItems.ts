import type { SeenRoster } from "@incident-teams/application/ports/TeamStore"
import { chunkCodec, rosterCodec } from "@incident-teams/application/records/TeamCodec"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { PeopleChunk } from "@incident-teams/domain/team/PeopleChunk"
import { Schema } from "effect"
import { itemAs, Recorded, recorded, valueOf } from "./storedRecord.ts"

const ChunkItem = Schema.Struct({ record: Recorded })

/** `commit` and `pages`: a roster is read whole, or read again. */
const RosterItem = Schema.Struct({ commit: Schema.String, pages: Schema.Int, record: Recorded })

export const chunkItemId = (chunk: number): string => `chunk-${chunk}`

export const chunkItem = (id: TeamId, chunk: PeopleChunk) => ({
  id: chunkItemId(chunk.chunk),
  team: id,
  chunk: chunk.chunk,
  record: recorded(chunkCodec, chunk)
})

export const chunkIn = (id: TeamId, item: unknown): PeopleChunk =>
  valueOf(chunkCodec, id, itemAs("chunk of people", ChunkItem, id, item).record)

/** A page of so many names stays far below the 2 MB that an item may have; most teams have one. */
const membersPerPage = 4_000

export const rosterItemId = (page: number): string => `roster-${page}`

/** The roster in pages, the first one also where nobody is in the team. */
export const rosterItems = (id: TeamId, roster: SeenRoster, commit: string) => {
  const pages = Math.max(1, Math.ceil(roster.members.length / membersPerPage))
  return Array.from({ length: pages }, (_, page) => ({
    id: rosterItemId(page),
    team: id,
    commit,
    pages,
    record: recorded(rosterCodec, {
      at: roster.at,
      members: roster.members.slice(page * membersPerPage, (page + 1) * membersPerPage)
    })
  }))
}

export interface RosterPage {
  readonly commit: string
  readonly pages: number
  readonly roster: SeenRoster
}

export const rosterPageIn = (id: TeamId, item: unknown): RosterPage => {
  const { record, ...rest } = itemAs("roster", RosterItem, id, item)
  return { ...rest, roster: valueOf(rosterCodec, id, record) }
}
