import { isJsonObject, type JsonObject } from "../../platform/json.ts"
import type { dataActions } from "../access/dataRoles.ts"
import { badRequest } from "../CosmosFailure.ts"
import { patchDocument } from "./patch.ts"
import type { Outcome, Transaction } from "./Transaction.ts"

/** An operation on one item: a separate request, or a part of a batch. */
export type Operation = {
  /** As JSON text; only bulk operations have their own. */
  readonly partitionKey?: string | undefined
} & (
  | { readonly type: "Create"; readonly body: unknown }
  | { readonly type: "Upsert"; readonly body: unknown; readonly ifMatch: string | undefined }
  | { readonly type: "Read"; readonly id: string }
  | { readonly type: "Replace"; readonly id: string; readonly body: unknown; readonly ifMatch: string | undefined }
  | { readonly type: "Patch"; readonly id: string; readonly body: unknown; readonly ifMatch: string | undefined }
  | { readonly type: "Delete"; readonly id: string; readonly ifMatch: string | undefined }
)

export const perform = (transaction: Transaction, operation: Operation): Outcome => {
  switch (operation.type) {
    case "Create":
      return transaction.create(operation.body)
    case "Upsert":
      return transaction.upsert(operation.body, operation.ifMatch)
    case "Read":
      return transaction.read(operation.id)
    case "Replace":
      return transaction.replace(operation.id, operation.body, operation.ifMatch)
    case "Patch":
      return transaction.change(operation.id, operation.ifMatch, (document) => patchDocument(document, operation.body))
    case "Delete":
      return transaction.delete(operation.id, operation.ifMatch)
  }
}

/** The data action that each operation needs. */
export const actionOf: Readonly<Record<Operation["type"], keyof typeof dataActions>> = {
  Create: "create",
  Upsert: "upsert",
  Read: "read",
  Replace: "replace",
  Patch: "replace",
  Delete: "delete"
}

const textOf = (given: JsonObject, name: string): string | undefined => {
  const value = given[name]
  return typeof value === "string" ? value : undefined
}

/** An operation as a batch's body writes it. */
export const readOperation = (given: unknown): Operation => {
  if (!isJsonObject(given)) throw badRequest("An operation of a batch must be an object.")
  const type = textOf(given, "operationType")
  const partitionKey = textOf(given, "partitionKey")
  const body = given["resourceBody"]
  const ifMatch = textOf(given, "ifMatch")
  if (type === "Create") return { type, partitionKey, body }
  if (type === "Upsert") return { type, partitionKey, body, ifMatch }
  const id = textOf(given, "id")
  if (id === undefined) throw badRequest(`An operation of type ${type ?? "<none>"} needs an id.`)
  if (type === "Read") return { type, partitionKey, id }
  if (type === "Replace" || type === "Patch") return { type, partitionKey, id, body, ifMatch }
  if (type === "Delete") return { type, partitionKey, id, ifMatch }
  throw badRequest(`There is no operation '${type ?? "<none>"}'.`)
}
