import type { ContainerRecord, ItemRecord } from "../../platform/CosmosState.ts"
import { latestLsn } from "../session.ts"

interface Undo {
  readonly range: number
  readonly lsn: number
  readonly partition: string
  readonly epk: string
  readonly key: string
  /** The item before that commit. */
  readonly before: ItemRecord | undefined
}

const kept = 2_000

const logs = new WeakMap<ContainerRecord, Array<Undo>>()

/** Records what a commit overwrites, so that a stale replica can still show it. */
export const rememberWrite = (container: ContainerRecord, undo: Undo): void => {
  const log = logs.get(container) ?? []
  logs.set(container, log)
  log.push(undo)
  if (log.length > kept) forgetOldest(log)
}

/** Removes a quarter of the log, and never a part of a commit. */
const forgetOldest = (log: Array<Undo>): void => {
  const last = log[kept / 4]
  log.splice(0, log.findLastIndex(({ range, lsn }) => range === last?.range && lsn === last.lsn) + 1)
}

/** A replica that has a range's commits up to `lsn` only. */
export interface Replica {
  readonly lsn: number
  /** This replica's version of an item, if it differs from the latest; `null`: the replica lacks the item. */
  readonly instead: (partition: string, key: string) => ItemRecord | null | undefined
  /** The replica's items that have changed or been deleted since. */
  readonly changed: () => Iterable<Pick<Undo, "partition" | "epk"> & { readonly item: ItemRecord | null }>
}

/** Returns a replica of a range that lacks its latest `commits`, as far as the log goes. */
export const replicaBehind = (container: ContainerRecord, range: number, commits: number): Replica => {
  const log = (logs.get(container) ?? []).filter((undo) => undo.range === range)
  const remembered = (log[0]?.lsn ?? latestLsn(container, range) + 1) - 1
  const lsn = Math.max(remembered, latestLsn(container, range) - commits)
  const instead = new Map<string, Pick<Undo, "partition" | "epk"> & { readonly item: ItemRecord | null }>()
  const name = (partition: string, key: string): string => `${partition}\n${key}`
  for (const undo of log.toReversed()) {
    if (undo.lsn <= lsn) continue
    const { partition, epk, key, before } = undo
    instead.set(name(partition, key), { partition, epk, item: before ?? null })
  }
  return {
    lsn,
    instead: (partition, key) => instead.get(name(partition, key))?.item,
    changed: () => instead.values()
  }
}
