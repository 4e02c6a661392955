import { ChangeFeedStartFrom, type ChangeFeedIteratorOptions, type Container } from "@azure/cosmos"
import { describe, expect, it } from "vitest"
import { cosmosAccounts, keysIn } from "../../testing/cosmosAccount.ts"
import { simulation } from "../../testing/simulation.ts"

const running = simulation()
const account = cosmosAccounts(running)
const [one] = keysIn.first
const [two] = keysIn.second

const beginning = ChangeFeedStartFrom.Beginning()

/** Reads until nothing is new; the last token continues from there. */
const drained = async (container: Container, options: ChangeFeedIteratorOptions) => {
  const iterator = container.items.getChangeFeedIterator<{ id: string; n?: number; _lsn: number }>(options)
  const items: Array<{ id: string; n?: number; _lsn: number }> = []
  for (;;) {
    const page = await iterator.readNext()
    if (page.statusCode === 304) return { items, ids: items.map(({ id }) => id), token: page.continuationToken }
    items.push(...page.result)
  }
}

describe("the change feed", () => {
  it("returns each item in its latest version, in the order of the last writes of a partition", async () => {
    const { container } = await account()
    for (const id of ["a", "b", "c"]) await container.items.create({ id, pk: one, n: 1 })
    await container.item("a", one).replace({ id: "a", pk: one, n: 2 })
    const { items } = await drained(container, { changeFeedStartFrom: beginning })
    expect(items.map(({ id, n, _lsn }) => [id, n, _lsn])).toEqual([
      ["b", 1, 2],
      ["c", 1, 3],
      ["a", 2, 4]
    ])
  })

  it("continues where it was, even in another process, and returns nothing twice", async () => {
    const { container, another, database } = await account()
    await container.items.create({ id: "a", pk: one })
    await container.items.create({ id: "b", pk: two })
    const first = await drained(container, { changeFeedStartFrom: beginning })
    expect(new Set(first.ids)).toEqual(new Set(["a", "b"]))
    await container.items.create({ id: "c", pk: two })
    const other = another().database(database.id).container(container.id)
    const second = await drained(other, { changeFeedStartFrom: ChangeFeedStartFrom.Continuation(first.token) })
    expect(second.ids).toEqual(["c"])
    const third = await drained(other, { changeFeedStartFrom: ChangeFeedStartFrom.Continuation(second.token) })
    expect(third.ids).toEqual([])
  })

  it("can begin now", async () => {
    const { container } = await account()
    await container.items.create({ id: "before", pk: one })
    const { token } = await drained(container, { changeFeedStartFrom: ChangeFeedStartFrom.Now() })
    await container.items.create({ id: "after", pk: one })
    const { ids } = await drained(container, { changeFeedStartFrom: ChangeFeedStartFrom.Continuation(token) })
    expect(ids).toEqual(["after"])
  })

  it("can begin at a given time", async () => {
    const { tenant, container } = await account()
    await container.items.create({ id: "before", pk: one })
    tenant.advance(60_000)
    await container.items.create({ id: "after", pk: one })
    const since = new Date(running.simulator.world.clock.now() - 30_000)
    expect((await drained(container, { changeFeedStartFrom: ChangeFeedStartFrom.Beginning() })).ids).toHaveLength(2)
    const at = ChangeFeedStartFrom.Time(since)
    expect((await drained(container, { changeFeedStartFrom: at })).ids).toEqual(["after"])
  })

  it("is read for one partition key, or one physical partition, alone", async () => {
    const { container } = await account()
    const [, other] = keysIn.first
    await container.items.create({ id: "a", pk: one })
    await container.items.create({ id: "b", pk: other })
    await container.items.create({ id: "c", pk: two })
    const ofKey = await drained(container, { changeFeedStartFrom: ChangeFeedStartFrom.Beginning(one) })
    expect(ofKey.ids).toEqual(["a"])
    const ranges = await container.getFeedRanges()
    const ofRanges = await Promise.all(
      ranges.map((range) => drained(container, { changeFeedStartFrom: ChangeFeedStartFrom.Beginning(range) }))
    )
    expect(ofRanges.map(({ ids }) => ids)).toEqual([["a", "b"], ["c"]])
  })

  it("returns pages of the requested size, and never splits a batch", async () => {
    const { container } = await account()
    const creates = (ids: ReadonlyArray<string>) =>
      ids.map((id) => ({ operationType: "Create" as const, resourceBody: { id, pk: one } }))
    await container.items.batch(creates(["a", "b", "c"]), one)
    await container.items.batch(creates(["d", "e"]), one)
    const iterator = container.items.getChangeFeedIterator({
      changeFeedStartFrom: ChangeFeedStartFrom.Beginning(one),
      maxItemCount: 1
    })
    const pages = [await iterator.readNext(), await iterator.readNext(), await iterator.readNext()]
    expect(pages.map(({ result }) => result.map(({ id }) => id))).toEqual([["a", "b", "c"], ["d", "e"], []])
  })

  it("doesn't return deleted or expired items", async () => {
    const { container, tenant } = await account()
    await container.items.create({ id: "a", pk: one })
    await container.items.create({ id: "b", pk: one, ttl: 10 })
    await container.items.create({ id: "c", pk: one })
    await container.item("a", one).delete()
    tenant.advance(10_000)
    expect((await drained(container, { changeFeedStartFrom: beginning })).ids).toEqual(["c"])
  })

  it("costs next to nothing while there is nothing new", async () => {
    const { container, calls } = await account()
    await container.items.create({ id: "a", pk: one })
    await drained(container, { changeFeedStartFrom: beginning })
    const reads = (await calls()).filter(({ operation }) => operation === "changeFeed")
    expect(reads.map(({ status, itemsRead }) => [status, itemsRead])).toEqual([
      [200, 1],
      [304, 0],
      [304, 0]
    ])
  })
})
