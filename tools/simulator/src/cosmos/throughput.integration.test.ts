import { describe, expect, it } from "vitest"
import { cosmosAccounts, keysIn } from "../testing/cosmosAccount.ts"
import { simulation } from "../testing/simulation.ts"
import { thrownBy } from "../testing/thrown.ts"

const still = simulation({ still: true })
const account = cosmosAccounts(still)
const [one] = keysIn.first
const [two] = keysIn.second

const impatient = { connectionPolicy: { retryOptions: { maxRetryAttemptCount: 0 } } }

/** Returns how many of `count` writes at once succeed. */
const burst = async (count: number, write: (at: number) => Promise<unknown>): Promise<number> => {
  const ends = await Promise.allSettled(Array.from({ length: count }, (_, at) => write(at)))
  return ends.filter(({ status }) => status === "fulfilled").length
}

/** An account with a limit for each container and second, and a client that doesn't retry. */
const limited = async (requestUnitsPerSecond: number) => {
  const { tenant, another, database, container } = await account()
  await tenant.control("PATCH", "/cosmos/behavior", { requestUnitsPerSecond })
  return { tenant, items: another(impatient).database(database.id).container(container.id).items }
}

describe("throughput", () => {
  it("is set by the control API, half of it for each physical partition", async () => {
    const { tenant, items } = await limited(100)
    expect(await burst(40, (at) => items.create({ id: `a${at}`, pk: one }))).toBe(10)
    expect(await burst(40, (at) => items.create({ id: `b${at}`, pk: two }))).toBe(10)
    tenant.advance(1_000)
    expect(await burst(40, (at) => items.create({ id: `c${at}`, pk: one }))).toBe(10)
  })

  it("above the limit is throttled with 429/3200 and a time to wait", async () => {
    const { tenant, items } = await limited(2)
    await items.create({ id: "a", pk: one })
    const refused = await thrownBy(items.create({ id: "b", pk: one }))
    expect([refused.code, refused.substatus]).toEqual([429, 3200])
    // 5 RU were spent of 1 a second: a debt of 4, and something to spend in the fifth second from now.
    expect(refused.retryAfterInMs).toBeGreaterThan(4_000)
    expect(refused.retryAfterInMs).toBeLessThanOrEqual(5_000)
    tenant.advance(refused.retryAfterInMs! - 1)
    expect((await thrownBy(items.create({ id: "b", pk: one }))).retryAfterInMs).toBe(1)
    tenant.advance(1)
    expect((await items.create({ id: "b", pk: one })).statusCode).toBe(201)
  })

  it("that isn't used is lost: no second has more than its own", async () => {
    const { tenant, items } = await limited(100)
    await items.create({ id: "first", pk: one })
    tenant.advance(3_600_000)
    expect(await burst(40, (at) => items.create({ id: `a${at}`, pk: one }))).toBe(10)
  })

  it("is used by reads, queries and refusals as well", async () => {
    const { items } = await limited(20)
    await items.create({ id: "a", pk: one })
    expect((await thrownBy(items.create({ id: "a", pk: one }))).code).toBe(409)
    await items.query("SELECT * FROM c", { partitionKey: one }).fetchAll()
    expect(await burst(10, () => items.query("SELECT * FROM c", { partitionKey: one }).fetchAll())).toBeLessThan(3)
    expect((await thrownBy(items.create({ id: "b", pk: one }))).code).toBe(429)
  })

  it("is what a container was created with, until throttling is turned off", async () => {
    const { tenant, another, database } = await account()
    const { container } = await database.containers.create({ id: "small", partitionKey: "/pk", throughput: 400 })
    const items = another(impatient).database(database.id).container(container.id).items
    expect(await burst(100, (at) => items.create({ id: `a${at}`, pk: one }))).toBe(40)
    await tenant.control("PATCH", "/cosmos/behavior", { throttling: false })
    expect(await burst(100, (at) => items.create({ id: `b${at}`, pk: one }))).toBe(100)
  })

  it("has no limit in a container that was created without one", async () => {
    const { another, database, container } = await account()
    const items = another(impatient).database(database.id).container(container.id).items
    expect(await burst(100, (at) => items.create({ id: `a${at}`, pk: one }))).toBe(100)
  })
})

describe("the SDK", () => {
  it("waits as long as the answer says, and then succeeds", async () => {
    const { tenant, container, calls } = await account()
    await tenant.control("PATCH", "/cosmos/behavior", { requestUnitsPerSecond: 200 })
    // The clock stands still, so that exactly 20 of 40 writes fit into this second.
    const writes = burst(40, (at) => container.items.create({ id: `a${at}`, pk: one }))
    const statuses = async () => (await calls()).map(({ status }) => status)
    await expect.poll(statuses).toContain(429)
    tenant.advance(1_000)
    expect(await writes).toBe(40)
    expect((await statuses()).filter((status) => status === 201 || status === 429).length).toBeGreaterThan(40)
  })
})
