import { authorise } from "../access/authorise.ts"
import { partitionText } from "../containers/PartitionKeyDefinition.ts"
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
import type { ContainerRecord, PartitionKeyValue } from "../CosmosState.ts"
import { admit } from "../Throughput.ts"
import { batch } from "./batch.ts"
import { changeFeed } from "./changeFeed.ts"
import { missCharge } from "./charge.ts"
import { feed, plan } from "./feed.ts"
import { actionOf, type Operation, perform } from "./operations.ts"
import { replicaFor } from "./staleRead.ts"
import { type Outcome, Transaction } from "./Transaction.ts"

const keyOf = (c: CosmosContext, container: ContainerRecord): ReadonlyArray<PartitionKeyValue> => {
  const values = partitionKeyHeader(c, container.partitionKey)
  if (!values) throw badRequest("PartitionKey value must be supplied for this operation.")
  return values
}

/** One operation as a request of its own. */
const single = (c: CosmosContext, operation: Operation): Response => {
  authorise(c.get("caller"), actionOf[operation.type], scopeOf(c))
  const container = containerFor(c)
  const values = keyOf(c, container)
  const transaction = new Transaction(tenantOf(c), container, values)
  admit(tenantOf(c), container, transaction.range)
  const outcome =
    operation.type === "Read"
      ? read(c, container, values, transaction, operation.id)
      : charged(c, container, transaction.range, () => perform(transaction, operation))
  transaction.commit()
  const { item, status, charge } = outcome
  const isKnown = operation.type === "Read" && c.req.header("if-none-match") === item?.document._etag
  return answer(isKnown ? 304 : status, isKnown ? undefined : item?.document, {
    ...itemHeaders(c, container, transaction.range, charge),
    etag: item?.document._etag
  })
}

/** What is refused costs too, and tells the session how far it has seen. */
const charged = (c: CosmosContext, container: ContainerRecord, range: number, perform_: () => Outcome): Outcome => {
  try {
    return perform_()
  } catch (error) {
    if (!(error instanceof CosmosFailure)) throw error
    const headers = itemHeaders(c, container, range, missCharge)
    throw error.with(headers)
  }
}

const read = (
  c: CosmosContext,
  container: ContainerRecord,
  values: ReadonlyArray<PartitionKeyValue>,
  transaction: Transaction,
  id: string
): Outcome => {
  const { range } = transaction
  const replica = replicaFor(c, container, range)
  return charged(c, container, range, () => {
    const partition = partitionText(values)
    const instead = replica?.instead(partition, `/${id}`)
    if (instead === null) throw notFound()
    return instead ? { status: 200, item: instead, charge: missCharge } : transaction.read(id)
  })
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
