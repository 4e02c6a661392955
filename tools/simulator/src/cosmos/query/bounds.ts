import { evaluate } from "./evaluate.ts"
import type { Value } from "./order.ts"
import type { Query } from "./Query.ts"
import { queryFailure } from "./QueryFailure.ts"

const parts = ["top", "offset", "limit"] as const

/** TOP, OFFSET and LIMIT as numbers. */
export type Bounds = Readonly<Record<(typeof parts)[number], number | undefined>>

/** Evaluates TOP, OFFSET and LIMIT; throws 400 unless they are whole numbers. */
export const boundsOf = (query: Query, parameters: ReadonlyMap<string, Value>): Bounds => {
  const [top, offset, limit] = parts.map((part) => {
    const expression = query[part]
    if (!expression) return undefined
    const value = evaluate(expression, { parameters, names: undefined })
    if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value
    throw queryFailure("SC2062", `The ${part.toUpperCase()} value must be a non-negative integer.`)
  })
  return { top, offset, limit }
}
