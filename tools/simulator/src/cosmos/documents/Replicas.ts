import type { ContainerRecord, ItemRecord } from "../CosmosState.ts"

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
  if (log.length > kept) log.splice(0, kept / 4)
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
  const lsn = Math.max(0, (container.lsn[range] ?? 0) - commits)
  const instead = new Map<string, Pick<Undo, "partition" | "epk"> & { readonly item: ItemRecord | null }>()
  const name = (partition: string, key: string): string => `${partition}\n${key}`
  for (const undo of (logs.get(container) ?? []).toReversed()) {
    if (undo.range !== range || undo.lsn <= lsn) continue
    const { partition, epk, key, before } = undo
    instead.set(name(partition, key), { partition, epk, item: before ?? null })
  }
  return {
    lsn,
    instead: (partition, key) => instead.get(name(partition, key))?.item,
    changed: () => instead.values()
  }
}
