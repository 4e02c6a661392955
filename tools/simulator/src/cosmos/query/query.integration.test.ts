import type { Container, FeedOptions, SqlQuerySpec } from "@azure/cosmos"
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { cosmosAccounts, keysIn } from "../../testing/cosmosAccount.ts"
import { simulation } from "../../testing/simulation.ts"
import { thrownBy } from "../../testing/thrown.ts"

const running = simulation()
const account = cosmosAccounts(running)
const keys = [...keysIn.first, ...keysIn.second]

/** Fills an account with 20 items over four partition keys, two in each physical partition. */
const fillAccount = async () => {
  const made = await account()
  const { container } = made
  for (let n = 0; n < 20; n += 1) {
    const pk = keys[n % keys.length]!
    await container.items.create({
      id: `i${n}`,
      pk,
      n: (n * 7) % 20,
      name: n % 3 === 0 ? "x" : "y",
      tags: [`t${n % 2}`]
    })
  }
  return made
}

let shared: ReturnType<typeof fillAccount> | undefined
/** The filled account. All tests share it, because they only read. */
const filled = () => (shared ??= fillAccount())

const all = async (container: Container, query: string | SqlQuerySpec, options: FeedOptions = {}) =>
  (await container.items.query(query, options).fetchAll()).resources

const operationsOf = (calls: ReadonlyArray<{ readonly operation: string }>) => calls.map(({ operation }) => operation)

describe("in one logical partition", () => {
  it("everything is served at once", async () => {
    const { container } = await filled()
    const [pk] = keys
    const inside = (text: string) => all(container, text, { partitionKey: pk! })
    expect(await inside("SELECT VALUE c.n FROM c ORDER BY c.n DESC")).toEqual([16, 12, 8, 4, 0])
    expect(await inside("SELECT TOP 2 VALUE c.n FROM c ORDER BY c.n")).toEqual([0, 4])
    expect(await inside("SELECT VALUE c.n FROM c ORDER BY c.n OFFSET 1 LIMIT 2")).toEqual([4, 8])
    expect(await inside("SELECT VALUE COUNT(1) FROM c")).toEqual([5])
    expect(await inside("SELECT c.name, COUNT(1) AS n FROM c GROUP BY c.name")).toHaveLength(2)
  })

  it("parameters hold values of any type", async () => {
    const { container } = await filled()
    const parameters = [
      { name: "@ids", value: ["i0", "i4", "other"] },
      { name: "@n", value: 0 }
    ]
    const query = "SELECT VALUE c.id FROM c WHERE ARRAY_CONTAINS(@ids, c.id) AND c.n > @n"
    expect(await all(container, { query, parameters }, { partitionKey: keys[0]! })).toEqual(["i4"])
  })

  it("a partition key in the query's text is equivalent to one in the options", async () => {
    const { container, tenant, calls } = await filled()
    await tenant.control("DELETE", "/calls")
    expect(await all(container, `SELECT VALUE c.n FROM c WHERE c.pk = "${keys[0]}" ORDER BY c.n`)).toEqual([
      0, 4, 8, 12, 16
    ])
    expect(operationsOf(await calls())).toEqual(["queryPlan", "query"])
  })

  it("two partition keys in the text are two partitions", async () => {
    const { container } = await filled()
    const query = `SELECT VALUE c.n FROM c WHERE c.pk = "${keys[0]}" OR c.pk = "${keys[2]}" ORDER BY c.n`
    expect(await all(container, query)).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18])
  })

  it("pages have the requested size, and continue by an opaque token, even in another process", async () => {
    const { container, another, database } = await filled()
    const query = "SELECT VALUE c.n FROM c ORDER BY c.n"
    const options = { partitionKey: keys[0]!, maxItemCount: 2 }
    const first = await container.items.query(query, options).fetchNext()
    expect(first.resources).toEqual([0, 4])
    const other = another().database(database.id).container(container.id)
    const second = await other.items
      .query(query, { ...options, continuationToken: first.continuationToken })
      .fetchNext()
    expect(second.resources).toEqual([8, 12])
    const third = await container.items
      .query(query, { ...options, continuationToken: second.continuationToken })
      .fetchNext()
    expect([third.resources, third.continuationToken]).toEqual([[16], undefined])
  })
})

describe("across both physical partitions", () => {
  it("a plain query goes through them one after the other, with a continuation between", async () => {
    const { container, tenant, calls } = await filled()
    await tenant.control("DELETE", "/calls")
    const found = await all(container, "SELECT VALUE c.n FROM c WHERE c.n < 10")
    expect(found.toSorted((left: number, right: number) => left - right)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
    expect(operationsOf(await calls()).filter((operation) => operation === "query")).toHaveLength(2)
  })

  it("an ordered one is refused by the gateway with a plan, by which the client merges them", async () => {
    const { container, tenant, calls } = await filled()
    await tenant.control("DELETE", "/calls")
    expect(await all(container, "SELECT VALUE c.n FROM c ORDER BY c.n DESC")).toEqual(
      Array.from({ length: 20 }, (_, at) => 19 - at)
    )
    const seen = (await calls()).filter(({ operation }) => operation !== "metadata")
    expect(seen.map(({ operation, status }) => [operation, status])).toEqual([
      ["queryPlan", 200],
      ["query", 400],
      ["query", 200],
      ["query", 200]
    ])
  })

  it.each([
    ["SELECT TOP 3 VALUE c.n FROM c ORDER BY c.n", [0, 1, 2]],
    ["SELECT VALUE c.n FROM c ORDER BY c.n OFFSET 5 LIMIT 3", [5, 6, 7]],
    ["SELECT c.n, c.name AS called FROM c WHERE c.n < 1 ORDER BY c.n", [{ n: 0, called: "x" }]],
    ["SELECT VALUE COUNT(1) FROM c", [20]],
    ["SELECT VALUE COUNT(1) FROM c WHERE c.n >= 15", [5]],
    ["SELECT VALUE SUM(c.n) FROM c", [190]],
    ["SELECT VALUE AVG(c.n) FROM c", [9.5]],
    ["SELECT VALUE MIN(c.n) FROM c", [0]],
    ["SELECT VALUE MAX(c.n) FROM c", [19]],
    ["SELECT DISTINCT VALUE c.name FROM c ORDER BY c.name", ["x", "y"]],
    ["SELECT VALUE c.n FROM c WHERE c.name = 'x' AND c.n > 4 ORDER BY c.name, c.n DESC", [6, 5]]
  ])("%s", async (query, expected) => {
    const { container } = await filled()
    expect(await all(container, query)).toEqual(expected)
  })

  it("an ordered query with tokens returns everything once and in order, with any page size", async () => {
    const { container } = await filled()
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 9 }), fc.constantFrom("ASC", "DESC"), async (maxItemCount, order) => {
        const query = `SELECT VALUE c.n FROM c ORDER BY c.n ${order}`
        const found: Array<number> = []
        let continuationToken: string | undefined
        do {
          const options: FeedOptions = { enableQueryControl: true, forceQueryPlan: true, maxItemCount }
          if (continuationToken !== undefined) options.continuationToken = continuationToken
          const page = await container.items.query(query, options).fetchNext()
          found.push(...page.resources)
          continuationToken = page.continuationToken
        } while (continuationToken !== undefined)
        const numbers = Array.from({ length: 20 }, (_, at) => at)
        expect(found).toEqual(order === "ASC" ? numbers : numbers.toReversed())
      }),
      { numRuns: 12 }
    )
  })

  it("ties in the order are broken without loss, over tokens too", async () => {
    const { container } = await filled()
    const found: Array<string> = []
    let continuationToken: string | undefined
    do {
      const options: FeedOptions = { enableQueryControl: true, forceQueryPlan: true, maxItemCount: 3 }
      if (continuationToken !== undefined) options.continuationToken = continuationToken
      const page = await container.items.query("SELECT VALUE c.id FROM c ORDER BY c.name", options).fetchNext()
      found.push(...page.resources)
      continuationToken = page.continuationToken
    } while (continuationToken !== undefined)
    expect(found).toHaveLength(20)
    expect(new Set(found).size).toBe(20)
  })

  it("all items are listed without a query", async () => {
    const { container } = await filled()
    expect((await container.items.readAll({ maxItemCount: 3 }).fetchAll()).resources).toHaveLength(20)
  })
})

describe("a query that isn't served", () => {
  it.each([
    ["that is no SQL", "SELEKT * FROM c", "SC1001"],
    ["with a function that there isn't", "SELECT * FROM c WHERE FOO(c.n)", "SC2005"],
    ["with a name that stands for nothing", "SELECT * FROM c WHERE d.n = 1", "SC2001"],
    ["in an order that the index hasn't got", "SELECT * FROM c ORDER BY c.other", "excluded"],
    ["in an order of two without a composite index", "SELECT * FROM c ORDER BY c.n, c.name", "composite index"]
  ])("%s is a 400 in the service's own words", async (_, query, words) => {
    const { container } = await filled()
    const { code, message } = await thrownBy(all(container, query, { partitionKey: keys[0]! }))
    expect(code).toBe(400)
    expect(message).toContain(words)
    expect(message).toContain("ActivityId")
  })

  it("with a token that isn't its own is refused", async () => {
    const { container } = await filled()
    const options = { partitionKey: keys[0]!, continuationToken: "made up" }
    expect((await thrownBy(all(container, "SELECT * FROM c", options))).message).toContain("Invalid Continuation Token")
  })
})

describe("what a query costs", () => {
  it("grows with what it has to load, not with what there is", async () => {
    const { container, tenant, calls } = await filled()
    const cost = async (query: string) => {
      await tenant.control("DELETE", "/calls")
      await all(container, query, { partitionKey: keys[0]! })
      const last = (await calls()).find(({ operation }) => operation === "query")
      return [last?.itemsRead, last?.requestUnits ?? 0] as const
    }
    const [few, cheap] = await cost("SELECT * FROM c WHERE c.n = 4")
    const [many, dear] = await cost("SELECT * FROM c WHERE c.other = 4")
    expect([few, many]).toEqual([1, 5])
    expect(dear).toBeGreaterThan(cheap)
  })

  it("is shown in metrics on request", async () => {
    const { container } = await filled()
    const { queryMetrics } = await container.items
      .query("SELECT * FROM c WHERE c.n = 4", { partitionKey: keys[0]!, populateQueryMetrics: true })
      .fetchNext()
    expect(queryMetrics).toMatchObject({ "0": { retrievedDocumentCount: 1, outputDocumentCount: 1 } })
  })
})
