import { describe, expect, it } from "vitest"
import { cosmosAccounts } from "../../testing/cosmosAccount.ts"
import { simulation } from "../../testing/simulation.ts"
import { refusal } from "../../testing/thrown.ts"

const running = simulation()
const account = cosmosAccounts(running)

const team = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({ id, pk: "p1", n: 1, ...more })

describe("a transactional batch", () => {
  it("takes effect as a whole, each operation after those before it", async () => {
    const { container } = await account()
    const { etag } = await container.items.create(team("a"))
    const { code, result } = await container.items.batch(
      [
        { operationType: "Replace", id: "a", resourceBody: team("a", { n: 2 }), ifMatch: etag },
        { operationType: "Create", resourceBody: team("b") },
        { operationType: "Patch", id: "b", resourceBody: { operations: [{ op: "incr", path: "/n", value: 1 }] } },
        { operationType: "Read", id: "b" },
        { operationType: "Upsert", resourceBody: team("c") },
        { operationType: "Delete", id: "a" }
      ],
      "p1"
    )
    expect([code, result?.map(({ statusCode }) => statusCode)]).toEqual([200, [200, 201, 200, 200, 201, 204]])
    expect(result?.[3]?.resourceBody).toMatchObject({ id: "b", n: 2 })
    expect(result?.[1]?.eTag).not.toBe(result?.[2]?.eTag)
    expect((await container.item("a", "p1").read()).statusCode).toBe(404)
    expect((await container.item("b", "p1").read()).resource.n).toBe(2)
  })

  it("leaves nothing when one operation fails: that one says why, the others 424", async () => {
    const { container } = await account()
    await container.items.create(team("a"))
    const { code, result } = await container.items.batch(
      [
        { operationType: "Create", resourceBody: team("b") },
        { operationType: "Replace", id: "a", resourceBody: team("a", { n: 2 }), ifMatch: '"old"' },
        { operationType: "Create", resourceBody: team("c") }
      ],
      "p1"
    )
    expect([code, result?.map(({ statusCode }) => statusCode)]).toEqual([207, [424, 412, 424]])
    expect((await container.items.readAll().fetchAll()).resources.map(({ id, n }) => [id, n])).toEqual([["a", 1]])
  })

  it("stays in its partition", async () => {
    const { container } = await account()
    const { result } = await container.items.batch(
      [{ operationType: "Create", resourceBody: team("a", { pk: "p2" }) }],
      "p1"
    )
    expect(result?.map(({ statusCode }) => statusCode)).toEqual([400])
  })

  it("has at most 2 MB, and 100 operations", async () => {
    const { container } = await account()
    const big = (id: string) => ({
      operationType: "Create" as const,
      resourceBody: team(id, { text: "x".repeat(800_000) })
    })
    expect((await refusal(container.items.batch([big("a"), big("b"), big("c")], "p1")))[0]).toBe(413)
    expect((await container.items.batch([big("a"), big("b")], "p1")).code).toBe(200)
    const small = Array.from({ length: 100 }, (_, index) => ({
      operationType: "Create" as const,
      resourceBody: team(`small-${index}`)
    }))
    expect((await container.items.batch(small, "p1")).code).toBe(200)
    const more = { operationType: "Create" as const, resourceBody: team("more") }
    await expect(container.items.batch([...small, more], "p1")).rejects.toThrow("100 operations")
  })

  it("answers without the items when they aren't wanted", async () => {
    const { container } = await account()
    const { result } = await container.items.batch([{ operationType: "Create", resourceBody: team("a") }], "p1", {
      contentResponseOnWriteEnabled: false
    })
    expect(result?.[0]).toMatchObject({ statusCode: 201, eTag: expect.any(String) })
    expect(result?.[0]).not.toHaveProperty("resourceBody")
  })
})

describe("bulk", () => {
  it("does each operation for itself", async () => {
    const { container } = await account()
    await container.items.create(team("a"))
    const results = await container.items.executeBulkOperations([
      { operationType: "Create", partitionKey: "p1", resourceBody: team("a") },
      { operationType: "Create", partitionKey: "p1", resourceBody: team("b") },
      { operationType: "Create", partitionKey: "p2", resourceBody: team("c", { pk: "p2" }) }
    ] as never)
    expect(results.map(({ response, error }) => response?.statusCode ?? error?.code)).toEqual([409, 201, 201])
  })
})
