import { createHash } from "node:crypto"
import type { JSONObject, OperationInput } from "@azure/cosmos"
import { UnreadableRecord } from "@incident-teams/application/records/RecordCodec"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect, Option, Result, Schema } from "effect"
import type { CosmosContainer, Read } from "./CosmosContainer.ts"
import type { PreparedCommit, Sized } from "./PreparedCommit.ts"
import { itemAs } from "./storedRecord.ts"
import { type TeamItem, teamItemId, teamItemIn, type Unfinished } from "./TeamItem.ts"
import type { CallFailure, ReadFailure } from "./wire/CallFailure.ts"

/**
 * A batch holds at most 100 operations and 2 MB (Cosmos DB), and a commit may be larger: a team of 25,000 people is made
 * anew in 125 chunks. Such a commit is first laid down in parts that nobody looks at; then the team's own item is
 * written, which decides whether the commit is, and which names the parts. Then each part is put in its place, together
 * with the team's item under its etag, so that it is done once, by its writer or by the next one who loads the team
 * after the writer died.
 */
const mostOperations = 100
const mostBytes = 1_500_000

/** One for the team's own item, one for the part that is removed. */
const mostInPart = mostOperations - 2

const size = (items: ReadonlyArray<Sized>): number => items.reduce((sum, { bytes }) => sum + bytes, 0)

export const fitsOneBatch = ({ team, beside }: PreparedCommit): boolean =>
  beside.length < mostOperations && team.bytes + size(beside) <= mostBytes

/** In order, so that the item that tells of the commit is put in its place last. */
const inParts = ({ team, beside }: PreparedCommit): ReadonlyArray<ReadonlyArray<Sized>> => {
  const parts: Array<Array<Sized>> = [[]]
  for (const one of beside) {
    const part = parts.at(-1) ?? []
    const isFull = part.length === mostInPart || team.bytes + size(part) + one.bytes > mostBytes
    if (isFull && part.length > 0) parts.push([one])
    else part.push(one)
  }
  return parts
}

const PartItem = Schema.Struct({ items: Schema.Array(Schema.JsonObject) })

const partId = (commit: string, part: number): string => `part-${commit}-${part}`

/** Parts of a commit that came to nothing expire after a day. */
const ttl = 24 * 60 * 60

/** Lays the commit down in parts; again under the same names where that was done before. */
export const layDown = Effect.fnUntraced(function* (teams: CosmosContainer, ready: PreparedCommit) {
  const { id } = ready.commit.team
  // An id may not hold every character, and a commit's own may.
  const commit = createHash("sha256").update(ready.commit.commitId).digest("hex")
  const parts = inParts(ready)
  yield* Effect.forEach(
    parts,
    (part, number) => {
      const item = { id: partId(commit, number), team: id, ttl, items: part.map((one) => one.item) }
      return teams.batch(id, [{ operationType: "Upsert", resourceBody: item }])
    },
    { discard: true }
  )
  const unfinished: Unfinished = { commit, parts: parts.length, next: 0 }
  return unfinished
})

/** What goes with the team's own item that names the parts: from then on they don't expire. */
export const keepParts = ({ commit, parts }: Unfinished): ReadonlyArray<OperationInput> =>
  Array.from({ length: parts }, (_, number) => ({
    operationType: "Patch",
    id: partId(commit, number),
    resourceBody: { operations: [{ op: "remove", path: "/ttl" }] }
  }))

/** Cosmos DB's own members, which begin with an underscore, are written anew. */
const ownMembers = (item: unknown) =>
  Object.entries(Schema.decodeUnknownSync(Schema.JsonObject)(item)).filter(([name]) => !name.startsWith("_"))

/** The team's own item once its part `next` is in its place. */
const advanced = (item: unknown, { commit, parts, next }: Unfinished): JSONObject & { readonly id: string } => ({
  ...Object.fromEntries(ownMembers(item).filter(([name]) => name !== "unfinished")),
  id: teamItemId,
  ...(next + 1 < parts ? { unfinished: { commit, parts, next: next + 1 } } : {})
})

const place = (teams: CosmosContainer, { team, unfinished }: Placing, read: Read, part: Read) => {
  const { items } = itemAs("part of a commit", PartItem, team, part.item)
  const operations: ReadonlyArray<OperationInput> = [
    { operationType: "Replace", id: teamItemId, resourceBody: advanced(read.item, unfinished), ifMatch: read.etag },
    ...items.map((resourceBody): OperationInput => ({ operationType: "Upsert", resourceBody: { ...resourceBody } })),
    { operationType: "Delete", id: partId(unfinished.commit, unfinished.next) }
  ]
  return teams.batch(team, operations)
}

interface Placing {
  readonly team: TeamId
  readonly unfinished: Unfinished
}

const placing = (read: Read): Option.Option<Placing> =>
  Result.match(teamItemIn(read), {
    onFailure: () => Option.none(),
    onSuccess: ({ team, unfinished }: TeamItem) =>
      unfinished === undefined ? Option.none() : Option.some({ team, unfinished })
  })

/**
 * The team's own item as it was read, or as it is once its commit is all in place. Several who do this at once don't
 * harm each other: each batch stands on the etag of the one before.
 */
export const allInPlace = (teams: CosmosContainer, read: Read): Effect.Effect<Read, ReadFailure> =>
  Option.match(placing(read), {
    onNone: () => Effect.succeed(read),
    onSome: (at) =>
      Effect.gen(function* () {
        const part = yield* teams.read(at.team, partId(at.unfinished.commit, at.unfinished.next))
        if (Option.isSome(part)) yield* tolerant(place(teams, at, read, part.value))
        const after = yield* teams.read(at.team, teamItemId)
        // Somebody else has put it in its place, or nobody ever can.
        if (Option.isNone(after) || (Option.isNone(part) && after.value.etag === read.etag)) {
          return yield* Effect.die(
            new UnreadableRecord({
              record: "commit",
              id: at.team,
              schemaVersion: 0,
              reason: "a part of it is missing."
            })
          )
        }
        return yield* allInPlace(teams, after.value)
      })
  })

/** The team's own item tells what came of it. */
const tolerant = (written: Effect.Effect<unknown, CallFailure>): Effect.Effect<void, ReadFailure> =>
  Effect.catchTags(Effect.asVoid(written), {
    Stale: () => Effect.void,
    Missing: () => Effect.void,
    Conflict: () => Effect.void,
    Unclear: () => Effect.void
  })
