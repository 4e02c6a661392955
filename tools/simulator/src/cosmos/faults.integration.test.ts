import { describe, expect, it } from "vitest"
import { cosmosAccounts } from "../testing/cosmosAccount.ts"
import { simulation, type TestTenant } from "../testing/simulation.ts"
import { refusal, thrownBy } from "../testing/thrown.ts"

const running = simulation()
const account = cosmosAccounts(running)

const inject = async (
  tenant: TestTenant,
  operation: string,
  fault: Readonly<Record<string, unknown>>,
  more: Readonly<Record<string, unknown>> = {}
): Promise<string> =>
  (await tenant.control("POST", "/faults", { surface: "cosmos", operation, times: 1, fault, ...more })).body.id

/** Without retries of its own. */
const once = {
  connectionPolicy: { enableEndpointDiscovery: false, retryOptions: { maxRetryAttemptCount: 0 } }
}

const prepared = async () => {
  const made = await account()
  const container = made.another(once).database(made.database.id).container(made.container.id)
  await container.items.create({ id: "a", pk: "p1", n: 1 })
  return { ...made, container }
}

describe("an answer in place of the real one", () => {
  it.each([
    [429, 3200, { retryAfter: 0.25 }],
    [449, undefined, {}],
    [503, undefined, {}],
    [500, undefined, {}],
    [403, 5302, { substatus: 5302 }],
    [410, 1002, { substatus: 1002, code: "Gone" }]
  ])("of %i/%s reaches the client in the service's form, without effect", async (status, substatus, more) => {
    const { tenant, container } = await prepared()
    await inject(tenant, "create", { kind: "answer", status, ...more })
    const thrown = await thrownBy(container.items.create({ id: "b", pk: "p1" }))
    expect([thrown.code, thrown.substatus]).toEqual([status, substatus])
    expect(thrown.message).toContain("ActivityId")
    expect(thrown.retryAfterInMs).toBe("retryAfter" in more ? 250 : undefined)
    expect((await container.item("b", "p1").read()).statusCode).toBe(404)
  })

  it("may come although the write had its effect", async () => {
    const { tenant, container } = await prepared()
    await inject(tenant, "create", { kind: "answer", status: 503, afterEffect: true })
    expect((await refusal(container.items.create({ id: "b", pk: "p1" })))[0]).toBe(503)
    expect((await container.item("b", "p1").read()).statusCode).toBe(200)
  })

  it("is retried by the SDK where it says so: 429 always, 503 of a read once", async () => {
    const { tenant, database, container, client, calls } = await prepared()
    const patient = client.database(database.id).container(container.id)
    await inject(tenant, "create", { kind: "answer", status: 429, retryAfter: 0.01 }, { times: 3 })
    expect((await patient.items.create({ id: "b", pk: "p1" })).statusCode).toBe(201)
    await tenant.control("DELETE", "/calls")
    await inject(tenant, "read", { kind: "answer", status: 503 })
    expect((await patient.item("b", "p1").read()).statusCode).toBe(200)
    expect((await calls()).filter(({ operation }) => operation === "read").map(({ status }) => status)).toEqual([
      503, 200
    ])
  })
})

describe("a broken connection", () => {
  it.each([
    ["before", { kind: "reset" }, 404],
    ["after the write was committed", { kind: "reset", afterEffect: true }, 200],
    ["in the middle of the answer", { kind: "reset", midBody: true }, 200]
  ])("%s", async (_, fault, then) => {
    const { tenant, container, calls } = await prepared()
    await inject(tenant, "create", fault)
    const { code } = await thrownBy(container.items.create({ id: "b", pk: "p1" }))
    expect(code).not.toBe(201)
    expect((await container.item("b", "p1").read()).statusCode).toBe(then)
    expect((await calls()).findLast(({ operation }) => operation === "create")?.status).toBe(0)
  })

  it("of a batch leaves the whole of it done", async () => {
    const { tenant, container } = await prepared()
    await inject(tenant, "batch", { kind: "reset", afterEffect: true })
    const batch = container.items.batch(
      [
        { operationType: "Create", resourceBody: { id: "b", pk: "p1" } },
        { operationType: "Create", resourceBody: { id: "c", pk: "p1" } }
      ],
      "p1"
    )
    expect((await thrownBy(batch)).message).not.toBe("")
    expect((await container.items.readAll().fetchAll()).resources).toHaveLength(3)
  })
})

describe("other faults", () => {
  it("half an answer is no JSON", async () => {
    const { tenant, container } = await prepared()
    await inject(tenant, "read", { kind: "truncate" })
    expect((await thrownBy(container.item("a", "p1").read())).message).toContain("JSON")
  })

  it("an answer that doesn't come: the client gives up, and the write is there", async () => {
    const { tenant, container } = await prepared()
    const hold = await inject(tenant, "create", { kind: "hold", afterEffect: true })
    const patience = new AbortController()
    const created = thrownBy(container.items.create({ id: "b", pk: "p1" }, { abortSignal: patience.signal }))
    await tenant.control("GET", `/faults/${hold}?untilHeld=240000`)
    patience.abort()
    expect((await created).message).toContain("aborted")
    expect((await container.item("b", "p1").read()).statusCode).toBe(200)
  })

  it("a slow answer is waited for", async () => {
    const { tenant, container, calls } = await prepared()
    await inject(tenant, "read", { kind: "slow", millis: 60 })
    expect((await container.item("a", "p1").read()).statusCode).toBe(200)
    const read = (await calls()).findLast(({ operation }) => operation === "read")
    expect(read).toMatchObject({ status: 200, faults: [expect.any(String)] })
  })

  it("a held write is carried out on release, against the state at that time", async () => {
    const { tenant, container } = await prepared()
    const { etag } = await container.item("a", "p1").read()
    const hold = await inject(tenant, "replace", { kind: "hold" })
    const condition = { accessCondition: { type: "IfMatch", condition: etag } }
    const held = refusal(container.item("a", "p1").replace({ id: "a", pk: "p1", n: 2 }, condition))
    await tenant.control("GET", `/faults/${hold}?untilHeld=240000`)
    expect((await container.item("a", "p1").replace({ id: "a", pk: "p1", n: 3 }, condition)).statusCode).toBe(200)
    await tenant.control("POST", `/faults/${hold}/release`)
    expect((await held)[0]).toBe(412)
  })

  it("touch the operation that they name", async () => {
    const { tenant, container } = await prepared()
    await inject(tenant, "upsert", { kind: "answer", status: 503 })
    expect((await container.items.create({ id: "b", pk: "p1" })).statusCode).toBe(201)
    expect((await container.items.query("SELECT * FROM c WHERE c.pk = 'p1'").fetchAll()).resources).toHaveLength(2)
    expect((await refusal(container.items.upsert({ id: "b", pk: "p1" })))[0]).toBe(503)
  })

  it("of a query's plan leave a query of one partition alone", async () => {
    const { tenant, container } = await prepared()
    await inject(tenant, "queryPlan", { kind: "answer", status: 503 }, { times: 2 })
    const inside = container.items.query("SELECT VALUE c.n FROM c", { partitionKey: "p1" })
    expect((await inside.fetchAll()).resources).toEqual([1])
    const across = container.items.query("SELECT VALUE c.n FROM c ORDER BY c.n")
    expect((await refusal(across.fetchAll()))[0]).toBe(503)
  })
})
