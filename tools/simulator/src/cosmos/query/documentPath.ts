import type { Expression } from "./Query.ts"

/** The property that an expression names in the item that `alias` stands for; undefined when it is anything else. */
export const documentPath = (expression: Expression, alias: string): ReadonlyArray<string> | undefined => {
  if (expression.kind === "alias") return expression.name === alias ? [] : undefined
  if (expression.kind !== "member" || expression.name.kind !== "literal") return undefined
  const of = documentPath(expression.of, alias)
  const { value } = expression.name
  return of && typeof value === "string" ? [...of, value] : undefined
}

/** Names of properties that stand under a JOIN or a subquery are those of another source. */
export const isConstant = (expression: Expression): boolean => {
  if (expression.kind === "literal" || expression.kind === "parameter") return true
  return expression.kind === "array" && expression.items.every(isConstant)
}
