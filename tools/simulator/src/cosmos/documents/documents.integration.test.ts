import { describe, expect, it } from "vitest"
import { cosmosAccounts } from "../../testing/cosmosAccount.ts"
import { signedFetch } from "../../testing/signedFetch.ts"
import { simulation, type TestTenant } from "../../testing/simulation.ts"
import { refusal } from "../../testing/thrown.ts"

const running = simulation()
const account = cosmosAccounts(running)

const team = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({ id, pk: "p1", n: 1, ...more })
const knowing = (condition: string) => ({ accessCondition: { type: "IfMatch", condition } })

/** A bare POST into partition p1: what the SDK wouldn't send. */
const post = async (tenant: TestTenant, body: unknown): Promise<number> => {
  const { key } = (await tenant.control("GET", "/cosmos")).body
  const headers = { "x-ms-documentdb-partitionkey": '["p1"]' }
  const { status } = await signedFetch("POST", `${running.base}/dbs/tests/colls/items/docs`, { key, body, headers })
  return status
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
    expect((await refusal(item.delete()))[0]).toBe(404)
  })

  it("keeps its resource id over replacements, and never its etag", async () => {
    const { container } = await account()
    const created = await container.items.create(team("a"))
    const replaced = await container.item("a", "p1").replace(team("a", { n: 2 }))
    expect(replaced.resource?.["_rid"]).toBe(created.resource?._rid)
    expect(replaced.etag).not.toBe(created.etag)
    expect(replaced.etag).toBe(replaced.resource?.["_etag"])
    const { _ts: written } = created.resource as unknown as { _ts: number }
    expect(Math.abs(written - Date.now() / 1_000)).toBeLessThan(60)
  })

  it("exists once for each id in a partition", async () => {
    const { container } = await account()
    await container.items.create(team("a"))
    expect((await refusal(container.items.create(team("a"))))[0]).toBe(409)
    expect((await container.items.create(team("a", { pk: "p2" }))).statusCode).toBe(201)
  })

  it.each(["a b", "ä€😀", "a'b\"c", "a%20b", "a+b&c=d", "(a)", "__proto__", "constructor", "123"])(
    "may be called %s",
    async (id) => {
      const { container } = await account()
      await container.items.create(team(id))
      expect((await container.item(id, "p1").read()).resource?.id).toBe(id)
      expect((await container.item(id, "p1").delete()).statusCode).toBe(204)
    }
  )

  it.each([
    ["an id that is no text", { id: 7 }],
    ["an id that is too long", { id: "x".repeat(1_024) }],
    ["a time to live of nothing", { id: "a", ttl: null }],
    ["a time to live of 0", { id: "a", ttl: 0 }],
    ["a time to live of half a second", { id: "a", ttl: 0.5 }]
  ])("is refused with %s", async (_, more) => {
    const { tenant } = await account()
    expect(await post(tenant, { pk: "p1", ...more })).toBe(400)
    expect(await post(tenant, { pk: "p1", id: "good" })).toBe(201)
  })

  it("is refused in another partition than its own", async () => {
    const { tenant } = await account()
    expect(await post(tenant, { pk: "p2", id: "a" })).toBe(400)
    expect(await post(tenant, { id: "a" })).toBe(400)
  })

  it("has at most 2 MB", async () => {
    const { container } = await account()
    const text = "x".repeat(2 * 1_024 * 1_024)
    expect((await refusal(container.items.create(team("a", { text }))))[0]).toBe(413)
    expect((await container.items.create(team("a", { text: text.slice(2_000) }))).statusCode).toBe(201)
    // What the service adds counts, too: here the request is small enough, and the item isn't.
    expect((await refusal(container.items.create(team("b", { text: text.slice(60) }))))[0]).toBe(413)
  })
})

describe("an etag", () => {
  it("lets only writers that know it overwrite an item", async () => {
    const { container } = await account()
    const { etag } = await container.items.create(team("a"))
    const item = container.item("a", "p1")
    const replaced = await item.replace(team("a", { n: 2 }), knowing(etag))
    expect(replaced.etag).not.toBe(etag)
    const attempts = [
      item.replace(team("a", { n: 3 }), knowing(etag)),
      item.delete(knowing(etag)),
      item.patch([{ op: "set", path: "/n", value: 4 }], knowing(etag)),
      container.items.upsert(team("a"), knowing(etag))
    ]
    expect((await Promise.all(attempts.map(refusal))).map(([code]) => code)).toEqual([412, 412, 412, 412])
    expect((await item.read()).resource.n).toBe(2)
  })

  it("lets one of two writers that know it through", async () => {
    const { container } = await account()
    const { etag } = await container.items.create(team("a"))
    const item = container.item("a", "p1")
    const writers = Array.from({ length: 10 }, (_, n) => item.replace(team("a", { n }), knowing(etag)))
    const ends = await Promise.allSettled(writers)
    expect(ends.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
  })

  it("doesn't keep an upsert from creating what isn't there", async () => {
    const { container } = await account()
    const { statusCode } = await container.items.upsert(team("a"), knowing('"of something that is gone"'))
    expect(statusCode).toBe(201)
  })

  it("saves the answer for a client that has it", async () => {
    const { container } = await account()
    const { etag } = await container.items.create(team("a"))
    const condition = { accessCondition: { type: "IfNoneMatch", condition: etag } }
    const item = container.item("a", "p1")
    expect(await item.read(condition)).toMatchObject({ statusCode: 304, resource: null })
    await item.replace(team("a", { n: 2 }))
    expect((await item.read(condition)).statusCode).toBe(200)
  })
})
