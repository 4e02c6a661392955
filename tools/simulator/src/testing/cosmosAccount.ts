import {
  type Container,
  type ContainerRequest,
  CosmosClient,
  type CosmosClientOptions,
  type Database
} from "@azure/cosmos"
import { afterAll } from "vitest"
import type { Simulation, TestTenant } from "./simulation.ts"

/** A tenant's Cosmos DB account, through the official SDK. */
export interface CosmosAccount {
  readonly tenant: TestTenant
  readonly client: CosmosClient
  /** Creates another client: with its own session, a bearer token, or fewer retries. */
  readonly another: (options?: Partial<CosmosClientOptions>) => CosmosClient
  readonly database: Database
  readonly container: Container
  /** The account's calls so far, oldest first. */
  readonly calls: () => Promise<ReadonlyArray<CosmosCallRecord>>
}

export interface CosmosCallRecord {
  readonly operation: string
  readonly method: string
  readonly path: string
  readonly status: number
  readonly requestUnits?: number
  readonly itemsRead?: number
}

export const usualContainer: ContainerRequest = {
  id: "items",
  partitionKey: { paths: ["/pk"] },
  defaultTtl: -1,
  indexingPolicy: {
    automatic: true,
    indexingMode: "consistent",
    includedPaths: [{ path: "/n/?" }, { path: "/name/?" }, { path: "/tags/[]/?" }],
    excludedPaths: [{ path: "/*" }],
    compositeIndexes: [
      [
        { path: "/name", order: "ascending" },
        { path: "/n", order: "descending" }
      ]
    ]
  }
}

/** Creates accounts for the tests of one file, each with a database and a container, and disposes their clients. */
export const cosmosAccounts = (running: Simulation) => {
  const clients: Array<CosmosClient> = []
  afterAll(() => {
    for (const client of clients) client.dispose()
  })

  return async (container: ContainerRequest = usualContainer): Promise<CosmosAccount> => {
    const tenant = await running.tenant()
    const { body } = await tenant.control("GET", "/cosmos")
    const another: CosmosAccount["another"] = (options = {}) => {
      const credential = options.aadCredentials ? {} : { key: String(body.key) }
      const client = new CosmosClient({
        endpoint: running.base,
        consistencyLevel: "Session",
        ...credential,
        ...options
      })
      clients.push(client)
      return client
    }
    const client = another()
    const { database } = await client.databases.create({ id: "tests" })
    const made = await database.containers.create(structuredClone(container))
    return {
      tenant,
      client,
      another,
      database,
      container: made.container,
      calls: async () => (await tenant.control("GET", "/calls?surface=cosmos")).body.value
    }
  }
}

/** Partition keys in the first and in the second physical partition. */
export const keysIn = { first: ["p1", "p4"], second: ["p2", "p3"] } as const
