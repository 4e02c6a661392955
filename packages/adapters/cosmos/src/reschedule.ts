import type { PatchOperation } from "@azure/cosmos"
import {
  claimableAt,
  type Lease,
  type Schedule,
  type StoreUnavailable
} from "@incident-teams/application/ports/TeamStore"
import { defined } from "@incident-teams/domain/defined"
import type { TeamId } from "@incident-teams/domain/ids/TeamId"
import { Effect, Option, Result } from "effect"
import type { CosmosContainer, Read } from "./CosmosContainer.ts"
import { allInPlace } from "./largeCommit.ts"
import { type TeamItem, teamItemId, teamItemIn } from "./TeamItem.ts"
import { persistentWrite, type Refused } from "./wire/persistently.ts"

const changes = (before: Schedule, { fence, lease, ...rest }: Schedule): ReadonlyArray<PatchOperation> => {
  const at = claimableAt({ fence, ...rest, ...defined({ lease }) })
  return [
    { op: "set", path: "/fence", value: fence },
    ...(lease === undefined ? [] : [{ op: "set", path: "/lease", value: lease } as const]),
    ...(lease === undefined && before.lease !== undefined ? [{ op: "remove", path: "/lease" } as const] : []),
    ...(at === undefined ? [] : [{ op: "set", path: "/claimableAt", value: at } as const])
  ]
}

/** Whether an item has this fence and lease, so that the patch that was to bring them there has landed. */
const bears = (read: Read, fence: number, lease: Lease | undefined): boolean =>
  Result.match(teamItemIn(read), {
    onFailure: () => false,
    onSuccess: (item: TeamItem) =>
      item.fence === fence && item.lease?.holder === lease?.holder && item.lease?.until === lease?.until
  })

/** Another fence and lease for a team that is as it was read; nothing else of it is touched, or sent. */
export const reschedule = (
  teams: CosmosContainer,
  id: TeamId,
  etag: string,
  before: Schedule,
  after: Schedule
): Effect.Effect<Read, Refused | StoreUnavailable> =>
  persistentWrite(
    Effect.flatMap(teams.patch(id, teamItemId, etag, changes(before, after)), (read) => allInPlace(teams, read)),
    Effect.map(
      teams.read(id, teamItemId),
      Option.filter((read) => bears(read, after.fence, after.lease))
    )
  )
