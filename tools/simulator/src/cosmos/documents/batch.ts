import type { ContainerRecord } from "../../platform/CosmosState.ts"
import { isJsonArray } from "../../platform/json.ts"
import { authorize } from "../access/authorize.ts"
import {
  answer,
  containerFor,
  type CosmosContext,
  flag,
  itemHeaders,
  jsonBody,
  partitionKeyHeader,
  scopeOf,
  tenantOf
} from "../CosmosCall.ts"
import { badRequest, CosmosFailure, rangeGone } from "../CosmosFailure.ts"
import { readPartitionKey } from "../partition/PartitionKeyDefinition.ts"
import { admit } from "../Throughput.ts"
import { missCharge } from "./charge.ts"
import { actionOf, type Operation, perform, readOperation } from "./operations.ts"
import { rangeHeader } from "./target.ts"
import { type Outcome, Transaction } from "./Transaction.ts"

/** The result of one operation in a batch's answer. */
interface BatchResult {
  readonly statusCode: number
  readonly requestCharge: number
  readonly eTag?: string
  readonly resourceBody?: unknown
  readonly subStatusCode?: number
  readonly message?: string
}

/** `minimal`: without the items, as `Prefer: return=minimal` asks. */
const successResult = ({ status, item, charge }: Outcome, minimal: boolean): BatchResult => ({
  statusCode: status,
  requestCharge: charge,
  ...(item ? { eTag: item.document._etag } : {}),
  ...(item && !minimal ? { resourceBody: item.document } : {})
})

const failureResult = ({ status, substatus, message }: CosmosFailure): BatchResult => ({
  statusCode: status,
  requestCharge: missCharge,
  ...(substatus === undefined ? {} : { subStatusCode: substatus }),
  message
})

/** An operation that wasn't carried out because another one failed. */
const dependentResult: BatchResult = { statusCode: 424, requestCharge: 0 }

/** The operation's outcome, or the refusal that it met. */
const attempt = (transaction: Transaction, operation: Operation): Outcome | CosmosFailure => {
  try {
    return perform(transaction, operation)
  } catch (error) {
    if (error instanceof CosmosFailure) return error
    throw error
  }
}

/** 200 when everything was done, 207 otherwise. */
const respond = (
  c: CosmosContext,
  container: ContainerRecord,
  range: number,
  results: ReadonlyArray<BatchResult>
): Response => {
  const charge = results.reduce((sum, { requestCharge }) => sum + requestCharge, 0)
  const isDone = results.every(({ statusCode }) => statusCode < 300)
  return answer(isDone ? 200 : 207, results, itemHeaders(c, container, range, Math.round(charge * 100) / 100))
}

/**
 * Each operation on its own, in any logical partitions of one physical partition. Clients hash partition keys to find it:
 * an operation on another physical partition gets 410.
 */
const bulk = (
  c: CosmosContext,
  container: ContainerRecord,
  operations: ReadonlyArray<Operation>,
  minimal: boolean
): Response => {
  const range = rangeHeader(c)
  if (range === undefined) throw badRequest("Bulk operations need x-ms-documentdb-partitionkeyrangeid.")
  admit(tenantOf(c), container, range)
  const goesOn = flag(c, "x-ms-cosmos-batch-continue-on-error")
  const results: Array<BatchResult> = []
  for (const operation of operations) {
    if (!goesOn && results.some(({ statusCode }) => statusCode >= 400)) {
      results.push(dependentResult)
      continue
    }
    const values = readPartitionKey(operation.partitionKey ?? "", container.partitionKey)
    const transaction = new Transaction(tenantOf(c), container, values)
    const outcome = transaction.range === range ? attempt(transaction, operation) : rangeGone()
    if (outcome instanceof CosmosFailure) {
      results.push(failureResult(outcome))
    } else {
      transaction.commit()
      results.push(successResult(outcome, minimal))
    }
  }
  return respond(c, container, range, results)
}

const maximumOperations = 100

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
    const outcome = attempt(transaction, operation)
    if (outcome instanceof CosmosFailure) {
      const others = operations.map(() => dependentResult)
      return respond(c, container, range, others.with(results.length, failureResult(outcome)))
    }
    results.push(successResult(outcome, minimal))
  }
  transaction.commit()
  return respond(c, container, range, results)
}

/** POST docs with several operations: a transactional batch, or bulk. */
export const batch = async (c: CosmosContext): Promise<Response> => {
  const given = await jsonBody(c)
  if (!isJsonArray(given) || given.length === 0) throw badRequest("A batch is an array of operations.")
  if (given.length > maximumOperations) {
    throw badRequest(`Batch request has more operations than what is supported. Maximum: ${maximumOperations}.`)
  }
  const operations = given.map(readOperation)
  for (const { type } of operations) authorize(c.get("caller"), actionOf[type], scopeOf(c))
  const container = containerFor(c)
  const minimal = c.req.header("prefer") === "return=minimal"
  return flag(c, "x-ms-cosmos-batch-atomic")
    ? atomic(c, container, operations, minimal)
    : bulk(c, container, operations, minimal)
}
