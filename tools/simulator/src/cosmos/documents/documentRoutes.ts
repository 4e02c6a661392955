import { authorize } from "../access/authorize.ts"
import {
  answer,
  containerFor,
  type CosmosContext,
  type CosmosRoutes,
  itemHeaders,
  jsonBody,
  partitionKeyHeader,
  scopeOf,
  tenantOf
} from "../CosmosCall.ts"
import { badRequest, CosmosFailure, notFound } from "../CosmosFailure.ts"
import { cosmosOperation } from "../cosmosOperation.ts"
import { partitionText } from "../partition/PartitionKeyDefinition.ts"
import { latestLsn } from "../session.ts"
import { admit } from "../Throughput.ts"
import { batch } from "./batch.ts"
import { changeFeed } from "./changeFeed.ts"
import { missCharge } from "./charge.ts"
import { feed, plan } from "./feed.ts"
import { actionOf, type Operation, perform } from "./operations.ts"
import { replicaFor } from "./staleRead.ts"
import { foundOutcome, Transaction } from "./Transaction.ts"

/** One operation as a request of its own. */
const single = (c: CosmosContext, operation: Operation): Response => {
  authorize(c.get("caller"), actionOf[operation.type], scopeOf(c))
  const container = containerFor(c)
  const values = partitionKeyHeader(c, container.partitionKey)
  if (!values) throw badRequest("PartitionKey value must be supplied for this operation.")
  const transaction = new Transaction(tenantOf(c), container, values)
  const { range } = transaction
  admit(tenantOf(c), container, range)
  const replica = operation.type === "Read" ? replicaFor(c, container, range) : undefined
  const headers = (charge: number) =>
    itemHeaders(c, container, range, charge, replica?.lsn ?? latestLsn(container, range))
  try {
    const stale = operation.type === "Read" ? replica?.instead(partitionText(values), `/${operation.id}`) : undefined
    if (stale === null) throw notFound()
    const outcome = stale ? foundOutcome(stale) : perform(transaction, operation)
    transaction.commit()
    const { item, status, charge } = outcome
    const isKnown = operation.type === "Read" && c.req.header("if-none-match") === item?.document._etag
    return answer(isKnown ? 304 : status, isKnown ? undefined : item?.document, {
      ...headers(charge),
      etag: item?.document._etag
    })
  } catch (error) {
    // A refused request is charged too, and carries the session token.
    throw error instanceof CosmosFailure ? error.with(headers(missCharge)) : error
  }
}

export const documentRoutes = (cosmos: CosmosRoutes): void => {
  const docs = "/dbs/:db/colls/:coll/docs"

  cosmos.post(docs, async (c) => {
    const operation = cosmosOperation(c.req.raw)
    if (operation === "queryPlan") return plan(c)
    if (operation === "query") return feed(c)
    if (operation === "batch" || operation === "bulk") return batch(c)
    const body = await jsonBody(c)
    return operation === "upsert"
      ? single(c, { type: "Upsert", body, ifMatch: c.req.header("if-match") })
      : single(c, { type: "Create", body })
  })

  cosmos.get(docs, (c) => (cosmosOperation(c.req.raw) === "changeFeed" ? changeFeed(c) : feed(c)))

  cosmos.get(`${docs}/:doc`, (c) => single(c, { type: "Read", id: c.req.param("doc") }))

  cosmos.put(`${docs}/:doc`, async (c) => {
    const body = await jsonBody(c)
    return single(c, { type: "Replace", id: c.req.param("doc"), body, ifMatch: c.req.header("if-match") })
  })

  cosmos.patch(`${docs}/:doc`, async (c) => {
    const body = await jsonBody(c)
    return single(c, { type: "Patch", id: c.req.param("doc"), body, ifMatch: c.req.header("if-match") })
  })

  cosmos.delete(`${docs}/:doc`, (c) =>
    single(c, { type: "Delete", id: c.req.param("doc"), ifMatch: c.req.header("if-match") })
  )
}
