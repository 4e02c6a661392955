import { badRequest } from "../ArmError.ts"
import { type Fields, InvalidFilter, parseArmFilter, satisfiesArmFilter } from "./filter.ts"

/** How the items of a list are filtered and sorted. */
export interface Listing<Item> {
  readonly fields: Fields
  readonly valueAt: (item: Item) => (path: string) => string | number | null
  /** Unique within the list: settles the order of equals, and says where the next page begins. */
  readonly keyOf: (item: Item) => string
  readonly defaultOrder: string
}

export interface Page<Item> {
  readonly items: ReadonlyArray<Item>
  /** Absent on the last page. */
  readonly skipToken?: string
}

// msticpy's reading of Sentinel: 50 without $top. The stable specification: 1,000 at most.
const defaultTop = 50
const maximumTop = 1000

/** A query option; their names don't depend on case. */
export const queryOption = (query: URLSearchParams, name: string): string | undefined => {
  for (const [key, value] of query) if (key.toLowerCase() === name.toLowerCase()) return value
  return undefined
}

const topOf = (given: string | undefined): number => {
  if (given === undefined) return defaultTop
  const top = Number(given)
  if (!/^\d+$/.test(given) || top < 1 || top > maximumTop) {
    throw badRequest(`Invalid value '${given}' for $top: a number from 1 to ${maximumTop} is expected.`)
  }
  return top
}

interface Order {
  readonly path: string
  readonly descending: boolean
}

const ordersOf = (text: string, fields: Fields): Array<Order> =>
  text.split(",").map((part) => {
    const [path = "", direction = "asc", ...rest] = part.trim().split(/\s+/)
    if (!Object.hasOwn(fields, path) || rest.length > 0 || (direction !== "asc" && direction !== "desc")) {
      throw badRequest(`Invalid $orderby '${text}'.`)
    }
    return { path, descending: direction === "desc" }
  })

/** Position of an item: its sort values, then its key. */
type Place = ReadonlyArray<string | number | null>

const compareValues = (left: string | number | null, right: string | number | null): number => {
  if (left === right) return 0
  if (left === null) return -1
  if (right === null) return 1
  return left < right ? -1 : 1
}

const comparePlaces = (orders: ReadonlyArray<Order>, left: Place, right: Place): number => {
  for (const [index, value] of left.entries()) {
    const order = compareValues(value, right[index] ?? null)
    if (order !== 0) return orders[index]?.descending === true ? -order : order
  }
  return 0
}

const encodePlace = (place: Place): string => Buffer.from(JSON.stringify(place)).toString("base64url")

const decodePlace = (token: string, length: number): Place => {
  try {
    const place: unknown = JSON.parse(Buffer.from(token, "base64url").toString())
    const isValue = (value: unknown): value is string | number | null =>
      value === null || typeof value === "string" || typeof value === "number"
    if (Array.isArray(place) && place.length === length && place.every(isValue)) return place
  } catch {
    // Refused below, like every other token that isn't valid.
  }
  throw badRequest("The $skipToken is invalid.")
}

/**
 * The page that a list's `$filter`, `$orderby`, `$top` and `$skipToken` ask for. The token says after which item the
 * next page begins, so an item that changes between two pages doesn't shift the others.
 */
export const page = <Item>(items: ReadonlyArray<Item>, listing: Listing<Item>, query: URLSearchParams): Page<Item> => {
  const { fields, valueAt, keyOf } = listing
  const filterText = queryOption(query, "$filter")
  const filter = filterText === undefined || filterText.trim() === "" ? undefined : readFilter(filterText, fields)
  const orders = ordersOf(queryOption(query, "$orderby") ?? listing.defaultOrder, fields)
  const top = topOf(queryOption(query, "$top"))
  const token = queryOption(query, "$skipToken")
  const after = token === undefined ? undefined : decodePlace(token, orders.length + 1)

  const placed = items
    .filter((item) => filter === undefined || satisfiesArmFilter(filter, valueAt(item)))
    .map((item) => ({ item, place: [...orders.map(({ path }) => valueAt(item)(path)), keyOf(item)] }))
    .filter(({ place }) => after === undefined || comparePlaces(orders, place, after) > 0)
    .toSorted((left, right) => comparePlaces(orders, left.place, right.place))
  const taken = placed.slice(0, top)
  const last = taken.at(-1)
  return {
    items: taken.map(({ item }) => item),
    ...(last !== undefined && placed.length > taken.length && { skipToken: encodePlace(last.place) })
  }
}

const readFilter = (text: string, fields: Fields) => {
  try {
    return parseArmFilter(text, fields)
  } catch (error) {
    throw error instanceof InvalidFilter ? badRequest(error.message) : error
  }
}

/** The absolute address of the next page: this request's own, with the token; `$` stays unescaped, as ARM has it. */
export const nextLink = (requestUrl: string, skipToken: string): string => {
  const url = new URL(requestUrl)
  const kept = [...url.searchParams].filter(([name]) => name.toLowerCase() !== "$skiptoken")
  const query = [...kept, ["$skipToken", skipToken] as const]
    .map(([name, value]) => `${encodeURIComponent(name).replaceAll("%24", "$")}=${encodeURIComponent(value)}`)
    .join("&")
  return `${url.origin}${url.pathname}?${query}`
}

/** Body of a list's answer. */
export const listAnswer = (
  values: ReadonlyArray<object>,
  requestUrl: string,
  skipToken: string | undefined
): { value: ReadonlyArray<object>; nextLink?: string } => ({
  value: values,
  ...(skipToken !== undefined && { nextLink: nextLink(requestUrl, skipToken) })
})
