import { ridOfRange } from "../rid.ts"

/** A physical partition: the effective partition keys from `minInclusive` up to `maxExclusive`. */
export interface PartitionKeyRange {
  readonly id: string
  readonly minInclusive: string
  readonly maxExclusive: string
}

/** Every container has these two, so that cross-partition queries really cross partitions. */
export const partitionKeyRanges: readonly [PartitionKeyRange, PartitionKeyRange] = [
  { id: "0", minInclusive: "", maxExclusive: "1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF" },
  { id: "1", minInclusive: "1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", maxExclusive: "FF" }
]

/** Position of the range that holds an effective partition key. */
export const rangeOf = (epk: string): number => (epk < partitionKeyRanges[1].minInclusive ? 0 : 1)

export const rangeResource = (range: PartitionKeyRange, index: number, container: { rid: string; ts: number }) => ({
  _rid: ridOfRange(container.rid, index),
  id: range.id,
  _etag: `"0000${range.id}-0000-0700-0000-000000000000"`,
  minInclusive: range.minInclusive,
  maxExclusive: range.maxExclusive,
  ridPrefix: index,
  _self: `dbs/${container.rid}/colls/${container.rid}/pkranges/${ridOfRange(container.rid, index)}/`,
  throughputFraction: 1 / partitionKeyRanges.length,
  status: "online",
  parents: [],
  _ts: container.ts
})
