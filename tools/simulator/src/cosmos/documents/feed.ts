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
import { isJsonObject, type Json } from "../Json.ts"
import type { Value } from "../query/order.ts"
import { parseQuery } from "../query/parse.ts"
import { isServableByGateway, keyInQuery, notServable, planOf } from "../query/plan.ts"
import type { Query } from "../query/Query.ts"
import { runQuery } from "../query/run.ts"
import { latestLsn } from "../session.ts"
import { admit } from "../Throughput.ts"
import { queryCharge } from "./charge.ts"
import { readContinuation, writeContinuation } from "./continuation.ts"
import { itemsOf } from "./itemsOf.ts"
import { queryMetrics } from "./queryMetrics.ts"
import { replicaFor } from "./staleRead.ts"
import { everything, targetOf, targetOfKey } from "./target.ts"

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
const mostSize = 1_000

const sizeOf = (c: CosmosContext): number => {
  const asked = Number(c.req.header("x-ms-max-item-count") ?? defaultSize)
  return asked > 0 ? asked : mostSize
}

/** What a query's client must know to run it itself over all physical partitions. */
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
