import type { Context, Hono } from "hono"
import type {
  ContainerRecord,
  DatabaseRecord,
  PartitionKeyValue,
  PartitionKeyDefinition
} from "../platform/CosmosState.ts"
import { type Json, parseJson } from "../platform/json.ts"
import type { ServerEnv } from "../platform/ServerEnv.ts"
import type { Tenant } from "../platform/Tenant.ts"
import type { CosmosCaller } from "./access/identify.ts"
import { badRequest, notFound, tooLarge } from "./CosmosFailure.ts"
import { maximumBytes } from "./documents/newDocument.ts"
import { readPartitionKey } from "./partition/PartitionKeyDefinition.ts"
import { latestLsn, sessionToken } from "./session.ts"
import { spend } from "./Throughput.ts"

export interface CosmosEnv extends ServerEnv {
  Variables: ServerEnv["Variables"] & { caller: CosmosCaller }
}

export type CosmosContext = Context<CosmosEnv>
export type CosmosRoutes = Hono<CosmosEnv>

export const tenantOf = (c: CosmosContext): Tenant => c.get("caller").tenant

export const databaseFor = (c: CosmosContext): DatabaseRecord => {
  const found = tenantOf(c).state.cosmos.databases.find(({ id }) => id === c.req.param("db"))
  if (!found) throw notFound()
  return found
}

export const containerFor = (c: CosmosContext): ContainerRecord => {
  const found = databaseFor(c).containers.find(({ id }) => id === c.req.param("coll"))
  if (!found) throw notFound()
  return found
}

/** The scope of data-plane roles: the path up to the container. */
export const scopeOf = (c: CosmosContext): string => {
  const [db, coll] = [c.req.param("db"), c.req.param("coll")]
  if (db === undefined) return "/"
  return coll === undefined ? `/dbs/${db}` : `/dbs/${db}/colls/${coll}`
}

export const flag = (c: CosmosContext, header: string): boolean => c.req.header(header)?.toLowerCase() === "true"

/** The request's body as JSON: 413 when it is too large, 400 when it isn't JSON. */
export const jsonBody = async (c: CosmosContext): Promise<Json> => {
  const text = await c.req.text()
  if (Buffer.byteLength(text) > maximumBytes) throw tooLarge()
  const body = parseJson(text)
  if (body === undefined) throw badRequest("The input content is invalid: it isn't JSON.")
  return body
}

export const partitionKeyHeader = (
  c: CosmosContext,
  definition: PartitionKeyDefinition
): ReadonlyArray<PartitionKeyValue> | undefined => {
  const header = c.req.header("x-ms-documentdb-partitionkey")
  return header === undefined ? undefined : readPartitionKey(header, definition)
}

/** An answer, with its etag when the body is one resource. */
export const answer = (
  status: number,
  body: object | undefined,
  headers: Readonly<Record<string, string | undefined>> = {}
): Response => {
  const all = new Headers()
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) all.set(name, value)
  if (body !== undefined) all.set("content-type", "application/json")
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers: all })
}

/** Headers of an answer about items: session, LSN and cost. Also charges the request to the range's budget. */
export const itemHeaders = (
  c: CosmosContext,
  container: ContainerRecord,
  range: number,
  charge: number,
  lsn = latestLsn(container, range)
): Record<string, string> => {
  spend(tenantOf(c), container, range, charge)
  const call = c.get("call")
  if (call) call.requestUnits = charge
  return {
    "x-ms-request-charge": String(charge),
    "x-ms-session-token": sessionToken(range, lsn),
    "x-ms-alt-content-path": scopeOf(c).slice(1),
    "x-ms-content-path": container.rid,
    lsn: String(lsn)
  }
}
