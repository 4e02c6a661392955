import type { Json } from "../../platform/json.ts"
import { evaluate, type Scope, evaluateSelect } from "./evaluate.ts"
import { aggregates } from "./functions.ts"
import type { Value } from "./order.ts"
import type { Expression, Query, Selection } from "./Query.ts"

/** The aggregate functions in an expression, outermost first. */
const aggregatesIn = (expression: Expression): ReadonlyArray<string> => {
  switch (expression.kind) {
    case "literal":
    case "parameter":
    case "alias":
    case "exists":
    case "subquery":
    case "arraySubquery":
      return []
    case "member":
      return [...aggregatesIn(expression.of), ...aggregatesIn(expression.name)]
    case "array":
      return expression.items.flatMap(aggregatesIn)
    case "object":
      return expression.members.flatMap(([, value]) => aggregatesIn(value))
    case "not":
    case "negative":
      return aggregatesIn(expression.of)
    case "binary":
      return [...aggregatesIn(expression.left), ...aggregatesIn(expression.right)]
    case "in":
      return [expression.value, ...expression.choices].flatMap(aggregatesIn)
    case "like":
      return [...aggregatesIn(expression.value), ...aggregatesIn(expression.pattern)]
    case "choice":
      return [expression.when, expression.chosen, expression.otherwise].flatMap(aggregatesIn)
    case "call":
      return aggregates[expression.name] ? [expression.name] : expression.arguments.flatMap(aggregatesIn)
  }
}

export const selectionAggregates = (select: Selection): ReadonlyArray<string> => {
  if (select.kind === "all") return []
  return select.kind === "value"
    ? aggregatesIn(select.expression)
    : select.items.flatMap(({ expression }) => aggregatesIn(expression))
}

/** True when the query aggregates rows. */
export const isAggregation = ({ groupBy, select }: Query): boolean =>
  groupBy.length > 0 || selectionAggregates(select).length > 0

/** One value for each group of rows; without GROUP BY all are one group, also when there are none. */
export const aggregate = (
  query: Query,
  parameters: ReadonlyMap<string, Value>,
  rows: ReadonlyArray<Scope>
): ReadonlyArray<Json> => {
  const keyOf = (row: Scope): string =>
    JSON.stringify(
      query.groupBy.map(({ expression }) => [evaluate(expression, row)].filter((key) => key !== undefined))
    )
  const groups = query.groupBy.length === 0 ? [rows] : [...Map.groupBy(rows, keyOf).values()]
  const nothing: Scope = { parameters, names: { name: query.from.alias, value: undefined } }
  return groups.flatMap((group) => {
    const value = evaluateSelect(query, { ...(group[0] ?? nothing), group })
    return value === undefined ? [] : [value]
  })
}
