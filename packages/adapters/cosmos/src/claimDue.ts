import type { Stored, StoreUnavailable } from "@incident-teams/application/ports/TeamStore"
import { teamCodec } from "@incident-teams/application/records/TeamCodec"
import { plus, type Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { Effect, Option, Random, Result, Schema } from "effect"
import type { CosmosContainer } from "./CosmosContainer.ts"
import { reschedule } from "./reschedule.ts"
import { itemAs } from "./storedRecord.ts"
import { storedTeam, TeamItem } from "./TeamItem.ts"
import { persistently } from "./wire/persistently.ts"

const { team, fence, dueAt, lease } = TeamItem.fields
const Candidate = Schema.Struct({ team, etag: Schema.String, fence, dueAt, lease })
type Candidate = typeof Candidate.Type

/** Only teams that are due are read, however many there are, and of each only what a claim stands on. */
const due = (now: Timestamp, limit: number) => ({
  text: `SELECT TOP ${limit} c.team, c._etag AS etag, c.fence, c.dueAt, c.lease FROM c WHERE c.claimableAt <= @now AND c.schemaVersion <= @known ORDER BY c.claimableAt`,
  // Teams that a newer program wrote are left to it.
  parameters: { now, known: teamCodec.schemaVersion }
})

/** Claims that are made at the same time. */
const atOnce = 8
/** So many times as many as are wanted are looked at: more workers want the same ones. */
const lookedAt = 3
const mostLookedAt = 200

export interface Claim {
  readonly stored: Stored
  readonly takenOver: boolean
}

interface Terms {
  readonly worker: string
  readonly leaseMillis: number
  readonly now: Timestamp
}

/** None when somebody else was quicker, or when it can't be read: then it is leased all the same, out of the way. */
const claimOne = (
  teams: CosmosContainer,
  { worker, leaseMillis, now }: Terms,
  { team: id, etag, ...before }: Candidate
): Effect.Effect<Option.Option<Claim>, StoreUnavailable> => {
  const after = { ...before, fence: before.fence + 1, lease: { holder: worker, until: plus(now, leaseMillis) } }
  return reschedule(teams, id, etag, before, after).pipe(
    Effect.flatMap((read) =>
      Result.match(storedTeam(read), {
        onFailure: ({ message }) => Effect.as(Effect.logError(message), Option.none<Claim>()),
        onSuccess: (stored) => Effect.succeedSome({ stored, takenOver: before.lease !== undefined })
      })
    ),
    Effect.catchTags({
      Stale: () => Effect.succeedNone,
      Missing: () => Effect.succeedNone,
      Conflict: () => Effect.succeedNone
    })
  )
}

/** The longest due first; where somebody else claims as well, any of those that are due. */
export const claimDue = Effect.fnUntraced(function* (teams: CosmosContainer, limit: number, terms: Terms) {
  const found = yield* persistently(
    teams.queryAcross(due(terms.now, Math.max(limit, Math.min(limit * lookedAt, mostLookedAt))))
  )
  let candidates = found.map((item) => itemAs("due team", Candidate, "a due team", item))
  const claims: Array<Claim> = []
  while (claims.length < limit && candidates.length > 0) {
    const some = candidates.slice(0, Math.min(atOnce, limit - claims.length))
    candidates = candidates.slice(some.length)
    const results = yield* Effect.forEach(some, (one) => Effect.result(claimOne(teams, terms, one)), {
      concurrency: "unbounded"
    })
    const claimed = results.flatMap((result) => (Result.isSuccess(result) ? Option.toArray(result.success) : []))
    claims.push(...claimed)
    const failed = results.find(Result.isFailure)
    if (failed !== undefined) {
      // What is claimed is worked on; the store is asked again afterward.
      if (claims.length === 0) return yield* failed.failure
      return claims
    }
    if (claimed.length < some.length) candidates = yield* Random.shuffle(candidates)
  }
  return claims
})
