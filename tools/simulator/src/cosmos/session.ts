import type { ContainerRecord } from "../platform/CosmosState.ts"
import { partitionKeyRanges } from "./partition/PartitionKeyRange.ts"

/** Writes a session token: `{range}:-1#{commit}`. Tokens of several ranges are joined by commas. */
export const sessionToken = (range: number, lsn: number): string =>
  `${partitionKeyRanges[range]?.id ?? range}:-1#${lsn}`

/** Returns the latest commit of a range that the session has seen; 0 without a token for it. */
export const seenUpTo = (token: string | undefined, range: number): number => {
  const id = partitionKeyRanges[range]?.id
  for (const part of (token ?? "").split(",")) {
    const match = /^(\w+):-?\d+#(\d+)/.exec(part.trim())
    if (match?.[1] === id) return Number(match?.[2])
  }
  return 0
}

export const latestLsn = (container: ContainerRecord, range: number): number => container.lsn[range] ?? 0
