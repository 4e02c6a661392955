import { Schema } from "effect"
import type { Tenant } from "./Simulator.ts"

const decodeIncidents = Schema.decodeUnknownSync(
  Schema.Struct({
    value: Schema.Array(Schema.Struct({ name: Schema.String, written: Schema.Struct({ status: Schema.String }) }))
  })
)

/** The names of the production workspace's incidents that are open. */
export const incidentsOf = async (tenant: Tenant): Promise<ReadonlyArray<string>> =>
  decodeIncidents(await tenant.control("GET", "/arm/workspaces/soc-prod/incidents"))
    .value.filter(({ written }) => written.status !== "Closed")
    .map(({ name }) => name)
