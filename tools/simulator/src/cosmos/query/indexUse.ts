import { hasCompositeIndex, type IndexingPolicy, isIndexed } from "../containers/indexingPolicy.ts"
import { badRequest } from "../CosmosFailure.ts"
import { documentPath, isConstant } from "./documentPath.ts"
import type { Expression, Query } from "./Query.ts"

/** The conditions that must all hold. */
const conditions = (expression: Expression): ReadonlyArray<Expression> =>
  expression.kind === "binary" && expression.operator === "AND"
    ? [...conditions(expression.left), ...conditions(expression.right)]
    : [expression]

const comparing = new Set(["=", "<", "<=", ">", ">="])

/** Whether the index alone finds the items for which the expression holds. */
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
export const servedByIndex = ({ where, from }: Query, policy: IndexingPolicy): ReadonlyArray<Expression> =>
  where === undefined || from.each || from.joins.length > 0
    ? []
    : conditions(where.expression).filter((condition) => isServed(condition, from.alias, policy))

/** 400 unless the index can give the items in the order that the query asks for. */
export const checkOrderBy = ({ orderBy, from }: Query, policy: IndexingPolicy): void => {
  const wanted = orderBy.map(({ expression, descending }) => {
    const path = documentPath(expression, from.alias)
    if (!path || path.length === 0) {
      throw badRequest("Order-by item expression could not be mapped to a document path.")
    }
    return { path, order: descending ? ("descending" as const) : ("ascending" as const) }
  })
  const [only] = wanted
  if (wanted.length === 1 && only && !isIndexed(policy, only.path)) {
    throw badRequest("The index path corresponding to the specified order-by item is excluded.")
  }
  const composite = wanted.map(({ path, order }) => ({ path: `/${path.join("/")}`, order }))
  if (wanted.length > 1 && !hasCompositeIndex(policy, composite)) {
    throw badRequest("The order by query does not have a corresponding composite index that it can be served from.")
  }
}
