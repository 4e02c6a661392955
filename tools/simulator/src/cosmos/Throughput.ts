import type { Tenant } from "../Tenant.ts"
import { CosmosFailure } from "./CosmosFailure.ts"
import type { ContainerRecord } from "./CosmosState.ts"
import { partitionKeyRanges } from "./partition/PartitionKeyRange.ts"

/** What a physical partition may still spend: filled evenly, up to one second's worth. */
interface Bucket {
  units: number
  /** Milliseconds since the epoch. */
  at: number
}

const buckets = new WeakMap<ContainerRecord, Array<Bucket>>()

/** Request units per millisecond of real time for one physical partition; undefined: no limit. */
const rateOf = ({ clock, state }: Tenant, container: ContainerRecord): number | undefined => {
  const { throttling, requestUnitsPerSecond } = state.cosmos.behaviour
  const perSecond = requestUnitsPerSecond ?? container.throughput
  if (!throttling || perSecond === undefined) return undefined
  return perSecond / partitionKeyRanges.length / clock.real(1_000)
}

const bucketOf = (tenant: Tenant, container: ContainerRecord, range: number, rate: number): Bucket => {
  const all = buckets.get(container) ?? []
  buckets.set(container, all)
  const full = rate * tenant.clock.real(1_000)
  const now = tenant.clock.now()
  const bucket = (all[range] ??= { units: full, at: now })
  bucket.units = Math.min(full, bucket.units + (now - bucket.at) * rate)
  bucket.at = now
  return bucket
}

/** 429 while the range has spent more than it has; otherwise the request may begin, whatever it will cost. */
export const admit = (tenant: Tenant, container: ContainerRecord, range: number): void => {
  const rate = rateOf(tenant, container)
  if (rate === undefined) return
  const bucket = bucketOf(tenant, container, range, rate)
  if (bucket.units > 0) return
  throw new CosmosFailure(
    429,
    "TooManyRequests",
    'Message: {"Errors":["Request rate is large. More Request Units may be needed, so no changes were made. Please retry this request later. Learn more: http://aka.ms/cosmosdb-error-429"]}',
    { substatus: 3200, headers: { "x-ms-retry-after-ms": String(Math.ceil(-bucket.units / rate) + 1) } }
  )
}

export const spend = (tenant: Tenant, container: ContainerRecord, range: number, charge: number): void => {
  const rate = rateOf(tenant, container)
  if (rate !== undefined) bucketOf(tenant, container, range, rate).units -= charge
}
