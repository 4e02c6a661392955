import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { makeClock } from "../../platform/Clock.ts"
import type { ContainerRecord } from "../../platform/CosmosState.ts"
import { emptyTenant, Tenant } from "../../platform/Tenant.ts"
import { readIndexingPolicy } from "../query/indexingPolicy.ts"
import { itemsOf } from "./itemsOf.ts"
import { replicaBehind } from "./Replicas.ts"
import { Transaction } from "./Transaction.ts"

const opened = () => {
  const tenant = new Tenant(emptyTenant("7a1e0000-0000-4000-8000-00000000000c"), makeClock(1), () => undefined)
  const container: ContainerRecord = {
    id: "items",
    rid: "AAAAAYAAAAI=",
    etag: '"1"',
    ts: 0,
    partitionKey: { paths: ["/pk"], kind: "Hash", version: 2 },
    indexingPolicy: readIndexingPolicy(undefined),
    further: {},
    defaultTtl: undefined,
    throughput: undefined,
    lsn: [0, 0],
    partitions: {}
  }
  /** Writes into p1 or p4, which are in the first physical partition. */
  const write = (pk: string, id: string, n: number | undefined) => {
    const transaction = new Transaction(tenant, container, [pk])
    if (n !== undefined) transaction.upsert({ id, pk, n }, undefined)
    else if (Object.hasOwn(container.partitions[JSON.stringify([pk])]?.items ?? {}, `/${id}`))
      transaction.delete(id, undefined)
    transaction.commit()
  }
  /** The items of a replica that lacks some commits, or the actual items. */
  const shown = (commits: number) => {
    const replica = commits === 0 ? undefined : replicaBehind(container, 0, commits)
    const items = itemsOf(container, { range: 0 }, tenant.clock, replica)
    const seen = new Map(items.map(({ document: { id, pk, n } }) => [`${JSON.stringify(pk)}/${id}`, n]))
    return { lsn: replica?.lsn ?? container.lsn[0]!, seen }
  }
  return { write, shown }
}

const change = fc.record({
  pk: fc.constantFrom("p1", "p4"),
  id: fc.constantFrom("a", "b", "c"),
  n: fc.option(fc.nat(), { nil: undefined })
})

describe("a replica", () => {
  it("always shows just what was so after the commit that it has reached", () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), fc.nat({ max: 45 }), (changes, commits) => {
        const { write, shown } = opened()
        const history = [shown(0)]
        for (const { pk, id, n } of changes) {
          write(pk, id, n)
          const now = shown(0)
          if (now.lsn > history.at(-1)!.lsn) history.push(now)
        }
        expect(shown(commits)).toEqual(history.at(-1 - commits) ?? history[0])
      })
    )
  })

  it("is never further behind than the writes are remembered", () => {
    const { write, shown } = opened()
    for (let n = 1; n <= 3_000; n += 1) write("p1", `i${n % 7}`, n)
    const { lsn, seen } = shown(100_000)
    expect(lsn).toBeGreaterThan(0)
    expect(lsn).toBeLessThanOrEqual(3_000 - 1_500)
    expect(Math.max(...[...seen.values()].map(Number))).toBe(lsn)
  })
})
