import { answer, type CosmosContext, itemHeaders } from "../CosmosCall.ts"
import { CosmosFailure } from "../CosmosFailure.ts"
import type { ContainerRecord } from "../CosmosState.ts"
import { missCharge } from "./charge.ts"
import { type Operation, perform } from "./operations.ts"
import type { Outcome, Transaction } from "./Transaction.ts"

/** What a batch's answer says of one operation. */
export interface BatchResult {
  readonly statusCode: number
  readonly requestCharge: number
  readonly eTag?: string
  readonly resourceBody?: unknown
  readonly subStatusCode?: number
  readonly message?: string
}

/** `minimal`: without the items, as `Prefer: return=minimal` asks. */
export const done = ({ status, item, charge }: Outcome, minimal: boolean): BatchResult => ({
  statusCode: status,
  requestCharge: charge,
  ...(item ? { eTag: item.document._etag } : {}),
  ...(item && !minimal ? { resourceBody: item.document } : {})
})

export const failed = ({ status, substatus, message }: CosmosFailure): BatchResult => ({
  statusCode: status,
  requestCharge: missCharge,
  ...(substatus === undefined ? {} : { subStatusCode: substatus }),
  message
})

/** An operation that wasn't carried out because another one failed. */
export const dependent: BatchResult = { statusCode: 424, requestCharge: 0 }

/** The operation's outcome, or the refusal that it met. */
export const attempted = (transaction: Transaction, operation: Operation): Outcome | CosmosFailure => {
  try {
    return perform(transaction, operation)
  } catch (error) {
    if (error instanceof CosmosFailure) return error
    throw error
  }
}

/** 200 when everything was done, 207 otherwise. */
export const respond = (
  c: CosmosContext,
  container: ContainerRecord,
  range: number,
  results: ReadonlyArray<BatchResult>
): Response => {
  const charge = results.reduce((sum, { requestCharge }) => sum + requestCharge, 0)
  const isDone = results.every(({ statusCode }) => statusCode < 300)
  return answer(isDone ? 200 : 207, results, itemHeaders(c, container, range, Math.round(charge * 100) / 100))
}
