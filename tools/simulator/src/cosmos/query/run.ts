import type { ItemRecord, IndexingPolicy } from "../../platform/CosmosState.ts"
import type { Json } from "../../platform/json.ts"
import { badRequest } from "../CosmosFailure.ts"
import { aggregate, isAggregation } from "./aggregation.ts"
import { type Bounds, boundsOf } from "./bounds.ts"
import { documentPath, isConstant } from "./documentPath.ts"
import { evaluate, passes, rootOf, rowsOf, type Scope, evaluateSelect } from "./evaluate.ts"
import { hasCompositeIndex, isIndexed } from "./indexingPolicy.ts"
import { compareForOrder, type Value } from "./order.ts"
import type { Expression, Query } from "./Query.ts"
import { queryFailure } from "./QueryFailure.ts"

/** The conditions that must all hold. */
const conditions = (expression: Expression): ReadonlyArray<Expression> =>
  expression.kind === "binary" && expression.operator === "AND"
    ? [...conditions(expression.left), ...conditions(expression.right)]
    : [expression]

const comparing = new Set(["=", "<", "<=", ">", ">="])

/** True when the index alone finds the items for which the expression holds. */
const isServed = (expression: Expression, alias: string, policy: IndexingPolicy): boolean => {
  const isInIndex = (part: Expression | undefined, ...below: ReadonlyArray<string>): boolean => {
    const path = part && documentPath(part, alias)
    return path !== undefined && path.length > 0 && isIndexed(policy, [...path, ...below])
  }
  if (expression.kind === "binary") {
    const { operator, left, right } = expression
    if (operator === "AND" || operator === "OR") {
      return isServed(left, alias, policy) && isServed(right, alias, policy)
    }
    if (!comparing.has(operator)) return false
    return (isInIndex(left) && isConstant(right)) || (isConstant(left) && isInIndex(right))
  }
  if (expression.kind === "in") return isInIndex(expression.value) && expression.choices.every(isConstant)
  if (expression.kind !== "call") return false
  const { name, arguments: given } = expression
  const [first, second] = given
  if (name === "IS_DEFINED") return isInIndex(first)
  if (!first || !second) return false
  // `ARRAY_CONTAINS(@ids, c.id)` is an IN.
  if (name === "ARRAY_CONTAINS") {
    return (isInIndex(first, "[]") && isConstant(second)) || (isConstant(first) && isInIndex(second))
  }
  return name === "STARTSWITH" && isInIndex(first) && isConstant(second)
}

/** The conditions of WHERE that the index serves: what is loaded are the items for which they hold. */
const indexedConditions = ({ where, from }: Query, policy: IndexingPolicy): ReadonlyArray<Expression> =>
  where === undefined || from.each || from.joins.length > 0
    ? []
    : conditions(where.expression).filter((condition) => isServed(condition, from.alias, policy))

/** 400 unless the index can give the items in the order that the query asks for. */
const checkOrderBy = ({ orderBy, from }: Query, policy: IndexingPolicy): void => {
  const requested = orderBy.map(({ expression, descending }) => {
    const path = documentPath(expression, from.alias)
    if (!path || path.length === 0) {
      throw badRequest("Order-by item expression could not be mapped to a document path.")
    }
    return { path, order: descending ? ("descending" as const) : ("ascending" as const) }
  })
  const [only] = requested
  if (requested.length === 1 && only && !isIndexed(policy, only.path)) {
    throw badRequest("The index path corresponding to the specified order-by item is excluded.")
  }
  const composite = requested.map(({ path, order }) => ({ path: `/${path.join("/")}`, order }))
  if (requested.length > 1 && !hasCompositeIndex(policy, composite)) {
    throw badRequest("The order by query does not have a corresponding composite index that it can be served from.")
  }
}

/** Where a page ended, so that the next one begins behind it despite writes in between. */
export interface Place {
  /** Sort values of the last row; `[]` for an undefined value. */
  readonly keys: ReadonlyArray<ReadonlyArray<Json>>
  readonly serial: number
  /** Index among the item's rows, when a JOIN yields several. */
  readonly row: number
  /** Rows answered so far, which TOP and LIMIT count. */
  readonly taken: number
}

export interface Page {
  readonly values: ReadonlyArray<Json>
  /** Undefined on the last page. */
  readonly next: Place | undefined
  /** Items that had to be loaded. */
  readonly retrieved: number
  readonly retrievedBytes: number
}

interface Row {
  readonly item: ItemRecord
  readonly scope: Scope
  readonly keys: ReadonlyArray<Value>
  readonly row: number
}

/** The largest answer. */
const maximumBytes = 4 * 1_024 * 1_024

const box = (keys: ReadonlyArray<Value>): Place["keys"] => keys.map((key) => (key === undefined ? [] : [key]))
const unbox = (keys: Place["keys"]): ReadonlyArray<Value> => keys.map(([key]) => key)

/** A page of a query over items of one physical partition. Throws the compiler's 400. */
export const runQuery = (
  query: Query,
  parameters: ReadonlyMap<string, Value>,
  items: Iterable<ItemRecord>,
  policy: IndexingPolicy,
  page: { readonly size: number; readonly after: Place | undefined }
): Page => {
  checkOrderBy(query, policy)
  if (query.select.kind === "all" && query.from.joins.length > 0) {
    throw queryFailure("SC2040", "'SELECT *' is only valid with a single input set.")
  }
  const root = rootOf(query)
  const scopeOf = (item: ItemRecord): Scope => ({ parameters, names: { name: root, value: item.document } })
  const served = indexedConditions(query, policy)
  const candidates = [...items]
    .map((item) => ({ item, scope: scopeOf(item) }))
    .filter(({ scope }) => served.every((condition) => evaluate(condition, scope) === true))
  if (isAggregation(query)) {
    const rows = candidates.flatMap(({ scope }) => rowsOf(query, scope)).filter((row) => passes(query, row))
    return {
      values: aggregate(query, parameters, rows),
      next: undefined,
      ...costOf(candidates.map(({ item }) => item))
    }
  }
  const rows = candidates
    .flatMap(({ item, scope }) => rowsOf(query, scope).map((row, index) => rowOf(query, item, row, index)))
    .toSorted((left, right) => compareRows(query, left, right))
  return walk(query, query.distinct ? distinctRows(query, rows) : rows, boundsOf(query, parameters), page)
}

const costOf = (loaded: ReadonlyArray<ItemRecord>): Pick<Page, "retrieved" | "retrievedBytes"> => ({
  retrieved: loaded.length,
  retrievedBytes: loaded.reduce((sum, { bytes }) => sum + bytes, 0)
})

const rowOf = (query: Query, item: ItemRecord, scope: Scope, row: number): Row => ({
  item,
  scope,
  keys: query.orderBy.map(({ expression }) => evaluate(expression, scope)),
  row
})

type Position = Pick<Row, "keys" | "row"> & { readonly item: Pick<ItemRecord, "serial"> }

const compareRows = ({ orderBy }: Query, left: Position, right: Position): number => {
  for (const [index, { descending }] of orderBy.entries()) {
    const difference = compareForOrder(left.keys[index], right.keys[index])
    if (difference !== 0) return descending ? -difference : difference
  }
  return left.item.serial - right.item.serial || left.row - right.row
}

/** Evaluates SELECT for a row that WHERE includes; undefined: the row is omitted. */
const valueOf = (query: Query, { scope }: Row): Value =>
  passes(query, scope) ? evaluateSelect(query, scope) : undefined

/** The first row of each value. */
const distinctRows = (query: Query, rows: ReadonlyArray<Row>): ReadonlyArray<Row> => {
  const first = new Map<string, Row>()
  for (const row of rows) {
    const value = valueOf(query, row)
    const text = value === undefined ? undefined : JSON.stringify(value)
    if (text !== undefined && !first.has(text)) first.set(text, row)
  }
  return [...first.values()]
}

/** Goes through rows in their order until the page is full. */
const walk = (
  query: Query,
  rows: ReadonlyArray<Row>,
  { top, offset = 0, limit }: Bounds,
  { size, after }: { readonly size: number; readonly after: Place | undefined }
): Page => {
  const start = after && { keys: unbox(after.keys), item: { serial: after.serial }, row: after.row }
  const behind = start ? rows.filter((row) => compareRows(query, start, row) < 0) : rows
  const takenBefore = after?.taken ?? 0
  const left = (top ?? limit ?? Number.POSITIVE_INFINITY) - takenBefore
  const loaded = new Set<ItemRecord>()
  const values: Array<Json> = []
  let toSkip = after ? 0 : offset
  let bytes = 0
  let last: Row | undefined
  for (const row of behind) {
    if (values.length >= Math.min(size, left) || bytes >= maximumBytes) break
    loaded.add(row.item)
    const value = valueOf(query, row)
    if (value === undefined) continue
    if (toSkip > 0) {
      toSkip -= 1
      continue
    }
    values.push(value)
    bytes += JSON.stringify(value).length
    last = row
  }
  const isOver = last === undefined || last === behind.at(-1) || values.length >= left
  const isFull = values.length >= size || bytes >= maximumBytes
  const taken = takenBefore + values.length
  return {
    values,
    next:
      last && isFull && !isOver ? { keys: box(last.keys), serial: last.item.serial, row: last.row, taken } : undefined,
    ...costOf([...loaded])
  }
}
