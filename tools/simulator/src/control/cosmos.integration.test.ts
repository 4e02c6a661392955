import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import tls from "node:tls"
import { CosmosClient } from "@azure/cosmos"
import { describe, expect, it } from "vitest"
import { sampleTenantId } from "../sample/people.ts"
import { startSimulator } from "../startSimulator.ts"
import { cosmosAccounts, keysIn } from "../testing/cosmosAccount.ts"
import { simulation } from "../testing/simulation.ts"

const running = simulation()
const account = cosmosAccounts(running)

describe("the control API", () => {
  it("shows the actual state, with the items on request", async () => {
    const { tenant, container } = await account()
    await container.items.create({ id: "a", pk: keysIn.first[0], n: 1 })
    await container.items.create({ id: "b", pk: keysIn.second[0], ttl: 5 })
    const state = async () => (await tenant.control("GET", "/cosmos?items=true")).body.databases[0].containers[0]
    expect(await state()).toMatchObject({
      id: "items",
      defaultTtl: -1,
      throughput: null,
      ranges: [
        { id: "0", lsn: 1, items: 1 },
        { id: "1", lsn: 1, items: 1 }
      ],
      items: [{ id: "a", n: 1 }, { id: "b" }]
    })
    tenant.advance(5_000)
    expect((await state()).items).toHaveLength(1)
    const { body } = await tenant.control("GET", "/cosmos")
    expect(body.databases[0].containers[0]).not.toHaveProperty("items")
    expect(body.endpoint).toBe(running.base)
  })

  it("counts an account's calls and their cost", async () => {
    const { tenant, container, calls } = await account()
    await tenant.control("DELETE", "/calls")
    await container.items.create({ id: "a", pk: "p1" })
    await container.item("a", "p1").read()
    expect(await calls()).toMatchObject([
      { operation: "create", method: "POST", path: "/dbs/tests/colls/items/docs", status: 201, requestUnits: 5 },
      { operation: "read", method: "GET", path: "/dbs/tests/colls/items/docs/a", status: 200, requestUnits: 1 }
    ])
  })

  it.each([
    ["PATCH", "/behavior", { requestUnitsPerSecond: 0 }, "requestUnitsPerSecond"],
    ["PATCH", "/behavior", { patience: true }, "patience"],
    ["POST", "/role-assignments", { role: "Cosmos DB Built-in Data Reader" }, "principalId"],
    ["POST", "/role-assignments", { role: "King", principalId: "x" }, "King"],
    ["POST", "/roles", { roleName: "x", dataActions: "all" }, "dataActions"]
  ])("%s %s refuses %j by name", async (method, path, body, word) => {
    const { tenant } = await account()
    await expect(tenant.control(method, `/cosmos${path}`, body)).rejects.toThrow(word)
  })
})

it("a second start finds databases, containers and items again, and the commits go on", async () => {
  const folder = await mkdtemp(join(tmpdir(), "simulator-state-"))
  const options = { port: 0, timeScale: 1, stateFile: join(folder, "state.json"), tlsFolder: undefined }
  const open = async () => {
    const simulator = await startSimulator(options)
    tls.setDefaultCACertificates([simulator.ca, running.simulator.ca])
    const key = simulator.world.tenants.get(sampleTenantId)!.state.cosmos.primaryKey
    const client = new CosmosClient({ endpoint: simulator.base, key, consistencyLevel: "Session" })
    const stop = async () => {
      client.dispose()
      await simulator.close()
    }
    return { client, stop }
  }
  const first = await open()
  const { database } = await first.client.databases.create({ id: "tests" })
  const { container } = await database.containers.create({ id: "items", partitionKey: "/pk" })
  const { etag } = await container.items.create({ id: "a", pk: "p1", n: 1 })
  await first.stop()

  const second = await open()
  const again = second.client.database("tests").container("items")
  const read = await again.item("a", "p1").read()
  expect([read.resource.n, read.etag]).toEqual([1, etag])
  const replaced = await again.item("a", "p1").replace({ id: "a", pk: "p1", n: 2 })
  expect(replaced.headers["x-ms-session-token"]).toBe("0:-1#2")
  await second.stop()
  await rm(folder, { recursive: true })
})
