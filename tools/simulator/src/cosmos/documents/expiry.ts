import type { Clock } from "../../platform/Clock.ts"
import type { ContainerRecord, ItemRecord } from "../../platform/CosmosState.ts"

/**
 * Whether an item is past its time to live, which counts from its last write: the item's own `ttl`, or else the
 * container's. Without a container's `defaultTtl` nothing expires. Seconds of platform time.
 */
export const isExpired = (container: ContainerRecord, item: ItemRecord, clock: Clock): boolean => {
  if (container.defaultTtl === undefined) return false
  const { ttl } = item.document
  const seconds = typeof ttl === "number" ? ttl : container.defaultTtl
  return seconds !== -1 && item.writtenAt + clock.real(seconds * 1_000) <= clock.now()
}
