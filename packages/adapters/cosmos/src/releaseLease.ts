import type { StoreUnavailable } from "@incident-teams/application/ports/TeamStore"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import type { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import { Effect, Option } from "effect"
import type { CosmosContainer } from "./CosmosContainer.ts"
import { reschedule } from "./reschedule.ts"
import { partsOfVersion } from "./TeamItem.ts"
import { persistently } from "./wire/persistently.ts"
import { loadTeam } from "./writeCommit.ts"

/** Gives the lease of `fence` back as long as it lasts; again on a conflict, as others may commit meanwhile. */
export const releaseLease = (
  teams: CosmosContainer,
  id: TeamId,
  fence: number,
  now: Timestamp
): Effect.Effect<void, StoreUnavailable> =>
  Effect.gen(function* () {
    const stored = yield* persistently(loadTeam(teams, id))
    if (Option.isNone(stored)) return
    const { schedule, version } = stored.value
    const { lease, ...without } = schedule
    const etag = partsOfVersion(version)?.etag
    if (etag === undefined || lease === undefined || lease.until <= now || schedule.fence !== fence) return
    yield* Effect.asVoid(reschedule(teams, id, etag, schedule, without)).pipe(
      Effect.catchTags({
        Stale: () => releaseLease(teams, id, fence, now),
        Conflict: () => releaseLease(teams, id, fence, now),
        Missing: () => Effect.void
      })
    )
  })
