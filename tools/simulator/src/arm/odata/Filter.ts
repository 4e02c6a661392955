/** A parsed `$filter`: the expressions that lists in Microsoft Sentinel are documented to understand. */
export type Filter =
  | { readonly _tag: "Or"; readonly left: Filter; readonly right: Filter }
  | { readonly _tag: "And"; readonly left: Filter; readonly right: Filter }
  | { readonly _tag: "Not"; readonly filter: Filter }
  | { readonly _tag: "Compare"; readonly path: string; readonly operator: Operator; readonly value: Literal }
  | { readonly _tag: "Text"; readonly test: "contains" | "startswith"; readonly path: string; readonly value: string }

export type Operator = "eq" | "ne" | "gt" | "ge" | "lt" | "le"

/** A date is milliseconds since the epoch. */
export type Literal =
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "number"; readonly value: number }
  | { readonly type: "date"; readonly value: number }
  | { readonly type: "null" }

export type FieldType = "string" | "number" | "date"

/** What may be filtered and sorted by: the type of each property path, as `properties/title`. */
export type Fields = Readonly<Record<string, FieldType>>

/** What a record has at a path; dates as milliseconds since the epoch, `null` when it has nothing there. */
export type ValueAt = (path: string) => string | number | null

const compare = (operator: Operator, left: string | number | null, right: string | number | null): boolean => {
  if (operator === "eq") return left === right
  if (operator === "ne") return left !== right
  // As everywhere in OData, nothing is greater or less than null.
  if (left === null || right === null) return false
  if (operator === "gt") return left > right
  if (operator === "ge") return left >= right
  return operator === "lt" ? left < right : left <= right
}

export const satisfies = (filter: Filter, valueAt: ValueAt): boolean => {
  switch (filter._tag) {
    case "Or":
      return satisfies(filter.left, valueAt) || satisfies(filter.right, valueAt)
    case "And":
      return satisfies(filter.left, valueAt) && satisfies(filter.right, valueAt)
    case "Not":
      return !satisfies(filter.filter, valueAt)
    case "Compare":
      return compare(filter.operator, valueAt(filter.path), filter.value.type === "null" ? null : filter.value.value)
    case "Text": {
      const text = valueAt(filter.path)
      if (typeof text !== "string") return false
      return filter.test === "contains" ? text.includes(filter.value) : text.startsWith(filter.value)
    }
  }
}
