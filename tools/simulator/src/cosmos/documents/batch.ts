import { authorise } from "../access/authorise.ts"
import { readPartitionKey } from "../containers/PartitionKeyDefinition.ts"
import {
  answer,
  type CosmosContext,
  containerFor,
  flag,
  itemHeaders,
  jsonBody,
  partitionKeyHeader,
  scopeOf,
  tenantOf
} from "../CosmosCall.ts"
import { badRequest, CosmosFailure } from "../CosmosFailure.ts"
import type { ContainerRecord } from "../CosmosState.ts"
import { isJsonObject } from "../Json.ts"
import { admit } from "../Throughput.ts"
import { missCharge } from "./charge.ts"
import { actionOf, type Operation, perform, readOperation } from "./operations.ts"
import { type Outcome, Transaction } from "./Transaction.ts"

const mostOperations = 100

interface Result {
  readonly statusCode: number
  readonly requestCharge: number
  readonly eTag?: string
  readonly resourceBody?: unknown
  readonly subStatusCode?: number
  readonly message?: string
}

const done = ({ status, item, charge }: Outcome, minimal: boolean): Result => ({
  statusCode: status,
  requestCharge: charge,
  ...(item ? { eTag: item.document._etag } : {}),
  ...(item && !minimal ? { resourceBody: item.document } : {})
})

const failed = ({ status, substatus, message }: CosmosFailure): Result => ({
  statusCode: status,
  requestCharge: missCharge,
  ...(substatus === undefined ? {} : { subStatusCode: substatus }),
  message
})

/** The others of a batch in which one failed. */
const dependent: Result = { statusCode: 424, requestCharge: 0 }

/** The operation's result, or the refusal that it met. */
const attempted = (transaction: Transaction, operation: Operation): Outcome | CosmosFailure => {
  try {
    return perform(transaction, operation)
  } catch (error) {
    if (error instanceof CosmosFailure) return error
    throw error
  }
}

const respond = (
  c: CosmosContext,
  container: ContainerRecord,
  range: number,
  results: ReadonlyArray<Result>
): Response => {
  const charge = results.reduce((sum, { requestCharge }) => sum + requestCharge, 0)
  const isDone = results.every(({ statusCode }) => statusCode < 300)
  return answer(isDone ? 200 : 207, results, itemHeaders(c, container, range, Math.round(charge * 100) / 100))
}

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
  admit(tenantOf(c), container, transaction.range)
  const results: Array<Result> = []
  for (const operation of operations) {
    const outcome = attempted(transaction, operation)
    if (outcome instanceof CosmosFailure) {
      const at = results.length
      return respond(
        c,
        container,
        transaction.range,
        operations.map((_, index) => (index === at ? failed(outcome) : dependent))
      )
    }
    results.push(done(outcome, minimal))
  }
  transaction.commit()
  return respond(c, container, transaction.range, results)
}

/** Bulk: each operation for itself, in any logical partitions of one physical one. */
const independent = (
  c: CosmosContext,
  container: ContainerRecord,
  given: ReadonlyArray<unknown>,
  operations: ReadonlyArray<Operation>,
  minimal: boolean
): Response => {
  const range = Number(c.req.header("x-ms-documentdb-partitionkeyrangeid") ?? 0)
  admit(tenantOf(c), container, range)
  const goesOn = flag(c, "x-ms-cosmos-batch-continue-on-error")
  const results: Array<Result> = []
  let isOver = false
  for (const [index, operation] of operations.entries()) {
    const entry = given[index]
    const key = isJsonObject(entry) ? entry["partitionKey"] : undefined
    const values = readPartitionKey(typeof key === "string" ? key : "", container.partitionKey)
    const transaction = new Transaction(tenantOf(c), container, values)
    const outcome = isOver ? undefined : attempted(transaction, operation)
    if (outcome === undefined) results.push(dependent)
    else if (outcome instanceof CosmosFailure) {
      results.push(failed(outcome))
      isOver = !goesOn
    } else {
      transaction.commit()
      results.push(done(outcome, minimal))
    }
  }
  return respond(c, container, range, results)
}

/** POST docs with several operations: a transactional batch, or bulk. */
export const batch = async (c: CosmosContext): Promise<Response> => {
  const given = await jsonBody(c)
  if (!Array.isArray(given) || given.length === 0) throw badRequest("A batch is an array of operations.")
  if (given.length > mostOperations) {
    throw badRequest(`Batch request has more operations than what is supported. Maximum: ${mostOperations}.`)
  }
  const operations = given.map(readOperation)
  for (const { type } of operations) authorise(c.get("caller"), actionOf[type], scopeOf(c))
  const container = containerFor(c)
  const minimal = c.req.header("prefer") === "return=minimal"
  return flag(c, "x-ms-cosmos-batch-atomic")
    ? atomic(c, container, operations, minimal)
    : independent(c, container, given, operations, minimal)
}
