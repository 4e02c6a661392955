import { readPartitionKey } from "../containers/PartitionKeyDefinition.ts"
import { type CosmosContext, flag, tenantOf } from "../CosmosCall.ts"
import { badRequest, CosmosFailure, rangeGone } from "../CosmosFailure.ts"
import type { ContainerRecord } from "../CosmosState.ts"
import { admit } from "../Throughput.ts"
import { attempted, type BatchResult, dependent, done, failed, respond } from "./batchResult.ts"
import type { Operation } from "./operations.ts"
import { rangeHeader } from "./target.ts"
import { Transaction } from "./Transaction.ts"

/**
 * Each operation for itself, in any logical partitions of one physical one. Clients hash partition keys to know which:
 * an operation on one that is elsewhere is told so, with 410.
 */
export const bulk = (
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
      results.push(dependent)
      continue
    }
    const values = readPartitionKey(operation.partitionKey ?? "", container.partitionKey)
    const transaction = new Transaction(tenantOf(c), container, values)
    const outcome = transaction.range === range ? attempted(transaction, operation) : rangeGone()
    if (outcome instanceof CosmosFailure) {
      results.push(failed(outcome))
    } else {
      transaction.commit()
      results.push(done(outcome, minimal))
    }
  }
  return respond(c, container, range, results)
}
