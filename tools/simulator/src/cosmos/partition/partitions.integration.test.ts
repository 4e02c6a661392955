import { BulkOperationType, type JSONObject } from "@azure/cosmos"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cosmosAccounts, keysIn } from "../../testing/cosmosAccount.ts"
import { signedFetch } from "../../testing/signedFetch.ts"
import { simulation } from "../../testing/simulation.ts"

const running = simulation()
const account = cosmosAccounts(running)

describe("two physical partitions", () => {
  it("divide all effective partition keys between them", async () => {
    const { container } = await account()
    const { resources } = await container.readPartitionKeyRanges().fetchAll()
    expect(resources.map(({ id, minInclusive, maxExclusive }) => [id, minInclusive, maxExclusive])).toEqual([
      ["0", "", "1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF"],
      ["1", "1FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF", "FF"]
    ])
  })

  it("each count their own commits", async () => {
    const { container } = await account()
    const [one] = keysIn.first
    const [two] = keysIn.second
    const tokens: Array<unknown> = []
    for (const [id, pk] of [
      ["a", one],
      ["b", two],
      ["c", one]
    ] as const) {
      tokens.push((await container.items.create({ id, pk })).headers["x-ms-session-token"])
    }
    expect(tokens).toEqual(["0:-1#1", "1:-1#1", "0:-1#2"])
  })

  it("are where clients find any key at all: bulk, which hashes by itself, never misses", async () => {
    const { container } = await account()
    const key = fc.oneof(
      fc.string(),
      // JSON text knows no negative zero.
      fc.double({ noDefaultInfinity: true, noNaN: true }).map((number) => number + 0),
      fc.boolean(),
      fc.constant(null)
    )
    await fc.assert(
      fc.asyncProperty(fc.array(key, { minLength: 100, maxLength: 200 }), async (keys) => {
        const operations = keys.map((pk, index) => ({
          operationType: BulkOperationType.Upsert,
          partitionKey: pk,
          resourceBody: { id: `item-${index}`, pk } as JSONObject
        }))
        const results = await container.items.executeBulkOperations(operations)
        const statuses = results.map(({ response, error }) => response?.statusCode ?? error?.code)
        expect(statuses.every((status) => status === 200 || status === 201)).toBe(true)
      }),
      // The SDK sends one bulk request per second, of any size.
      { numRuns: 2, endOnFailure: true }
    )
  })

  it("refuse bulk operations of other partitions, so that a client that hashes wrongly notices", async () => {
    const { container, tenant } = await account()
    const { key } = (await tenant.control("GET", "/cosmos")).body
    const [pk] = keysIn.first
    const response = await signedFetch("POST", `${running.base}/dbs/tests/colls/items/docs`, {
      key,
      body: [{ operationType: "Create", partitionKey: JSON.stringify([pk]), resourceBody: { id: "a", pk } }],
      headers: { "x-ms-cosmos-is-batch-request": "true", "x-ms-documentdb-partitionkeyrangeid": "1" }
    })
    expect(await response.json()).toMatchObject([{ statusCode: 410, subStatusCode: 1002 }])
    expect((await container.item("a", pk).read()).statusCode).toBe(404)
  })

  it("separate keys that differ only by type", async () => {
    const { container } = await account()
    const keys = ["1", 1, true, "true", null, "null"]
    for (const pk of keys) await container.items.create({ id: "same", pk, n: keys.indexOf(pk) })
    await container.items.create({ id: "same", n: 99 })
    for (const pk of keys) {
      expect((await container.item("same", pk as string).read()).resource.n).toBe(keys.indexOf(pk))
    }
    expect((await container.items.readAll().fetchAll()).resources).toHaveLength(keys.length + 1)
  })
})

describe("a hierarchical partition key", () => {
  const hierarchical = {
    id: "items",
    partitionKey: { paths: ["/workspace", "/team"], kind: "MultiHash", version: 2 }
  } as never

  it("is read by all its levels, and listed by the first", async () => {
    const { container } = await account(hierarchical)
    for (const [workspace, team] of [
      ["w1", "t1"],
      ["w1", "t2"],
      ["w2", "t1"]
    ]) {
      await container.items.create({ id: "a", workspace, team })
    }
    expect((await container.item("a", ["w1", "t2"]).read()).resource.team).toBe("t2")
    const { resources } = await container.items.query("SELECT VALUE c.team FROM c", { partitionKey: ["w1"] }).fetchAll()
    expect(new Set(resources)).toEqual(new Set(["t1", "t2"]))
  })
})
