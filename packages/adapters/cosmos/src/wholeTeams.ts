import type { Stored, StoreUnavailable } from "@incident-teams/application/ports/TeamStore"
import { Effect } from "effect"
import { type CosmosContainer, withEtag } from "./CosmosContainer.ts"
import { allInPlace } from "./largeCommit.ts"
import { readStoredTeam } from "./TeamItem.ts"
import { persistently } from "./wire/persistently.ts"

/** Teams' own items that a query found, as teams. */
export const wholeTeams = (
  teams: CosmosContainer,
  items: ReadonlyArray<unknown>
): Effect.Effect<ReadonlyArray<Stored>, StoreUnavailable> =>
  Effect.forEach(items, (item) =>
    persistently(
      withEtag(item).pipe(
        Effect.flatMap((read) => allInPlace(teams, read)),
        Effect.map(readStoredTeam)
      )
    )
  )
