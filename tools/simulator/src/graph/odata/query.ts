import type { GraphContext } from "../GraphEnv.ts"
import { GraphFailure } from "../GraphFailure.ts"
import { type GraphFilter, parseGraphFilter } from "./filter.ts"

/** The system query options of a request; absent ones are undefined. */
export interface Query {
  readonly select: ReadonlyArray<string> | undefined
  readonly expand: ReadonlyArray<string>
  readonly filter: GraphFilter | undefined
  readonly search: string | undefined
  readonly orderBy: { readonly property: string; readonly descending: boolean } | undefined
  readonly top: number | undefined
  readonly count: boolean
  /** Number of items on the previous pages. */
  readonly offset: number
}

const names = (text: string | undefined): ReadonlyArray<string> | undefined =>
  text
    ?.split(",")
    .map((name) => name.trim())
    .filter(Boolean)

/** Reads the options, with or without the dollar sign. Throws 400 for malformed ones. */
export const queryOf = (c: GraphContext): Query => {
  const option = (name: string): string | undefined => c.req.query(`$${name}`) ?? c.req.query(name)
  if (option("skip") !== undefined)
    throw new GraphFailure(400, "Request_BadRequest", "'$skip' is not supported by the service.")
  const top = option("top")
  if (top !== undefined && !/^[1-9]\d{0,8}$/.test(top)) {
    throw new GraphFailure(
      400,
      "BadRequest",
      `Invalid value '${top}' for $top query option found. The $top query option requires a positive integer value.`
    )
  }
  const filter = option("filter")
  const skipToken = option("skiptoken")
  const [property, direction] = option("orderby")?.split(/\s+/) ?? []
  return {
    select: names(option("select")),
    expand: names(option("expand")) ?? [],
    filter: filter === undefined ? undefined : parseGraphFilter(filter),
    search: option("search"),
    orderBy: property === undefined ? undefined : { property, descending: direction === "desc" },
    top: top === undefined ? undefined : Number(top),
    count: option("count") === "true",
    offset: skipToken === undefined ? 0 : offsetOf(skipToken)
  }
}

const offsetOf = (skipToken: string): number => {
  const [, offset] = /^page-(\d+)$/.exec(Buffer.from(skipToken, "base64url").toString()) ?? []
  if (offset === undefined) throw new GraphFailure(400, "Request_BadRequest", "The skip token is invalid.")
  return Number(offset)
}

export const skipToken = (offset: number): string => Buffer.from(`page-${offset}`).toString("base64url")

/**
 * The directory's rule for advanced queries (aad-advanced-queries): they need the header and $count=true. A plain
 * $count=true without the header is ignored, which the returned query shows.
 */
export const checkConsistency = (c: GraphContext, query: Query, more: { readonly advanced?: boolean } = {}): Query => {
  const eventual = c.req.header("consistencylevel")?.toLowerCase() === "eventual"
  if (query.search !== undefined && !eventual) {
    throw new GraphFailure(
      400,
      "Request_UnsupportedQuery",
      "Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'"
    )
  }
  const advanced =
    more.advanced === true ||
    query.filter?.advanced === true ||
    (query.filter !== undefined && query.orderBy !== undefined)
  if (advanced && !(eventual && query.count)) {
    throw new GraphFailure(400, "Request_UnsupportedQuery", "Unsupported Query.")
  }
  return eventual ? query : { ...query, count: false }
}

/** Refuses a $filter over properties that the directory has no index for. */
export const checkIndexed = (query: Query, indexed: ReadonlyArray<string>): void => {
  for (const property of query.filter?.properties ?? []) {
    if (!indexed.includes(property)) {
      throw new GraphFailure(
        400,
        "Request_UnsupportedQuery",
        `Unsupported or invalid query filter clause specified for property '${property}'. The request uses a filter property that is not indexed.`
      )
    }
  }
}
