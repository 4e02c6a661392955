import { randomUUID } from "node:crypto"
import { CosmosClient } from "@azure/cosmos"
import { ClientSecretCredential } from "@azure/identity"
import { describe, expect, it } from "vitest"
import { sampleApplications, sampleGroups, samplePeople } from "../../sample/people.ts"
import { cosmosAccounts } from "../../testing/cosmosAccount.ts"
import { signedFetch } from "../../testing/signedFetch.ts"
import { simulation, type TestTenant } from "../../testing/simulation.ts"
import { refusal, thrownBy } from "../../testing/thrown.ts"
import { dataActions } from "./dataRoles.ts"

const running = simulation()
const account = cosmosAccounts(running)

const reader = "Cosmos DB Built-in Data Reader"

const assign = (tenant: TestTenant, role: string, more: Readonly<Record<string, unknown>> = {}) =>
  tenant.control("POST", "/cosmos/role-assignments", {
    principalId: sampleApplications.server.objectId,
    role,
    ...more
  })

const withoutRoles = (tenant: TestTenant) => tenant.control("DELETE", "/cosmos/role-assignments")

/** A credential with a token from the control API, for any scope. */
const fixedToken = (token: string) => ({
  getToken: async () => ({ token, expiresOnTimestamp: Date.now() + 3_600_000 })
})

describe("the account's key", () => {
  it("gives access to that account alone, although all share an address", async () => {
    const [one, other] = [await account(), await account()]
    await one.container.items.create({ id: "a", pk: "p1" })
    expect((await other.container.item("a", "p1").read()).statusCode).toBe(404)
    expect((await one.calls()).some(({ operation }) => operation === "create")).toBe(true)
    expect((await other.calls()).some(({ operation }) => operation === "create")).toBe(false)
  })

  it("of no account is refused, and the answer has the text that should have been signed", async () => {
    const { another } = await account()
    const { code, message } = await thrownBy(
      another({ key: Buffer.from("nobody").toString("base64") })
        .databases.readAll()
        .fetchAll()
    )
    expect(code).toBe(401)
    expect(message).toContain("Server used the following payload to sign: 'get")
  })

  it("must sign just this request, and not long ago", async () => {
    const { tenant } = await account()
    const { key } = (await tenant.control("GET", "/cosmos")).body
    const signed = async (path: string, at: Date) =>
      (await signedFetch("GET", `${running.base}${path}`, { key, at, signedPath: "/dbs/tests" })).status
    expect(await signed("/dbs/tests", new Date())).toBe(200)
    expect(await signed("/dbs/other", new Date())).toBe(401)
    expect(await signed("/dbs/tests", new Date(Date.now() - 20 * 60_000))).toBe(403)
  })

  it("is refused once local authentication is off; bearer tokens aren't", async () => {
    const { tenant, container, another, database } = await account()
    await tenant.control("PATCH", "/cosmos/behavior", { disableLocalAuth: true })
    expect(await refusal(container.items.create({ id: "a", pk: "p1" }))).toEqual([401, 5202])
    const client = another({ aadCredentials: tenant.credential() })
    const made = await client.database(database.id).container(container.id).items.create({ id: "a", pk: "p1" })
    expect(made.statusCode).toBe(201)
  })

  it("without an authorization nothing is answered", async () => {
    const response = await fetch(`${running.base}/dbs`)
    expect([response.status, await response.json()]).toMatchObject([401, { code: "Unauthorized" }])
  })
})

describe("a bearer token", () => {
  it("of the application 'server' reads and writes items", async () => {
    const { tenant, another, database, container } = await account()
    const client = another({ aadCredentials: tenant.credential() })
    const items = client.database(database.id).container(container.id)
    await items.items.create({ id: "a", pk: "p1", n: 1 })
    expect((await items.item("a", "p1").read()).resource.n).toBe(1)
    expect((await items.items.query("SELECT VALUE c.n FROM c WHERE c.pk = 'p1'").fetchAll()).resources).toEqual([1])
  })

  it("can't create, change or delete databases and containers", async () => {
    const { tenant, another, database, container } = await account()
    const client = another({ aadCredentials: tenant.credential() })
    const theirs = client.database(database.id)
    const { resource } = await theirs.container(container.id).read()
    const attempts = [
      client.databases.create({ id: "more" }),
      theirs.containers.create({ id: "more", partitionKey: "/pk" }),
      theirs.container(container.id).replace({ ...resource!, id: container.id, partitionKey: resource!.partitionKey! }),
      theirs.container(container.id).delete(),
      theirs.delete()
    ]
    expect(await Promise.all(attempts.map(refusal))).toEqual(attempts.map(() => [403, 5300]))
    expect((await container.read()).statusCode).toBe(200)
  })

  it("needs a data-plane role, down to the account's own document", async () => {
    const { tenant, another, database, container } = await account()
    await withoutRoles(tenant)
    const client = another({ aadCredentials: tenant.credential() })
    const { code, substatus, message } = await thrownBy(
      client.database(database.id).container(container.id).item("a", "p1").read()
    )
    expect([code, substatus]).toEqual([403, 5302])
    expect(message).toContain(`principal [${sampleApplications.server.objectId}]`)
    expect(message).toContain(dataActions.readMetadata)
  })

  it("of a reader reads and queries, and doesn't write", async () => {
    const { tenant, another, database, container } = await account()
    await withoutRoles(tenant)
    await assign(tenant, reader)
    await container.items.create({ id: "a", pk: "p1" })
    const theirs = another({ aadCredentials: tenant.credential() }).database(database.id).container(container.id)
    expect((await theirs.item("a", "p1").read()).statusCode).toBe(200)
    expect((await theirs.items.readAll().fetchAll()).resources).toHaveLength(1)
    const attempts = [
      theirs.items.create({ id: "b", pk: "p1" }),
      theirs.items.upsert({ id: "a", pk: "p1" }),
      theirs.item("a", "p1").replace({ id: "a", pk: "p1" }),
      theirs.item("a", "p1").patch([{ op: "set", path: "/n", value: 1 }]),
      theirs.item("a", "p1").delete(),
      theirs.items.batch([{ operationType: "Delete", id: "a" }], "p1")
    ]
    expect(await Promise.all(attempts.map(refusal))).toEqual(attempts.map(() => [403, 5302]))
  })

  it("can have a custom role: each action is checked by its name", async () => {
    const { tenant, another, database, container } = await account()
    await withoutRoles(tenant)
    const { readMetadata, create, query } = dataActions
    await tenant.control("POST", "/cosmos/roles", {
      roleName: "Writes, and queries in vain",
      dataActions: [readMetadata, create, query]
    })
    await assign(tenant, "Writes, and queries in vain")
    const theirs = another({ aadCredentials: tenant.credential() }).database(database.id).container(container.id)
    expect((await theirs.items.create({ id: "a", pk: "p1" })).statusCode).toBe(201)
    expect(await refusal(theirs.item("a", "p1").read())).toEqual([403, 5302])
    // Queries by an SDK need readChangeFeed besides executeQuery.
    const { message } = await thrownBy(theirs.items.query("SELECT * FROM c WHERE c.pk = 'p1'").fetchAll())
    expect(message).toContain(dataActions.readChangeFeed)
  })

  it("has its role where it was assigned, and below", async () => {
    const { tenant, another, database, container } = await account()
    const other = await database.containers.create({ id: "other", partitionKey: "/pk" })
    await withoutRoles(tenant)
    await tenant.control("POST", "/cosmos/roles", { roleName: "Metadata", dataActions: [dataActions.readMetadata] })
    await assign(tenant, "Metadata")
    await assign(tenant, reader, { scope: `/dbs/${database.id}/colls/${container.id}` })
    const theirs = another({ aadCredentials: tenant.credential() }).database(database.id)
    expect((await theirs.container(container.id).item("a", "p1").read()).statusCode).toBe(404)
    expect(await refusal(theirs.container(other.container.id).item("a", "p1").read())).toEqual([403, 5302])
  })

  it("of a person has the roles of the groups that hold the person", async () => {
    const { tenant, another, database, container } = await account()
    await assign(tenant, reader, { principalId: sampleGroups["soc-all"] })
    const of = async (user: string) => {
      const token = await tenant.token({ user, audience: running.base, scope: "user_impersonation" })
      return another({ aadCredentials: fixedToken(token) })
        .database(database.id)
        .container(container.id)
    }
    expect((await (await of("chloe")).item("a", "p1").read()).statusCode).toBe(404)
    expect(await refusal((await of("elif")).item("a", "p1").read())).toEqual([403, 5302])
    expect(samplePeople.chloe.id).not.toBe(samplePeople.elif.id)
  })

  it("may be one for all accounts, as clients take when they can't have one for this", async () => {
    const { tenant, another, database, container } = await account()
    // Spread, because the options' type lacks aadScope, which the client honors.
    const scope = { aadScope: "https://cosmos.azure.com/.default" }
    const client = another({ aadCredentials: tenant.credential(), ...scope })
    expect((await client.database(database.id).container(container.id).read()).statusCode).toBe(200)
  })

  it.each([
    ["for another audience", { audience: "graph" }],
    ["that is forged", { forged: true }],
    ["that has expired", { expiresIn: -600 }]
  ])("%s is refused", async (_, more) => {
    const { tenant, another } = await account()
    const token = await tenant.token({ application: "server", audience: running.base, ...more })
    expect(
      (
        await refusal(
          another({ aadCredentials: fixedToken(token) })
            .databases.readAll()
            .fetchAll()
        )
      )[0]
    ).toBe(401)
  })

  it("belongs to its own tenant's account", async () => {
    const [one, other] = [await account(), await account()]
    await one.container.items.create({ id: "a", pk: "p1" })
    const client = one.another({ aadCredentials: other.tenant.credential() })
    const read = await client.database(one.database.id).container(one.container.id).item("a", "p1").read()
    expect(read.statusCode).toBe(404)
  })
})

describe("a client as an application makes one", () => {
  it("discovers the account's endpoints, and stays here", async () => {
    const { client } = await account()
    expect(await client.getReadEndpoint()).toBe(`${running.base}/`)
    expect(await client.getWriteEndpoint()).toBe(`${running.base}/`)
    const { resource } = await client.getDatabaseAccount()
    expect(resource).toMatchObject({ consistencyPolicy: "Session", enableMultipleWritableLocations: false })
  })

  it("asks for no more consistency than the account has", async () => {
    const { another } = await account()
    expect((await refusal(another({ consistencyLevel: "Strong" }).databases.readAll().fetchAll()))[0]).toBe(400)
    expect((await another({ consistencyLevel: "Eventual" }).databases.readAll().fetchAll()).resources).toHaveLength(1)
  })

  it("of a tenant that doesn't exist gets no token", async () => {
    const tenantId = randomUUID()
    const { appId, secret } = sampleApplications.server
    const credential = new ClientSecretCredential(tenantId, appId, secret, {
      authorityHost: running.base,
      disableInstanceDiscovery: true
    })
    const client = new CosmosClient({ endpoint: running.base, aadCredentials: credential })
    await expect(client.databases.readAll().fetchAll()).rejects.toThrow("endpoints_resolution_error")
    client.dispose()
  })
})
