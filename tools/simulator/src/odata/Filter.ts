/** A parsed `$filter`. */
export type Filter =
  | { readonly _tag: "Or"; readonly left: Filter; readonly right: Filter }
  | { readonly _tag: "And"; readonly left: Filter; readonly right: Filter }
  | { readonly _tag: "Not"; readonly filter: Filter }
  | { readonly _tag: "Compare"; readonly left: Operand; readonly operator: Operator; readonly right: Operand }
  | { readonly _tag: "In"; readonly operand: Operand; readonly values: ReadonlyArray<Operand> }
  | { readonly _tag: "Text"; readonly test: TextTest; readonly text: Operand; readonly part: Operand }
  /** `collection/any(name: filter)`: at least one item, called `name`, satisfies the filter. */
  | { readonly _tag: "Any"; readonly collection: Operand; readonly name: string; readonly filter: Filter }

export type Operator = "eq" | "ne" | "gt" | "ge" | "lt" | "le"
export type TextTest = "contains" | "startswith" | "endswith"

/** A date is milliseconds since the epoch. */
export type Operand =
  | { readonly type: "path"; readonly path: string }
  | { readonly type: "string"; readonly value: string }
  | { readonly type: "number"; readonly value: number }
  | { readonly type: "date"; readonly value: number }
  | { readonly type: "boolean"; readonly value: boolean }
  | { readonly type: "null" }

/** How a service compares values. */
export interface Comparison {
  readonly equals: (left: unknown, right: unknown) => boolean
  /** Negative, zero or positive; `undefined` when neither value is greater, so that gt, ge, lt and le are false. */
  readonly order: (left: unknown, right: unknown) => number | undefined
  /** A text in the form in which contains, startswith and endswith compare it. */
  readonly normalize: (text: string) => string
}

/** Returns the value of a record at a slash-separated path; `null` when it has none. */
export type ValueAt = (path: string) => unknown

/** Returns the value at a path of member names; `null` when there is none. */
export const valueAtPath = (value: unknown, path: ReadonlyArray<string>): unknown =>
  path.reduce<unknown>(
    (found, name) =>
      typeof found === "object" && found !== null && Object.hasOwn(found, name) ? Reflect.get(found, name) : null,
    value
  ) ?? null

const textTests: Readonly<Record<TextTest, (text: string, part: string) => boolean>> = {
  contains: (text, part) => text.includes(part),
  startswith: (text, part) => text.startsWith(part),
  endswith: (text, part) => text.endsWith(part)
}

const orderings: Readonly<Record<Exclude<Operator, "eq" | "ne">, (order: number) => boolean>> = {
  gt: (order) => order > 0,
  ge: (order) => order >= 0,
  lt: (order) => order < 0,
  le: (order) => order <= 0
}

/** Evaluates a filter over one record. */
export const satisfies = (filter: Filter, valueAt: ValueAt, comparison: Comparison): boolean => {
  const { equals, order, normalize } = comparison
  const valueOf = (operand: Operand): unknown => {
    if (operand.type === "path") return valueAt(operand.path)
    return operand.type === "null" ? null : operand.value
  }
  switch (filter._tag) {
    case "Or":
      return satisfies(filter.left, valueAt, comparison) || satisfies(filter.right, valueAt, comparison)
    case "And":
      return satisfies(filter.left, valueAt, comparison) && satisfies(filter.right, valueAt, comparison)
    case "Not":
      return !satisfies(filter.filter, valueAt, comparison)
    case "Compare": {
      const [left, right] = [valueOf(filter.left), valueOf(filter.right)]
      if (filter.operator === "eq") return equals(left, right)
      if (filter.operator === "ne") return !equals(left, right)
      const ordered = order(left, right)
      return ordered !== undefined && orderings[filter.operator](ordered)
    }
    case "In": {
      const value = valueOf(filter.operand)
      return filter.values.some((candidate) => equals(value, valueOf(candidate)))
    }
    case "Text": {
      const [text, part] = [valueOf(filter.text), valueOf(filter.part)]
      if (typeof text !== "string" || typeof part !== "string") return false
      return textTests[filter.test](normalize(text), normalize(part))
    }
    case "Any": {
      const items = valueOf(filter.collection)
      const { name, filter: inner } = filter
      return (
        Array.isArray(items) &&
        items.some((item: unknown) => {
          const inItem: ValueAt = (path) => {
            const [first, ...rest] = path.split("/")
            return first === name ? valueAtPath(item, rest) : valueAt(path)
          }
          return satisfies(inner, inItem, comparison)
        })
      )
    }
  }
}
