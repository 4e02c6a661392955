import type { ContainerRecord } from "../platform/CosmosState.ts"
import { partitionKeyRanges } from "./partition/PartitionKeyRange.ts"

/** A session token: `{range}:-1#{number of the commit}`, for several ranges with commas between. */
export const sessionToken = (range: number, lsn: number): string =>
  `${partitionKeyRanges[range]?.id ?? range}:-1#${lsn}`

/** Up to which commit of a range its bearer has seen; 0 without a token for it. */
export const seenUpTo = (token: string | undefined, range: number): number => {
  const id = partitionKeyRanges[range]?.id
  for (const part of (token ?? "").split(",")) {
    const match = /^(\w+):-?\d+#(\d+)/.exec(part.trim())
    if (match?.[1] === id) return Number(match?.[2])
  }
  return 0
}

export const latestLsn = (container: ContainerRecord, range: number): number => container.lsn[range] ?? 0
