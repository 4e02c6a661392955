import { isJsonArray, isJsonObject, type Json } from "../../platform/json.ts"
import { aggregates, functions } from "./functions.ts"
import { compare, isSame, type Value } from "./order.ts"
import type { BinaryOperator, Expression, Query } from "./Query.ts"
import { queryFailure } from "./QueryFailure.ts"

/** A property of an object, or an element of an array by its position. */
const member = (of: Value, name: Value): Value => {
  if (isJsonArray(of)) return typeof name === "number" ? of[name] : undefined
  return isJsonObject(of) && typeof name === "string" && Object.hasOwn(of, name) ? of[name] : undefined
}

/** The result of each comparison operator for an order of two values. */
const relation = (operator: "<" | "<=" | ">" | ">=", difference: number | undefined): Value => {
  if (difference === undefined) return undefined
  if (operator === "<") return difference < 0
  if (operator === "<=") return difference <= 0
  return operator === ">" ? difference > 0 : difference >= 0
}

/** Calculates; undefined where the result isn't a number. */
const arithmetic = (operator: "+" | "-" | "*" | "/" | "%", left: number, right: number): Value => {
  const result = { "+": left + right, "-": left - right, "*": left * right, "/": left / right, "%": left % right }[
    operator
  ]
  return Number.isFinite(result) ? result : undefined
}

const isIn = (value: Value, choices: ReadonlyArray<Value>): Value =>
  value === undefined ? undefined : choices.some((choice) => choice !== undefined && isSame(value, choice))

/** `%` stands for any run of characters, `_` for one. */
const isLike = (value: Value, pattern: Value): Value => {
  if (typeof value !== "string" || typeof pattern !== "string") return undefined
  const expression = pattern.replaceAll(/[%_.*+?^${}()|[\]\\]/g, (sign) =>
    sign === "%" ? ".*" : sign === "_" ? "." : `\\${sign}`
  )
  return new RegExp(`^${expression}$`, "s").test(value)
}

/** A name with its value, linked to the names of outer scopes: a list is faster to create than a map. */
interface Naming {
  readonly name: string
  readonly value: Value
  readonly outer?: Naming | undefined
}

/** The values of the names in an expression. */
export interface Scope {
  readonly parameters: ReadonlyMap<string, Value>
  readonly names: Naming | undefined
  /** The rows of a group, of which the scope itself shows the first; only there aggregates mean something. */
  readonly group?: ReadonlyArray<Scope>
}

/** Evaluates an expression. Undefined where an operand is missing or of the wrong type, as in Cosmos DB. */
export const evaluate = (expression: Expression, scope: Scope): Value => {
  const of = (part: Expression): Value => evaluate(part, scope)
  switch (expression.kind) {
    case "literal":
      return expression.value
    case "parameter":
      return parameter(expression.name, scope)
    case "alias":
      return alias(expression.name, scope)
    case "member":
      return member(of(expression.of), of(expression.name))
    case "array":
      return expression.items.map(of).filter((item) => item !== undefined)
    case "object":
      return objectOf(expression.members.map(([name, value]) => [name, of(value)]))
    case "not": {
      const value = of(expression.of)
      return typeof value === "boolean" ? !value : undefined
    }
    case "negative": {
      const value = of(expression.of)
      return typeof value === "number" ? -value : undefined
    }
    case "binary":
      return binary(expression.operator, expression.left, expression.right, scope)
    case "in":
      return isIn(of(expression.value), expression.choices.map(of))
    case "like":
      return isLike(of(expression.value), of(expression.pattern))
    case "choice":
      return of(expression.when) === true ? of(expression.chosen) : of(expression.otherwise)
    case "call":
      return call(expression.name, expression.arguments, scope)
    case "exists":
      return valuesOf(expression.query, scope).length > 0
    case "subquery":
      return valuesOf(expression.query, scope)[0]
    case "arraySubquery":
      return valuesOf(expression.query, scope)
  }
}

/** An object of the members that are defined. */
const objectOf = (members: ReadonlyArray<readonly [string, Value]>): Json =>
  Object.fromEntries(members.filter((entry): entry is readonly [string, Json] => entry[1] !== undefined))

const unresolved = (name: string) => queryFailure("SC2001", `Identifier '${name}' could not be resolved.`)

const parameter = (name: string, { parameters }: Scope): Value => {
  if (!parameters.has(name)) throw queryFailure("SC2034", `The value of parameter '${name}' isn't given.`)
  return parameters.get(name)
}

const alias = (name: string, { names }: Scope): Value => {
  let naming = names
  while (naming && naming.name !== name) naming = naming.outer
  if (!naming) throw unresolved(name)
  return naming.value
}

const binary = (operator: BinaryOperator, left: Expression, right: Expression, scope: Scope): Value => {
  const first = evaluate(left, scope)
  if (operator === "AND" || operator === "OR") {
    // One false decides an AND, and one true an OR, also beside something undefined.
    const decisive = operator === "OR"
    if (first === decisive) return decisive
    const second = evaluate(right, scope)
    if (second === decisive) return decisive
    return typeof first === "boolean" && typeof second === "boolean" ? !decisive : undefined
  }
  const second = evaluate(right, scope)
  switch (operator) {
    case "??":
      return first === undefined ? second : first
    case "=":
      return first === undefined || second === undefined ? undefined : isSame(first, second)
    case "!=":
      return first === undefined || second === undefined ? undefined : !isSame(first, second)
    case "||":
      return typeof first === "string" && typeof second === "string" ? first + second : undefined
    case "<":
    case "<=":
    case ">":
    case ">=":
      return relation(operator, compare(first, second))
    case "+":
    case "-":
    case "*":
    case "/":
    case "%":
      return typeof first === "number" && typeof second === "number" ? arithmetic(operator, first, second) : undefined
  }
}

const call = (name: string, given: ReadonlyArray<Expression>, scope: Scope): Value => {
  const aggregate = aggregates[name]
  const [first] = given
  if (aggregate && first) {
    if (!scope.group) throw queryFailure("SC2102", `Aggregate '${name}' can't be used here.`)
    return aggregate(scope.group.map((row) => evaluate(first, row)))
  }
  const known = functions[name]
  if (!known) throw queryFailure("SC2005", `'${name}' is not a recognized built-in function name.`)
  const [minimum, maximum, function_] = known
  if (given.length < minimum || given.length > maximum) {
    throw queryFailure(
      "SC2050",
      `The ${name} function requires ${minimum === maximum ? minimum : `${minimum} to ${maximum}`} argument(s).`
    )
  }
  return function_(given.map((argument) => evaluate(argument, scope)))
}

const valuesOf = (query: Query, outer: Scope): ReadonlyArray<Json> =>
  rowsOf(query, outer)
    .filter((row) => passes(query, row))
    .flatMap((row) => {
      const value = evaluateSelect(query, row)
      return value === undefined ? [] : [value]
    })

const bound = (scope: Scope, name: string, value: Value): Scope => ({
  ...scope,
  names: { name, value, outer: scope.names }
})

const eachOf = (each: Expression, name: string, scope: Scope): ReadonlyArray<Scope> => {
  const items = evaluate(each, scope)
  return isJsonArray(items) ? items.map((item) => bound(scope, name, item)) : []
}

/** The name under which FROM expects the item itself: of `FROM p IN c.people` it is `c`. */
export const rootOf = ({ from }: Query): string => {
  let root: Expression = from.each ?? { kind: "alias", name: from.alias }
  while (root.kind === "member") root = root.of
  return root.kind === "alias" ? root.name : from.alias
}

/** The rows that FROM and JOIN make of a scope in which their root is bound already. */
export const rowsOf = ({ from }: Query, scope: Scope): ReadonlyArray<Scope> => {
  let rows = from.each ? eachOf(from.each, from.alias, scope) : [scope]
  for (const { alias: name, each } of from.joins) rows = rows.flatMap((row) => eachOf(each, name, row))
  return rows
}

/** True when WHERE is true for a row; undefined counts as false. */
export const passes = ({ where }: Query, row: Scope): boolean =>
  where === undefined || evaluate(where.expression, row) === true

/** Evaluates SELECT for a row or a group of rows. Undefined: the row is omitted. */
export const evaluateSelect = ({ select, from }: Query, row: Scope): Value => {
  switch (select.kind) {
    case "all":
      return alias(from.alias, row)
    case "value":
      return evaluate(select.expression, row)
    case "list":
      return objectOf(select.items.map(({ name, expression }) => [name, evaluate(expression, row)]))
  }
}
