import type { ContainerRecord, ItemRecord } from "../../platform/CosmosState.ts"
import { latestLsn } from "../session.ts"

interface Undo {
  readonly range: number
  readonly lsn: number
  readonly partition: string
  readonly epk: string
  readonly key: string
  /** What was there before that commit. */
  readonly before: ItemRecord | undefined
}

const kept = 2_000

const logs = new WeakMap<ContainerRecord, Array<Undo>>()

/** Remembers what a commit writes over, so that a replica that is behind can still show it. */
export const rememberWrite = (container: ContainerRecord, undo: Undo): void => {
  const log = logs.get(container) ?? []
  logs.set(container, log)
  log.push(undo)
  if (log.length > kept) forgetOldest(log)
}

/** A quarter, and never a part of a commit. */
const forgetOldest = (log: Array<Undo>): void => {
  const last = log[kept / 4]
  log.splice(0, log.findLastIndex(({ range, lsn }) => range === last?.range && lsn === last.lsn) + 1)
}

/** What a replica shows that has seen a range's commits up to `lsn` only. */
export interface Replica {
  readonly lsn: number
  /** The item as this replica has it, where that isn't how it is now; `null`: it hasn't got it. */
  readonly instead: (partition: string, key: string) => ItemRecord | null | undefined
  /** The items that it has and that are gone by now, or differ. */
  readonly changed: () => Iterable<Pick<Undo, "partition" | "epk"> & { readonly item: ItemRecord | null }>
}

/** A replica of a range that lacks its latest `commits`, as far as they are remembered. */
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
