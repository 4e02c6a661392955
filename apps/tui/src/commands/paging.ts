import { Effect } from "effect"
import { Flag } from "effect/cli"

/** As many as the server gives in one page. */
const pageSize = 200

export const pagingFlags = {
  limit: Flag.Int("limit").pipe(
    Flag.withMetavar("<count>"),
    Flag.withDescription("How many at most, 50 unless told."),
    Flag.filter(
      (count) => count > 0,
      (count) => `Expected a number above 0, got ${count}`
    ),
    Flag.withDefault(50)
  ),
  all: Flag.Boolean("all").pipe(
    Flag.withDescription("All that there are."),
    Flag.withoutNegation,
    Flag.withDefault(false)
  )
}

export interface Paging {
  readonly limit: number
  readonly all: boolean
}

interface Page<A> {
  readonly items: ReadonlyArray<A>
  readonly continuation?: string
}

/** What goes into the query of one page. */
export interface PageAsked {
  readonly top: number
  readonly continuation?: string
}

/** Page after page, as many items as are asked for, as one page: `continuation` says that there are more. */
export const paged = <A, E, R>(
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

/** For people: that there is more, where there is. */
export const moreOf = ({ items, continuation }: Page<unknown>): ReadonlyArray<string> =>
  continuation === undefined ? [] : ["", `There are more than these ${items.length}: --limit or --all shows them.`]
