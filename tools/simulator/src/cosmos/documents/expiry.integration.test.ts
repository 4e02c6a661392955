import { describe, expect, it } from "vitest"
import { cosmosAccounts } from "../../testing/cosmosAccount.ts"
import { simulation } from "../../testing/simulation.ts"

const running = simulation()
const account = cosmosAccounts(running)

const team = (id: string, more: Readonly<Record<string, unknown>> = {}) => ({ id, pk: "p1", n: 1, ...more })

describe("time to live", () => {
  it("counts from the last write, by the item's own or the container's", async () => {
    const { tenant, container } = await account({ id: "items", partitionKey: "/pk", defaultTtl: 100 })
    await container.items.create(team("container's"))
    await container.items.create(team("short", { ttl: 10 }))
    await container.items.create(team("kept", { ttl: -1 }))
    await container.items.create(team("written"))
    const alive = async () =>
      new Set((await container.items.query("SELECT VALUE c.id FROM c", { partitionKey: "p1" }).fetchAll()).resources)
    tenant.advance(11_000)
    expect(await alive()).toEqual(new Set(["container's", "kept", "written"]))
    await container.item("written", "p1").replace(team("written"))
    tenant.advance(90_000)
    expect(await alive()).toEqual(new Set(["kept", "written"]))
    expect((await container.item("container's", "p1").read()).statusCode).toBe(404)
    // What has expired makes room for another of its name.
    expect((await container.items.create(team("short"))).statusCode).toBe(201)
  })

  it("takes what has expired out once its partition is written to", async () => {
    const { tenant, container } = await account({ id: "items", partitionKey: "/pk", defaultTtl: 10 })
    await container.items.create(team("a"))
    await container.items.create(team("b", { ttl: -1 }))
    tenant.advance(10_000)
    await container.items.upsert(team("b", { ttl: -1 }))
    const [made] = running.simulator.world.tenants.get(tenant.id)!.state.cosmos.databases[0]!.containers
    expect(Object.keys(made!.partitions['["p1"]']!.items)).toEqual(["/b"])
    await container.item("b", "p1").delete()
    expect(made!.partitions).toEqual({})
  })

  it("does nothing in a container that has none", async () => {
    const { tenant, container } = await account({ id: "items", partitionKey: "/pk" })
    await container.items.create(team("a", { ttl: 1 }))
    tenant.advance(10_000)
    expect((await container.item("a", "p1").read()).statusCode).toBe(200)
  })
})
