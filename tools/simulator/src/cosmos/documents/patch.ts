import { isJsonArray, isJsonObject, type Json, type JsonObject } from "../../platform/json.ts"
import { badRequest, preconditionFailed } from "../CosmosFailure.ts"
import { passes } from "../query/evaluate.ts"
import { parseQuery } from "../query/parse.ts"

const maximumOperations = 10

const segmentsOf = (path: unknown): ReadonlyArray<string> => {
  if (typeof path !== "string" || !path.startsWith("/") || path.length < 2) {
    throw badRequest(`The patch path '${JSON.stringify(path)}' is invalid.`)
  }
  return path
    .split("/")
    .slice(1)
    .map((segment) => segment.replaceAll("~1", "/").replaceAll("~0", "~"))
}

/** The object or array that contains a path's last segment. */
type Holder = JsonObject | ReadonlyArray<Json>
type Edit = (holder: Holder, name: string) => Json

const editAt = (value: Json | undefined, segments: ReadonlyArray<string>, edit: Edit): Json => {
  const [name = "", ...rest] = segments
  if (!isJsonArray(value) && !isJsonObject(value)) throw badRequest("A patch operation's path leads to nothing.")
  if (rest.length === 0) return edit(value, name)
  if (isJsonObject(value)) return { ...value, [name]: editAt(value[name], rest, edit) }
  return value.with(indexIn(value, name, value.length - 1), editAt(value[Number(name)], rest, edit))
}

const indexIn = (items: ReadonlyArray<Json>, name: string, maximum: number): number => {
  const index = name === "-" ? items.length : Number(name)
  if (!Number.isInteger(index) || index < 0 || index > maximum) {
    throw badRequest(`The array index '${name}' of a patch operation is out of range.`)
  }
  return index
}

const requireValue = (holder: Holder, name: string): Json => {
  const value = isJsonArray(holder) ? holder[Number(name)] : holder[name]
  if (value === undefined) throw badRequest(`A patch operation's path leads to nothing: '${name}'.`)
  return value
}

const put = (holder: Holder, name: string, value: Json, insert: boolean): Json => {
  if (!isJsonArray(holder)) return { ...holder, [name]: value }
  const at = indexIn(holder, name, insert ? holder.length : holder.length - 1)
  return insert ? holder.toSpliced(at, 0, value) : holder.with(at, value)
}

const remove = (holder: Holder, name: string): Json => {
  requireValue(holder, name)
  if (isJsonArray(holder)) return holder.toSpliced(Number(name), 1)
  return Object.fromEntries(Object.entries(holder).filter(([key]) => key !== name))
}

const increment = (holder: Holder, name: string, by: Json): Json => {
  const before = isJsonArray(holder) ? requireValue(holder, name) : (holder[name] ?? 0)
  if (typeof before !== "number" || typeof by !== "number") throw badRequest("Only numbers can be incremented.")
  return put(holder, name, before + by, false)
}

const editOf = (operation: JsonObject): Edit => {
  const { op, value = null } = operation
  if (op === "add") return (holder, name) => put(holder, name, value, true)
  if (op === "set") return (holder, name) => put(holder, name, value, name === "-")
  if (op === "remove") return remove
  if (op === "incr") return (holder, name) => increment(holder, name, value)
  if (op === "replace") {
    return (holder, name) => {
      requireValue(holder, name)
      return put(holder, name, value, false)
    }
  }
  throw badRequest(`There is no patch operation '${JSON.stringify(op)}'.`)
}

const applyOperation = (document: Json, operation: Json): Json => {
  if (!isJsonObject(operation)) throw badRequest("A patch operation must be an object.")
  return editAt(document, segmentsOf(operation["path"]), editOf(operation))
}

/** The item after a partial update: its operations in their order, if its condition holds. Throws 400 or 412. */
export const patchDocument = (document: JsonObject, given: unknown): JsonObject => {
  const operations = isJsonObject(given) ? given["operations"] : given
  const condition = isJsonObject(given) ? given["condition"] : undefined
  if (!isJsonArray(operations) || operations.length === 0 || operations.length > maximumOperations) {
    throw badRequest(`A partial update has 1 to ${maximumOperations} operations.`)
  }
  if (typeof condition === "string") {
    const query = parseQuery(`SELECT * ${condition}`)
    const scope = { parameters: new Map(), names: { name: query.from.alias, value: document } }
    if (!passes(query, scope)) throw preconditionFailed()
  }
  const result = operations.reduce<Json>(applyOperation, document)
  return isJsonObject(result) ? result : document
}
