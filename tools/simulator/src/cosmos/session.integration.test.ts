import { describe, expect, it } from "vitest"
import { cosmosAccounts, keysIn } from "../testing/cosmosAccount.ts"
import { simulation, type TestTenant } from "../testing/simulation.ts"
import { refusal } from "../testing/thrown.ts"

const running = simulation()
const account = cosmosAccounts(running)
const [one] = keysIn.first
const [two] = keysIn.second

/** From now on every read meets a replica that lacks the latest commits. */
const behind = (tenant: TestTenant, commits = 1) =>
  tenant.control("POST", "/faults", { surface: "cosmos", fault: { kind: "stale", commits } })

describe("a replica that is behind", () => {
  it("is hidden from the session that wrote, and not from another", async () => {
    const { container, another, database, tenant } = await account()
    await container.items.create({ id: "a", pk: one, n: 1 })
    await container.item("a", one).replace({ id: "a", pk: one, n: 2 })
    await behind(tenant)
    expect((await container.item("a", one).read()).resource.n).toBe(2)
    const other = another().database(database.id).container(container.id)
    expect((await other.item("a", one).read()).resource.n).toBe(1)
    // Compare-and-swap is safe all the same: the write goes to the latest.
    const { etag } = await other.item("a", one).read()
    const condition = { accessCondition: { type: "IfMatch", condition: etag } }
    expect((await refusal(other.item("a", one).replace({ id: "a", pk: one, n: 3 }, condition)))[0]).toBe(412)
  })

  it("is seen by a client without session consistency", async () => {
    const { container, another, database, tenant } = await account()
    await container.items.create({ id: "a", pk: one, n: 1 })
    await behind(tenant)
    const eventual = another({ consistencyLevel: "Eventual" }).database(database.id).container(container.id)
    await eventual.items.create({ id: "b", pk: one })
    expect((await eventual.item("b", one).read()).statusCode).toBe(404)
    expect((await container.item("a", one).read()).statusCode).toBe(200)
  })

  it("shows an earlier state: new items are missing and deleted ones are there, in queries and the feed", async () => {
    const { container, another, database, tenant } = await account()
    await container.items.create({ id: "kept", pk: one, n: 1 })
    await container.items.create({ id: "gone", pk: one, n: 1 })
    await container.items.batch(
      [
        { operationType: "Delete", id: "gone" },
        { operationType: "Create", resourceBody: { id: "new", pk: one, n: 1 } },
        { operationType: "Replace", id: "kept", resourceBody: { id: "kept", pk: one, n: 2 } }
      ],
      one
    )
    const rule = await behind(tenant)
    const other = another().database(database.id).container(container.id)
    const seen = async () =>
      (await other.items.query("SELECT c.id, c.n FROM c", { partitionKey: one }).fetchAll()).resources
    expect(await seen()).toEqual([
      { id: "kept", n: 1 },
      { id: "gone", n: 1 }
    ])
    expect((await other.item("gone", one).read()).statusCode).toBe(200)
    expect((await other.item("new", one).read()).statusCode).toBe(404)
    await tenant.control("DELETE", `/faults/${rule.body.id}`)
    expect(await seen()).toEqual([
      { id: "kept", n: 2 },
      { id: "new", n: 1 }
    ])
  })

  it("lags in its own physical partition only", async () => {
    const { container, another, database, tenant } = await account()
    await container.items.create({ id: "a", pk: one })
    await container.items.create({ id: "b", pk: two })
    await tenant.control("POST", "/faults", {
      surface: "cosmos",
      operation: "read",
      path: "/dbs/{db}/colls/{coll}/docs/a",
      fault: { kind: "stale" }
    })
    const other = another().database(database.id).container(container.id)
    expect((await other.item("a", one).read()).statusCode).toBe(404)
    expect((await other.item("b", two).read()).statusCode).toBe(200)
  })
})

describe("a session token", () => {
  it("of a container that was recreated under its name can't be honored, and clients continue without it", async () => {
    const { container, another, database, tenant, calls } = await account()
    for (const id of ["a", "b"]) await container.items.create({ id, pk: one })
    await another().database(database.id).container(container.id).delete()
    await another().database(database.id).containers.create({ id: container.id, partitionKey: "/pk" })
    await tenant.control("DELETE", "/calls")
    expect((await container.item("a", one).read()).statusCode).toBe(404)
    // The SDK got 404/1002, discarded its token and retried.
    expect((await calls()).filter(({ operation }) => operation === "read")).toHaveLength(2)
  })

  it("is sent with refusals, too", async () => {
    const { container } = await account()
    await container.items.create({ id: "a", pk: one })
    const refused = container.items.create({ id: "a", pk: one })
    await expect(refused).rejects.toMatchObject({ headers: { "x-ms-session-token": "0:-1#1" } })
  })
})
