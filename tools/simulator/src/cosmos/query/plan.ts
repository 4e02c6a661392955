import type { ContainerRecord, PartitionKeyValue, PartitionKeyDefinition } from "../../platform/CosmosState.ts"
import { CosmosFailure } from "../CosmosFailure.ts"
import { effectivePartitionKey } from "../partition/effectivePartitionKey.ts"
import { isPartitionKeyValue } from "../partition/PartitionKeyDefinition.ts"
import { isAggregation, selectionAggregates } from "./aggregation.ts"
import { type Bounds, boundsOf } from "./bounds.ts"
import { documentPath, isConstant } from "./documentPath.ts"
import { evaluate } from "./evaluate.ts"
import { aggregates } from "./functions.ts"
import type { Value } from "./order.ts"
import type { Expression, Query } from "./Query.ts"
import { queryFailure } from "./QueryFailure.ts"

/** Aggregates as plans name them. */
const aggregateNames: Readonly<Record<string, string>> = {
  COUNT: "Count",
  SUM: "Sum",
  AVG: "Average",
  MIN: "Min",
  MAX: "Max"
}

/** Conditions that must all hold, so that an equation among them fixes a partition key. */
const equations = (expression: Expression): ReadonlyArray<readonly [Expression, Expression]> => {
  if (expression.kind !== "binary") return []
  const { operator, left, right } = expression
  if (operator === "AND") return [...equations(left), ...equations(right)]
  return operator === "="
    ? [
        [left, right],
        [right, left]
      ]
    : []
}

/** The partition key that WHERE fixes; undefined when it leaves more than one. */
export const keyInQuery = (
  { where, from }: Query,
  parameters: ReadonlyMap<string, Value>,
  { paths }: PartitionKeyDefinition
): ReadonlyArray<PartitionKeyValue> | undefined => {
  if (!where || from.each) return undefined
  const found = paths.map((path) => {
    const equation = equations(where.expression).find(
      ([property, value]) => `/${documentPath(property, from.alias)?.join("/")}` === path && isConstant(value)
    )
    const value = equation && evaluate(equation[1], { parameters, names: undefined })
    return isPartitionKeyValue(value) ? value : undefined
  })
  return found.every((value) => value !== undefined) ? found : undefined
}

/** True when reading one physical partition after the other gives the right result. */
export const isServableByGateway = (query: Query): boolean =>
  query.orderBy.length === 0 && !query.distinct && !query.top && !query.offset && !isAggregation(query)

/** `ORDER BY`: beside each row what it is ordered by, so that the client can merge the partitions' rows. */
const orderedQuery = (query: Query, top: number | undefined, tail: string): string => {
  const items = query.orderBy.map(({ text }) => `{"item": ${text}}`).join(", ")
  const orderings = query.orderBy.map(({ text, descending }) => `${text} ${descending ? "DESC" : "ASC"}`).join(", ")
  const where = query.where ? `(${query.where.text}) AND ` : ""
  const first = `${query.distinct ? "DISTINCT " : ""}${top === undefined ? "" : `TOP ${top} `}`
  return (
    `SELECT ${first}${query.from.alias}._rid, [${items}] AS orderByItems, ${payload(query)} AS payload ` +
    `FROM ${query.from.text} WHERE ${where}({documentdb-formattableorderbyquery-filter}) ORDER BY ${orderings}${tail}`
  )
}

const payload = ({ select, from }: Query): string => {
  if (select.kind === "all") return from.alias
  if (select.kind === "value") return select.text
  return `{${select.items.map(({ name, text }) => `${JSON.stringify(name)}: ${text}`).join(", ")}}`
}

/** The partial result that each partition returns for an aggregate, for the client to merge. */
const partial = (text: string, name: string): string => {
  const argument = text.replace(/^\s*\w+\s*\(/, "").replace(/\)\s*$/, "")
  if (name === "AVG") return `{"item": {"sum": SUM(${argument}), "count": COUNT(${argument})}}`
  if (name === "MIN" || name === "MAX") {
    return `{"item": {"${name.toLowerCase()}": ${name}(${argument}), "count": COUNT(${argument})}}`
  }
  return `{"item": ${name}(${argument})}`
}

const rewriteQuery = (query: Query, bounds: Bounds): string => {
  const where = query.where ? ` WHERE ${query.where.text}` : ""
  // Each partition must answer what might have to be skipped, too.
  const tail = bounds.limit === undefined ? "" : ` OFFSET 0 LIMIT ${(bounds.offset ?? 0) + bounds.limit}`
  if (query.orderBy.length > 0) return orderedQuery(query, bounds.top, tail)
  if (isAggregation(query)) {
    const { select } = query
    if (
      query.groupBy.length > 0 ||
      select.kind !== "value" ||
      select.expression.kind !== "call" ||
      !aggregates[select.expression.name]
    ) {
      throw queryFailure(
        "SC2103",
        "Across partitions the simulator serves aggregates as SELECT VALUE of one function, without GROUP BY."
      )
    }
    return `SELECT VALUE [${partial(select.text, select.expression.name)}] FROM ${query.from.text}${where}`
  }
  if (tail === "") return ""
  const select =
    query.select.kind === "all"
      ? "*"
      : query.select.kind === "value"
        ? `VALUE ${query.select.text}`
        : query.select.items.map(({ name, text }) => `${text} AS ${name}`).join(", ")
  return `SELECT ${query.distinct ? "DISTINCT " : ""}${select} FROM ${query.from.text}${where}${tail}`
}

export const planOf = (query: Query, parameters: ReadonlyMap<string, Value>, container: ContainerRecord) => {
  const bounds = boundsOf(query, parameters)
  const key = keyInQuery(query, parameters, container.partitionKey)
  const epk = key && effectivePartitionKey(key, container.partitionKey.kind)
  return {
    partitionedQueryExecutionInfoVersion: 2,
    queryInfo: {
      distinctType: query.distinct ? (query.orderBy.length > 0 ? "Ordered" : "Unordered") : "None",
      ...(bounds.top === undefined ? {} : { top: bounds.top }),
      ...(bounds.limit === undefined ? {} : { offset: bounds.offset ?? 0, limit: bounds.limit }),
      orderBy: query.orderBy.map(({ descending }) => (descending ? "Descending" : "Ascending")),
      orderByExpressions: query.orderBy.map(({ text }) => text),
      groupByExpressions: query.groupBy.map(({ text }) => text),
      groupByAliases: [],
      aggregates: selectionAggregates(query.select).map((name) => aggregateNames[name] ?? name),
      groupByAliasToAggregateType: {},
      rewrittenQuery: rewriteQuery(query, bounds),
      hasSelectValue: query.select.kind === "value",
      dCountInfo: null,
      hasNonStreamingOrderBy: false
    },
    queryRanges: [
      epk === undefined
        ? { min: "", max: "FF", isMinInclusive: true, isMaxInclusive: false }
        : { min: epk, max: epk, isMinInclusive: true, isMaxInclusive: true }
    ]
  }
}

/** 400/1004 with the plan: clients take it as the advice to go to each physical partition themselves. */
export const notServable = (plan: ReturnType<typeof planOf>): CosmosFailure =>
  new CosmosFailure(
    400,
    "BadRequest",
    "The provided cross partition query can not be directly served by the gateway. This is a first chance (internal) exception that all newer clients will know how to handle gracefully. This exception is traced, but unless you see it bubble up as an exception (which only happens on older SDK clients), then you can safely ignore this message.",
    { substatus: 1004, further: { additionalErrorInfo: JSON.stringify(plan) } }
  )
