import { Effect } from "effect"
import { Flag } from "effect/cli"
import { wrapped } from "../look/wrapped.ts"
import { switchFlag } from "./switchFlag.ts"

/** The most that the server returns in one page. */
const pageSize = 200

export const pagingFlags = {
  limit: Flag.Int("limit").pipe(
    Flag.withMetavar("<count>"),
    Flag.withDescription("The maximum number of results. Default: 50."),
    Flag.filter(
      (count) => count > 0,
      (count) => `Expected a number above 0, got ${count}`
    ),
    Flag.withDefault(50)
  ),
  all: switchFlag("all", "Show all results.")
}

export interface Paging {
  readonly limit: number
  readonly all: boolean
}

interface Page<A> {
  readonly items: ReadonlyArray<A>
  readonly continuation?: string
}

/** The part of the query that selects a page. */
export interface PageAsked {
  readonly top: number
  readonly continuation?: string
}

/** Reads as many pages as are needed for the items that are asked for. A `continuation` in the result: there are more. */
export const readPages = <A, E, R>(
  { limit, all }: Paging,
  page: (asked: PageAsked) => Effect.Effect<Page<A>, E, R>
): Effect.Effect<Page<A>, E, R> => {
  const most = all ? Number.POSITIVE_INFINITY : limit
  const from = (before: ReadonlyArray<A>, continuation: string | undefined): Effect.Effect<Page<A>, E, R> =>
    Effect.flatMap(
      page({
        top: Math.min(pageSize, most - before.length),
        ...(continuation === undefined ? {} : { continuation })
      }),
      ({ items, continuation: next }) => {
        const together = [...before, ...items]
        return next === undefined || together.length >= most
          ? Effect.succeed({ items: together, ...(next === undefined ? {} : { continuation: next }) })
          : from(together, next)
      }
    )
  return from([], undefined)
}

/** A hint for people that there are more results, in lines of at most `width` cells. Empty if there are none. */
export const moreHint = ({ items, continuation }: Page<unknown>, width: number): ReadonlyArray<string> =>
  continuation === undefined
    ? []
    : ["", ...wrapped(`Only the first ${items.length} are shown. To see more, use --limit or --all.`, width)]
