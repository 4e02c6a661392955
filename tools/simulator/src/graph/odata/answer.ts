import type { World } from "../../platform/World.ts"
import type { GraphContext } from "../GraphEnv.ts"
import { badRequest, GraphFailure } from "../GraphFailure.ts"
import { type Query, skipToken } from "./query.ts"

type Item = Readonly<Record<string, unknown>>

export const metadata = (fragment: string): string => `https://graph.microsoft.com/v1.0/$metadata#${fragment}`

/** Returns the properties of an item that $select names. Throws 400 for a property that its type doesn't have. */
export const selectProperties = (
  item: Item,
  select: ReadonlyArray<string> | undefined,
  defaults?: ReadonlyArray<string>
): Item => {
  const requested = select?.includes("*") === true ? undefined : (select ?? defaults)
  if (!requested) return item
  const kept: Record<string, unknown> = {}
  if (item["@odata.type"] !== undefined) kept["@odata.type"] = item["@odata.type"]
  for (const name of requested) {
    if (!Object.hasOwn(item, name)) {
      throw badRequest(`Parsing OData Select and Expand failed: Could not find a property named '${name}'.`)
    }
    kept[name] = item[name]
  }
  if (Object.hasOwn(item, "id") && select === undefined) kept["id"] = item["id"]
  return kept
}

export interface Page<T> {
  readonly "@odata.context": string
  readonly "@odata.count"?: number
  readonly "@odata.nextLink"?: string
  readonly value: ReadonlyArray<T>
}

/**
 * One page. The count comes with the first page only; the next link carries the query but no header, so that a client
 * that omits ConsistencyLevel on a later page is refused, as by Graph.
 */
export const page = <T>(
  c: GraphContext,
  world: World,
  query: Query,
  all: ReadonlyArray<T>,
  options: { readonly context: string; readonly maximum?: number; readonly usual?: number }
): Page<T> => {
  const maximum = options.maximum ?? 999
  if (query.top !== undefined && query.top > maximum) {
    throw new GraphFailure(
      400,
      "Request_UnsupportedQuery",
      `Invalid page size specified: '${query.top}'. Must be between 1 and ${maximum} inclusive.`
    )
  }
  const end = query.offset + (query.top ?? options.usual ?? 100)
  const next = new URL(c.req.url)
  next.searchParams.set("$skiptoken", skipToken(end))
  return {
    "@odata.context": metadata(options.context),
    ...(query.count && query.offset === 0 ? { "@odata.count": all.length } : {}),
    ...(end < all.length ? { "@odata.nextLink": `${world.base}${next.pathname}${next.search}` } : {}),
    value: all.slice(query.offset, end)
  }
}

/** Returns a page whose items have only the properties that $select names. */
export const selectInPage = <T extends Item>(
  found: Page<T>,
  select: ReadonlyArray<string> | undefined
): Page<Item> => ({ ...found, value: found.value.map((item) => selectProperties(item, select)) })

/** Filters, searches and orders items by the query. */
export const applyQuery = <T extends Item>(
  items: ReadonlyArray<T>,
  query: Query,
  search?: (item: Item) => boolean
): ReadonlyArray<T> => {
  const kept = items.filter((item) => (query.filter?.test(item) ?? true) && (search?.(item) ?? true))
  const { orderBy } = query
  if (!orderBy) return kept
  const direction = orderBy.descending ? -1 : 1
  const text = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value ?? ""))
  return kept.toSorted((a, b) => direction * text(a[orderBy.property]).localeCompare(text(b[orderBy.property])))
}
