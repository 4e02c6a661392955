import { authorize } from "../access/authorize.ts"
import {
  containerFor,
  type CosmosContext,
  flag,
  jsonBody,
  partitionKeyHeader,
  scopeOf,
  tenantOf
} from "../CosmosCall.ts"
import { badRequest, CosmosFailure } from "../CosmosFailure.ts"
import type { ContainerRecord } from "../CosmosState.ts"
import { isJsonArray } from "../Json.ts"
import { admit } from "../Throughput.ts"
import { attempted, type BatchResult, dependent, done, failed, respond } from "./batchResult.ts"
import { bulk } from "./bulk.ts"
import { actionOf, type Operation, readOperation } from "./operations.ts"
import { Transaction } from "./Transaction.ts"

const mostOperations = 100

/** All or nothing, in one logical partition. */
const atomic = (
  c: CosmosContext,
  container: ContainerRecord,
  operations: ReadonlyArray<Operation>,
  minimal: boolean
): Response => {
  const values = partitionKeyHeader(c, container.partitionKey)
  if (!values) throw badRequest("PartitionKey value must be supplied for this operation.")
  const transaction = new Transaction(tenantOf(c), container, values)
  const { range } = transaction
  admit(tenantOf(c), container, range)
  const results: Array<BatchResult> = []
  for (const operation of operations) {
    const outcome = attempted(transaction, operation)
    if (outcome instanceof CosmosFailure) {
      const others = operations.map(() => dependent)
      return respond(c, container, range, others.with(results.length, failed(outcome)))
    }
    results.push(done(outcome, minimal))
  }
  transaction.commit()
  return respond(c, container, range, results)
}

/** POST docs with several operations: a transactional batch, or bulk. */
export const batch = async (c: CosmosContext): Promise<Response> => {
  const given = await jsonBody(c)
  if (!isJsonArray(given) || given.length === 0) throw badRequest("A batch is an array of operations.")
  if (given.length > mostOperations) {
    throw badRequest(`Batch request has more operations than what is supported. Maximum: ${mostOperations}.`)
  }
  const operations = given.map(readOperation)
  for (const { type } of operations) authorize(c.get("caller"), actionOf[type], scopeOf(c))
  const container = containerFor(c)
  const minimal = c.req.header("prefer") === "return=minimal"
  return flag(c, "x-ms-cosmos-batch-atomic")
    ? atomic(c, container, operations, minimal)
    : bulk(c, container, operations, minimal)
}
