import type { ContainerRecord, PartitionKeyValue } from "../../platform/CosmosState.ts"
import { type CosmosContext, partitionKeyHeader } from "../CosmosCall.ts"
import { rangeGone } from "../CosmosFailure.ts"
import { effectivePartitionKey } from "../partition/effectivePartitionKey.ts"
import { partitionText } from "../partition/PartitionKeyDefinition.ts"
import { partitionKeyRanges, rangeOf } from "../partition/PartitionKeyRange.ts"
import type { Part } from "./itemsOf.ts"

/** The physical partitions, or parts of one, that a request is for, in their order. */
export type Target = ReadonlyArray<Part>

/** All physical partitions. */
export const everything: Target = partitionKeyRanges.map((_, range) => ({ range }))

/** One logical partition; of a hierarchical key, all that begin with the values given. */
export const targetOfKey = (container: ContainerRecord, values: ReadonlyArray<PartitionKeyValue>): Target => {
  const { paths, kind } = container.partitionKey
  const epk = effectivePartitionKey(values, kind)
  if (values.length === paths.length) return [{ range: rangeOf(epk), partition: partitionText(values) }]
  return values.length === 0 ? everything : [{ range: rangeOf(epk), epk: [epk, `${epk}FF`] }]
}

/** Returns the index of the physical partition in the request; throws 410 for an unknown one. */
export const rangeHeader = (c: CosmosContext): number | undefined => {
  const id = c.req.header("x-ms-documentdb-partitionkeyrangeid")
  if (id === undefined) return undefined
  const range = partitionKeyRanges.findIndex((candidate) => candidate.id === id)
  if (range < 0) throw rangeGone()
  return range
}

/** Reads the target from the headers for a partition key or a physical partition; undefined without them. */
export const targetOf = (c: CosmosContext, container: ContainerRecord): Target | undefined => {
  const values = partitionKeyHeader(c, container.partitionKey)
  if (values) return targetOfKey(container, values)
  const range = rangeHeader(c)
  if (range === undefined) return undefined
  const [start, end] = [c.req.header("x-ms-start-epk"), c.req.header("x-ms-end-epk")]
  return [start === undefined || end === undefined ? { range } : { range, epk: [start, end] }]
}
