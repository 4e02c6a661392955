import { describe, expect, it } from "vitest"
import { simulation } from "../testing/simulation.ts"
import { cosmosAccounts, keysIn } from "./testing/cosmosAccount.ts"
import { thrownBy } from "./testing/thrown.ts"

const running = simulation()
const account = cosmosAccounts(running)
const [one] = keysIn.first
const [two] = keysIn.second

const impatient = { connectionPolicy: { retryOptions: { maxRetryAttemptCount: 0 } } }

/** How many of `count` writes in a row are let through. */
const burst = async (count: number, write: (at: number) => Promise<unknown>): Promise<number> => {
  const ends = await Promise.allSettled(Array.from({ length: count }, (_, at) => write(at)))
  return ends.filter(({ status }) => status === "fulfilled").length
}

describe("throughput", () => {
  it("is what the control API says, half of it for each physical partition", async () => {
    const { tenant, another, database, container } = await account()
    // 100 RU/s: 50 for each partition, which ten writes of 5 RU use up.
    await tenant.control("PATCH", "/cosmos/behaviour", { requestUnitsPerSecond: 100 })
    const items = another(impatient).database(database.id).container(container.id).items
    await items.create({ id: "warm", pk: two })
    const through = await burst(40, (at) => items.create({ id: `a${at}`, pk: one }))
    expect(through).toBeGreaterThanOrEqual(10)
    expect(through).toBeLessThan(30)
    expect((await items.create({ id: "b", pk: two })).statusCode).toBe(201)
  })

  it("is refused above with 429/3200 and how long to wait", async () => {
    const { tenant, another, database, container } = await account()
    await tenant.control("PATCH", "/cosmos/behaviour", { requestUnitsPerSecond: 2 })
    const items = another(impatient).database(database.id).container(container.id).items
    await items.create({ id: "a", pk: one })
    const refused = await thrownBy(items.create({ id: "b", pk: one }))
    expect([refused.code, refused.substatus]).toEqual([429, 3200])
    // 5 RU were spent of 1 a second: a debt of 4, and something to spend in the fifth second from now.
    expect(refused.retryAfterInMs).toBeGreaterThan(3_000)
    expect(refused.retryAfterInMs).toBeLessThanOrEqual(5_000)
    tenant.advance(refused.retryAfterInMs!)
    expect((await items.create({ id: "b", pk: one })).statusCode).toBe(201)
  })

  it("is waited for by the SDK as it is told", async () => {
    const { tenant, container, calls } = await account()
    await tenant.control("PATCH", "/cosmos/behaviour", { requestUnitsPerSecond: 200 })
    const through = await burst(40, (at) => container.items.create({ id: `a${at}`, pk: one }))
    expect(through).toBe(40)
    expect((await calls()).some(({ status }) => status === 429)).toBe(true)
  })

  it("is what a container was made with", async () => {
    const { tenant, another, database } = await account()
    const { container } = await database.containers.create({ id: "small", partitionKey: "/pk", throughput: 400 })
    const items = another(impatient).database(database.id).container(container.id).items
    const text = "x".repeat(100 * 1_024)
    await burst(6, (at) => items.upsert({ id: `a${at}`, pk: one, text }))
    expect((await thrownBy(items.create({ id: "b", pk: one }))).code).toBe(429)
    await tenant.control("PATCH", "/cosmos/behaviour", { throttling: false })
    expect((await items.create({ id: "b", pk: one })).statusCode).toBe(201)
  })

  it("has no limit in a container that asked for none", async () => {
    const { another, database, container } = await account()
    const items = another(impatient).database(database.id).container(container.id).items
    expect(await burst(100, (at) => items.create({ id: `a${at}`, pk: one }))).toBe(100)
  })
})
