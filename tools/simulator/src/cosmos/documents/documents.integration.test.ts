import { describe, expect, it } from "vitest"
import { simulation } from "../../testing/simulation.ts"
import { cosmosAccounts } from "../testing/cosmosAccount.ts"

const running = simulation()
const account = cosmosAccounts(running)

const team = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({ id, pk: "p1", n: 1, ...more })
/** The code that the SDK throws. */
const codeOf = async (result: Promise<unknown>): Promise<unknown> => {
  try {
    await result
    return "nothing was thrown"
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : error
  }
}

describe("one item", () => {
  it("is created, read, replaced, upserted and deleted", async () => {
    const { container } = await account()
    const created = await container.items.create(team("a"))
    expect([created.statusCode, created.resource?.n]).toEqual([201, 1])
    const item = container.item("a", "p1")
    expect((await item.replace(team("a", { n: 2 }))).statusCode).toBe(200)
    expect((await item.read()).resource).toMatchObject({ id: "a", n: 2 })
    expect((await container.items.upsert(team("a", { n: 3 }))).statusCode).toBe(200)
    expect((await container.items.upsert(team("b"))).statusCode).toBe(201)
    expect((await item.delete()).statusCode).toBe(204)
    expect((await item.read()).statusCode).toBe(404)
  })

  it("exists once for each id in a partition", async () => {
    const { container } = await account()
    await container.items.create(team("a"))
    expect(await codeOf(container.items.create(team("a")))).toBe(409)
    expect((await container.items.create(team("a", { pk: "p2" }))).statusCode).toBe(201)
  })

  it("is written over only by who knows its etag, if the writer asks for that", async () => {
    const { container } = await account()
    const { etag } = await container.items.create(team("a"))
    const item = container.item("a", "p1")
    const knowing = (condition: string) => ({ accessCondition: { type: "IfMatch", condition } })
    const replaced = await item.replace(team("a", { n: 2 }), knowing(etag))
    expect(replaced.etag).not.toBe(etag)
    expect(await codeOf(item.replace(team("a", { n: 3 }), knowing(etag)))).toBe(412)
    expect(await codeOf(item.delete(knowing(etag)))).toBe(412)
    expect(await codeOf(container.items.upsert(team("a"), knowing(etag)))).toBe(412)
    expect((await item.read()).resource.n).toBe(2)
  })
})

describe("a transactional batch", () => {
  it("takes effect as a whole", async () => {
    const { container } = await account()
    const { etag } = await container.items.create(team("a"))
    const { code, result } = await container.items.batch(
      [
        { operationType: "Replace", id: "a", resourceBody: team("a", { n: 2 }), ifMatch: etag },
        { operationType: "Create", resourceBody: team("b") },
        { operationType: "Read", id: "b" },
        { operationType: "Delete", id: "a" }
      ],
      "p1"
    )
    expect([code, result?.map(({ statusCode }) => statusCode)]).toEqual([200, [200, 201, 200, 204]])
    expect((await container.item("a", "p1").read()).statusCode).toBe(404)
    expect((await container.item("b", "p1").read()).statusCode).toBe(200)
  })

  it("leaves nothing when one operation fails", async () => {
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
    expect((await container.items.readAll().fetchAll()).resources.map(({ id }) => id)).toEqual(["a"])
    expect((await container.item("a", "p1").read()).resource.n).toBe(1)
  })
})
