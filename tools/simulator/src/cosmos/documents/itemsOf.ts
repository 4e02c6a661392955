import type { Clock } from "../../platform/Clock.ts"
import type { ContainerRecord, ItemRecord } from "../../platform/CosmosState.ts"
import { isExpired } from "./expiry.ts"
import type { Replica } from "./Replicas.ts"

/** A part of one physical partition. */
export interface Part {
  readonly range: number
  /** One logical partition only, by its text. */
  readonly partition?: string
  /** Only effective partition keys from the first on and before the second. */
  readonly epk?: readonly [minInclusive: string, maxExclusive: string]
}

const isIn = (part: Part, partition: string, { range, epk }: { range: number; epk: string }): boolean =>
  range === part.range &&
  (part.partition === undefined || part.partition === partition) &&
  (part.epk === undefined || (part.epk[0] <= epk && epk < part.epk[1]))

/** The items of a part that haven't expired; as a replica shows them, when one is given. */
export const itemsOf = (
  container: ContainerRecord,
  part: Part,
  clock: Clock,
  replica?: Replica
): ReadonlyArray<ItemRecord> => {
  const found: Array<ItemRecord> = []
  const add = (item: ItemRecord): void => {
    if (!isExpired(container, item, clock)) found.push(item)
  }
  const collect = (partition: string): void => {
    const logical = container.partitions[partition]
    if (!logical || !isIn(part, partition, logical)) return
    for (const [key, item] of Object.entries(logical.items)) {
      if (replica?.instead(partition, key) === undefined) add(item)
    }
  }
  if (part.partition === undefined) for (const partition of Object.keys(container.partitions)) collect(partition)
  else collect(part.partition)
  for (const { partition, epk, item } of replica?.changed() ?? []) {
    if (item && isIn(part, partition, { range: part.range, epk })) add(item)
  }
  return found
}
