import type { ContainerRecord } from "../../platform/CosmosState.ts"
import { isJsonObject, type Json, parseJson } from "../../platform/json.ts"
import { authorizeQuery } from "../access/authorize.ts"
import {
  answer,
  containerFor,
  type CosmosContext,
  flag,
  itemHeaders,
  jsonBody,
  scopeOf,
  tenantOf
} from "../CosmosCall.ts"
import { badRequest } from "../CosmosFailure.ts"
import type { Value } from "../query/order.ts"
import { parseQuery } from "../query/parse.ts"
import { isServableByGateway, keyInQuery, notServable, planOf } from "../query/plan.ts"
import type { Query } from "../query/Query.ts"
import { type Page, type Place, runQuery } from "../query/run.ts"
import { latestLsn } from "../session.ts"
import { admit } from "../Throughput.ts"
import { queryCharge } from "./charge.ts"
import { itemsOf } from "./itemsOf.ts"
import { replicaFor } from "./staleRead.ts"
import { everything, targetOf, targetOfKey } from "./target.ts"

/** Where the next page begins: the physical partition, and the row before it. */
interface Continuation {
  readonly range: number
  readonly after: Place | undefined
}

/** Opaque to clients, and valid for its own container only. */
const writeContinuation = (container: ContainerRecord, continuation: Continuation): string =>
  Buffer.from(JSON.stringify({ rid: container.rid, ...continuation })).toString("base64url")

const isPlace = (value: unknown): value is Place =>
  isJsonObject(value) &&
  Array.isArray(value["keys"]) &&
  ["serial", "row", "taken"].every((name) => typeof value[name] === "number")

const readContinuation = (container: ContainerRecord, token: string): Continuation => {
  const value = parseJson(Buffer.from(token, "base64url").toString())
  if (isJsonObject(value) && value["rid"] === container.rid && typeof value["range"] === "number") {
    const { range, after } = value
    if (after === undefined || isPlace(after)) return { range, after }
  }
  throw badRequest("Invalid Continuation Token")
}

/** The header that a query's client may ask for. Times are 0: the simulator's would say nothing of the service's. */
const queryMetrics = ({ values, retrieved, retrievedBytes }: Page, outputBytes: number): string =>
  Object.entries({
    totalExecutionTimeInMs: 0,
    queryCompileTimeInMs: 0,
    queryLogicalPlanBuildTimeInMs: 0,
    queryPhysicalPlanBuildTimeInMs: 0,
    queryOptimizationTimeInMs: 0,
    VMExecutionTimeInMs: 0,
    indexLookupTimeInMs: 0,
    documentLoadTimeInMs: 0,
    systemFunctionExecuteTimeInMs: 0,
    userFunctionExecuteTimeInMs: 0,
    retrievedDocumentCount: retrieved,
    retrievedDocumentSize: retrievedBytes,
    outputDocumentCount: values.length,
    outputDocumentSize: outputBytes,
    writeOutputTimeInMs: 0,
    indexUtilizationRatio: retrieved === 0 ? 1 : values.length / retrieved
  })
    .map(([name, value]) => `${name}=${value}`)
    .join(";")

interface Asked {
  readonly text: string
  readonly query: Query
  readonly parameters: ReadonlyMap<string, Value>
}

const queryOf = async (c: CosmosContext): Promise<Asked> => {
  const body = await jsonBody(c)
  const { query: text, parameters = [] } = isJsonObject(body) ? body : {}
  if (typeof text !== "string") throw badRequest("The request body must contain a 'query'.")
  if (!Array.isArray(parameters)) throw badRequest("'parameters' must be an array.")
  const values = parameters.map((given: Json) => {
    const { name, value } = isJsonObject(given) ? given : {}
    if (typeof name !== "string") throw badRequest("A parameter must have a name.")
    return [name, value] as const
  })
  return { text, query: parseQuery(text), parameters: new Map(values) }
}

const defaultSize = 100
const maximumSize = 1_000

const sizeOf = (c: CosmosContext): number => {
  const requested = Number(c.req.header("x-ms-max-item-count") ?? defaultSize)
  return requested > 0 ? requested : maximumSize
}

/** Answers a query plan, with which a client runs the query over all physical partitions itself. */
export const plan = async (c: CosmosContext): Promise<Response> => {
  authorizeQuery(c.get("caller"), scopeOf(c))
  const container = containerFor(c)
  const { query, parameters } = await queryOf(c)
  return answer(200, planOf(query, parameters, container), { "x-ms-request-charge": "1" })
}

const all: Asked = { text: "SELECT * FROM c", query: parseQuery("SELECT * FROM c"), parameters: new Map() }

/** A page of a query, or of all items. The gateway goes through physical partitions one after the other. */
export const feed = async (c: CosmosContext): Promise<Response> => {
  authorizeQuery(c.get("caller"), scopeOf(c))
  const container = containerFor(c)
  const { query, parameters } = c.req.method === "POST" ? await queryOf(c) : all
  const key = keyInQuery(query, parameters, container.partitionKey)
  const target = targetOf(c, container) ?? (key ? targetOfKey(container, key) : everything)
  if (target.length > 1 && !isServableByGateway(query)) throw notServable(planOf(query, parameters, container))

  const token = c.req.header("x-ms-continuation")
  const begin = token === undefined ? undefined : readContinuation(container, token)
  const at = begin ? target.findIndex(({ range }) => range === begin.range) : 0
  const part = target[at]
  if (!part) throw badRequest("Invalid Continuation Token")
  const tenant = tenantOf(c)
  admit(tenant, container, part.range)
  const replica = replicaFor(c, container, part.range)
  const items = itemsOf(container, part, tenant.clock, replica)
  const page = runQuery(query, parameters, items, container.indexingPolicy, { size: sizeOf(c), after: begin?.after })

  const following = target[at + 1]
  const next = page.next
    ? { range: part.range, after: page.next }
    : following && { range: following.range, after: undefined }
  const text = JSON.stringify(page.values)
  const charge = queryCharge(page.retrievedBytes, text.length)
  const call = c.get("call")
  if (call) call.itemsRead = page.retrieved
  return answer(
    200,
    { _rid: container.rid, Documents: page.values, _count: page.values.length },
    {
      ...itemHeaders(c, container, part.range, charge, replica?.lsn ?? latestLsn(container, part.range)),
      "x-ms-item-count": String(page.values.length),
      "x-ms-continuation": next && writeContinuation(container, next),
      "x-ms-documentdb-query-metrics": flag(c, "x-ms-documentdb-populatequerymetrics")
        ? queryMetrics(page, text.length)
        : undefined
    }
  )
}
