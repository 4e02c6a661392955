import { Schema } from "effect"
import type { Tenant } from "../kill/Simulator.ts"

const decodeAccount = Schema.decodeUnknownSync(Schema.Struct({ key: Schema.String }))

/** What a server whose store is the tenant's Cosmos DB has to be told. */
export const cosmosAccount = async (tenant: Tenant) => ({
  COSMOS_ENDPOINT: tenant.simulator.base,
  COSMOS_KEY: decodeAccount(await tenant.control("GET", "/cosmos")).key
})
