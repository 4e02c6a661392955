import type { IndexingPolicy } from "../containers/indexingPolicy.ts"
import type { ItemRecord } from "../CosmosState.ts"
import type { Json } from "../Json.ts"
import { isAggregation } from "./aggregation.ts"
import { evaluate, passes, rowsOf, type Scope, selected } from "./evaluate.ts"
import { checkOrderBy, servedByIndex } from "./indexUse.ts"
import { inOrder, type Value } from "./order.ts"
import type { Query } from "./Query.ts"
import { queryFailure } from "./QueryFailure.ts"

/** Where a page ended, so that the next one begins behind it whatever was written in between. */
export interface Place {
  /** What the last row is ordered by; `[]` for an undefined value. */
  readonly keys: ReadonlyArray<ReadonlyArray<Json>>
  readonly serial: number
  /** Of the item's rows, when a JOIN makes several. */
  readonly row: number
  /** Rows answered so far, which TOP and LIMIT count. */
  readonly taken: number
}

export interface Page {
  readonly values: ReadonlyArray<Json>
  /** Undefined after the last one. */
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
const mostBytes = 4 * 1_024 * 1_024

const boxed = (keys: ReadonlyArray<Value>): Place["keys"] => keys.map((key) => (key === undefined ? [] : [key]))
const unboxed = (keys: Place["keys"]): ReadonlyArray<Value> => keys.map(([key]) => key)

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
  const scopeOf = (item: ItemRecord): Scope => ({ parameters, aliases: new Map([[query.from.alias, item.document]]) })
  const served = servedByIndex(query, policy)
  const candidates = [...items]
    .map((item) => ({ item, scope: scopeOf(item) }))
    .filter(({ scope }) => served.every((condition) => evaluate(condition, scope) === true))
  if (isAggregation(query)) {
    return {
      values: groups(query, parameters, candidates),
      next: undefined,
      retrieved: candidates.length,
      retrievedBytes: candidates.reduce((sum, { item }) => sum + item.bytes, 0)
    }
  }
  const rows = candidates
    .flatMap(({ item, scope }) => rowsOf(query, scope).map((row, index) => rowOf(query, item, row, index)))
    .toSorted((left, right) => compareRows(query, left, right))
  return walk(query, rows, parameters, page)
}

const rowOf = (query: Query, item: ItemRecord, scope: Scope, row: number): Row => ({
  item,
  scope,
  keys: query.orderBy.map(({ expression }) => evaluate(expression, scope)),
  row
})

type Position = Pick<Row, "keys" | "row"> & { readonly item: Pick<ItemRecord, "serial"> }

const compareRows = ({ orderBy }: Query, left: Position, right: Position): number => {
  for (const [index, { descending }] of orderBy.entries()) {
    const difference = inOrder(left.keys[index], right.keys[index])
    if (difference !== 0) return descending ? -difference : difference
  }
  return left.item.serial - right.item.serial || left.row - right.row
}

const numberOf = (query: Query, part: "top" | "offset" | "limit", parameters: ReadonlyMap<string, Value>) => {
  const expression = query[part]
  if (!expression) return undefined
  const value = evaluate(expression, { parameters, aliases: new Map() })
  if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value
  throw queryFailure("SC2062", `The ${part.toUpperCase()} value must be a non-negative integer.`)
}

/** TOP, OFFSET and LIMIT as numbers. */
export const boundsOf = (query: Query, parameters: ReadonlyMap<string, Value>) => ({
  top: numberOf(query, "top", parameters),
  offset: numberOf(query, "offset", parameters),
  limit: numberOf(query, "limit", parameters)
})

const walk = (
  query: Query,
  rows: ReadonlyArray<Row>,
  parameters: ReadonlyMap<string, Value>,
  { size, after }: { readonly size: number; readonly after: Place | undefined }
): Page => {
  const { top, offset = 0, limit } = boundsOf(query, parameters)
  const most = top ?? limit ?? Number.POSITIVE_INFINITY
  const start: Position | undefined = after && {
    keys: unboxed(after.keys),
    item: { serial: after.serial },
    row: after.row
  }
  const seen = new Set<string>()
  const loaded = new Set<ItemRecord>()
  const values: Array<Json> = []
  let taken = after?.taken ?? 0
  let skipped = after ? offset : 0
  let bytes = 0
  let last: Row | undefined
  for (const row of rows) {
    const isBehind = !start || compareRows(query, start, row) < 0
    if (isBehind && (taken >= most || values.length >= size || bytes >= mostBytes)) break
    if (isBehind) loaded.add(row.item)
    else if (!query.distinct) continue
    if (!passes(query, row.scope)) continue
    const value = selected(query.select, row.scope)
    if (value === undefined) continue
    const text = JSON.stringify(value)
    if (query.distinct) {
      if (seen.has(text)) continue
      seen.add(text)
    }
    if (!isBehind) continue
    if (skipped < offset) {
      skipped += 1
      continue
    }
    values.push(value)
    bytes += text.length
    taken += 1
    last = row
  }
  const isFull = values.length >= size || bytes >= mostBytes
  return {
    values,
    next:
      last && isFull && taken < most && rows.at(-1) !== last
        ? { keys: boxed(last.keys), serial: last.item.serial, row: last.row, taken }
        : undefined,
    retrieved: loaded.size,
    retrievedBytes: [...loaded].reduce((sum, item) => sum + item.bytes, 0)
  }
}

/** One value for each group of rows; without GROUP BY all are one, also when there are none. */
const groups = (
  query: Query,
  parameters: ReadonlyMap<string, Value>,
  candidates: ReadonlyArray<{ readonly scope: Scope }>
): ReadonlyArray<Json> => {
  const rows = candidates.flatMap(({ scope }) => rowsOf(query, scope)).filter((row) => passes(query, row))
  const byKey = Map.groupBy(rows, (row) =>
    JSON.stringify(boxed(query.groupBy.map(({ expression }) => evaluate(expression, row))))
  )
  const nothing: Scope = { parameters, aliases: new Map([[query.from.alias, undefined]]) }
  const all = query.groupBy.length === 0 ? [rows] : [...byKey.values()]
  return all.flatMap((group) => {
    const value = selected(query.select, { ...(group[0] ?? nothing), group })
    return value === undefined ? [] : [value]
  })
}
