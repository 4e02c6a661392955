import { expect, it } from "vitest"
import { cosmosAccounts, usualContainer } from "../../testing/cosmosAccount.ts"
import { simulation } from "../../testing/simulation.ts"
import { refusal } from "../../testing/thrown.ts"

const running = simulation()
const account = cosmosAccounts(running)

it("databases are created once, listed, read and deleted with their content", async () => {
  const { client, database, container } = await account()
  expect((await refusal(client.databases.create({ id: "tests" })))[0]).toBe(409)
  expect((await client.databases.createIfNotExists({ id: "tests" })).statusCode).toBe(200)
  expect((await client.databases.readAll().fetchAll()).resources.map(({ id }) => id)).toEqual(["tests"])
  expect((await database.delete()).statusCode).toBe(204)
  expect((await refusal(container.read()))[0]).toBe(404)
})

it("a container keeps the settings it was created with", async () => {
  const { container } = await account()
  const { resource } = await container.read()
  expect(resource).toMatchObject({
    id: "items",
    defaultTtl: -1,
    partitionKey: { paths: ["/pk"], kind: "Hash", version: 2 },
    indexingPolicy: { compositeIndexes: usualContainer.indexingPolicy?.compositeIndexes, indexingMode: "consistent" }
  })
  // The service always leaves etags out of the index.
  expect(resource?.indexingPolicy?.excludedPaths?.map(({ path }) => path)).toEqual(["/*", '/"_etag"/?'])
})

it("a container may be given another index and time to live, and stays the same with its items", async () => {
  const { container, database } = await account()
  await container.items.create({ id: "a", pk: "p1" })
  const { resource, etag } = await container.read()
  const changed = await container.replace({
    id: "items",
    partitionKey: resource!.partitionKey!,
    defaultTtl: 60,
    indexingPolicy: { indexingMode: "consistent", includedPaths: [{ path: "/*" }] }
  })
  expect(changed.resource?.defaultTtl).toBe(60)
  expect(changed.etag).not.toBe(etag)
  expect((await container.item("a", "p1").read()).statusCode).toBe(200)
  const moved = database.container("items").replace({ id: "items", partitionKey: { paths: ["/other"] } })
  expect((await refusal(moved))[0]).toBe(400)
})

it.each([
  ["without a valid index", { indexingPolicy: { includedPaths: [{ path: "/n" }] } }],
  ["with a time to live of 0", { defaultTtl: 0 }],
  ["with unique keys, which the simulator doesn't enforce", { uniqueKeyPolicy: { uniqueKeys: [{ paths: ["/n"] }] } }],
  ["with less throughput than there is", { throughput: 300 }],
  ["under a name that there is", { id: "items" }]
])("a container %s is refused", async (_, more) => {
  const { database } = await account()
  const [code] = await refusal(database.containers.create({ id: "more", partitionKey: "/pk", ...more }))
  expect(code).toBe("id" in more ? 409 : 400)
})

it("the simulator says what it doesn't serve", async () => {
  const { container } = await account()
  expect((await refusal(container.scripts.storedProcedures.readAll().fetchAll()))[0]).toBe(400)
})
