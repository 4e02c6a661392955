import type { Stored, StoreUnavailable } from "@incident-teams/application/ports/TeamStore"
import { UnreadableRecord } from "@incident-teams/application/records/RecordCodec"
import { Effect, Result } from "effect"
import { type CosmosContainer, withEtag } from "./CosmosContainer.ts"
import { allInPlace } from "./largeCommit.ts"
import { storedTeam } from "./TeamItem.ts"
import { persistently } from "./wire/persistently.ts"

/** Teams' own items that a query found, as teams. One that can't be read is logged and left out. */
export const wholeTeams = Effect.fnUntraced(function* (
  teams: CosmosContainer,
  items: ReadonlyArray<unknown>
): Effect.fn.Return<ReadonlyArray<Stored>, StoreUnavailable> {
  const found: Array<Stored> = []
  for (const item of items) {
    const team = yield* wholeTeam(teams, item)
    if (Result.isSuccess(team)) found.push(team.success)
    else yield* Effect.logError(team.failure.message)
  }
  return found
})

const wholeTeam = (
  teams: CosmosContainer,
  item: unknown
): Effect.Effect<Result.Result<Stored, UnreadableRecord>, StoreUnavailable> =>
  persistently(Effect.flatMap(withEtag(item), (read) => allInPlace(teams, read))).pipe(
    Effect.map(storedTeam),
    Effect.catchDefect((defect) =>
      defect instanceof UnreadableRecord ? Effect.succeed(Result.fail(defect)) : Effect.die(defect)
    )
  )
