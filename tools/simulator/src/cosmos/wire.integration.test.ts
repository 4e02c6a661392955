import fc from "fast-check"
import { expect, it } from "vitest"
import { cosmosAccounts } from "../testing/cosmosAccount.ts"
import { signedFetch } from "../testing/signedFetch.ts"
import { simulation } from "../testing/simulation.ts"

const running = simulation()
const account = cosmosAccounts(running)

const item = "/dbs/tests/colls/items/docs/a"
const requests = fc.constantFrom(
  ["POST", "/dbs"],
  ["POST", "/dbs/tests/colls"],
  ["PUT", "/dbs/tests/colls/items"],
  ["GET", "/dbs/%zz"],
  ["GET", "/dbs//colls"],
  ["GET", "/dbs/tests/sprocs"],
  ["DELETE", "/dbs"],
  ["GET", "/dbs/tests/colls/none/docs/x"],
  ["GET", "/dbs/tests/colls/items/docs/%E0%A4%A"],
  ["POST", "/dbs/tests/colls/items/docs"],
  ["GET", "/dbs/tests/colls/items/docs"],
  ["GET", item],
  ["PUT", item],
  ["PATCH", item],
  ["DELETE", item]
)

const headers = fc.record(
  {
    "x-ms-documentdb-partitionkey": fc.constantFrom('["p1"]', '["a","b"]', "[]", "[[]]", "no"),
    "x-ms-documentdb-partitionkeyrangeid": fc.constantFrom("0", "1", "7"),
    "x-ms-documentdb-isquery": fc.constantFrom("true", "false"),
    "x-ms-cosmos-is-query-plan-request": fc.constant("True"),
    "x-ms-cosmos-is-batch-request": fc.constant("true"),
    "x-ms-cosmos-batch-atomic": fc.constant("true"),
    "x-ms-documentdb-is-upsert": fc.constant("true"),
    "x-ms-max-item-count": fc.constantFrom("-1", "0", "2", "many"),
    "x-ms-continuation": fc.constantFrom("", "!!!", Buffer.from('{"range":9}').toString("base64url")),
    "x-ms-session-token": fc.constantFrom("0:-1#0", "0:-1#99999", ",:x#;"),
    "x-ms-consistency-level": fc.constantFrom("Session", "Strong", "None"),
    "x-ms-offer-throughput": fc.constantFrom("400", "1", "x"),
    "x-ms-cosmos-offer-autopilot-settings": fc.constantFrom("{", '{"maxThroughput":1000}'),
    "a-im": fc.constantFrom("Incremental feed", "Full-Fidelity Feed"),
    "if-none-match": fc.constantFrom("*", '"1"', "x"),
    "if-modified-since": fc.constantFrom("x", new Date(0).toUTCString()),
    "if-match": fc.constantFrom("*", "x")
  },
  { requiredKeys: [] }
)

const bodies = fc.oneof(
  fc.json().map((text): unknown => JSON.parse(text)),
  fc.record(
    { id: fc.oneof(fc.string(), fc.integer()), pk: fc.constantFrom("p1", 1, {}), ttl: fc.integer() },
    { requiredKeys: [] }
  ),
  fc.record({
    query: fc.constantFrom(
      "SELECT",
      "SELECT * FROM c",
      "SELECT VALUE COUNT(1) + 1 FROM c",
      "SELECT c.a, COUNT(1) FROM c GROUP BY c.a",
      "SELECT * FROM c WHERE c.n = @n ORDER BY c.n OFFSET @n LIMIT @n"
    ),
    parameters: fc.constantFrom([], {}, [5], [{ name: "@n" }], [{ name: "@n", value: 1 }])
  }),
  fc.array(
    fc.record({
      operationType: fc.constantFrom("Create", "Upsert", "Read", "Replace", "Patch", "Delete", "Fly"),
      id: fc.constantFrom("a", "b"),
      partitionKey: fc.constantFrom('["p1"]', "no"),
      resourceBody: fc.constantFrom({ id: "a", pk: "p1" }, { operations: [{ op: "incr", path: "/n", value: 1 }] }, null)
    }),
    { maxLength: 4 }
  ),
  fc.record({
    id: fc.constantFrom("more", "items", "a/b"),
    partitionKey: fc.constantFrom(
      7,
      { paths: [] },
      { paths: ["pk"] },
      { paths: ["/pk"] },
      { paths: ["/a", "/b", "/c", "/d"] }
    ),
    indexingPolicy: fc.constantFrom(5, [], {}, { includedPaths: 5 }, { compositeIndexes: [5] })
  })
)

it("every request is answered in the service's form, and never ends in a defect of the simulator", async () => {
  const { tenant } = await account()
  const { key } = (await tenant.control("GET", "/cosmos")).body
  await fc.assert(
    fc.asyncProperty(requests, headers, bodies, async ([method = "", path = ""], given, body) => {
      const url = `${running.base}${path}`
      const sent = method === "GET" ? {} : { body }
      const response = await signedFetch(method, url, { key, headers: given, ...sent })
      const text = await response.text()
      expect(response.status).toBeLessThan(500)
      if (response.status < 400) return
      expect(JSON.parse(text)).toMatchObject({
        code: expect.any(String),
        message: expect.stringContaining("ActivityId")
      })
    }),
    { numRuns: 400 }
  )
})
