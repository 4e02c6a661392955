import { type Comparison, type Filter, type Operand, satisfies, valueAtPath } from "../../odata/Filter.ts"
import { type Dialect, parseFilter } from "../../odata/parseFilter.ts"
import { GraphFailure } from "../GraphFailure.ts"

/** A parsed `$filter` of Microsoft Graph. */
export interface GraphFilter {
  readonly test: (item: Readonly<Record<string, unknown>>) => boolean
  /** Uses ne, not, endsWith or contains: an advanced query on directory objects. */
  readonly advanced: boolean
  /** Names of the properties that it reads. */
  readonly properties: ReadonlySet<string>
}

/**
 * The part of $filter that the served routes document: comparisons, in, startsWith, endsWith, contains, and, or, not,
 * any over a collection, casts before a property.
 */
const dialect: Dialect = {
  token:
    /\s*(?:(?<string>'(?:[^']|'')*')|(?<word>[A-Za-z_@][\w.@/-]*)|(?<number>-?\d+(?:\.\d+)?(?![\w.:+-]))|(?<raw>-?\d[\w.:+-]*)|(?<mark>[(),:]))/y,
  ignoresCase: true,
  textTests: ["startswith", "endswith", "contains"],
  isFull: true,
  // A cast before a property needs no check: items of another type lack the property.
  readPath: (path) => path.replace(/^(?:microsoft\.)?graph\.\w+\//, ""),
  invalid: (reason) => new GraphFailure(400, "BadRequest", `Invalid filter clause: ${reason}.`)
}

/** Text is compared without regard to case, as in the directory. */
const comparison: Comparison = {
  equals: (left, right) =>
    typeof left === "string" && typeof right === "string" ? left.toLowerCase() === right.toLowerCase() : left === right,
  order: (left, right) =>
    typeof left === "number" && typeof right === "number" ? left - right : String(left).localeCompare(String(right)),
  normalize: (text) => text.toLowerCase()
}

const usesAdvanced = (filter: Filter): boolean => {
  switch (filter._tag) {
    case "Or":
    case "And":
      return usesAdvanced(filter.left) || usesAdvanced(filter.right)
    case "Any":
      return usesAdvanced(filter.filter)
    case "Compare":
      return filter.operator === "ne"
    case "Text":
      return filter.test !== "startswith"
    case "Not":
      return true
    case "In":
      return false
  }
}

const propertiesOf = (filter: Filter): ReadonlyArray<string> => {
  const named = (...operands: ReadonlyArray<Operand>): ReadonlyArray<string> =>
    operands.flatMap((operand) => (operand.type === "path" ? (operand.path.split("/")[0] ?? []) : []))
  switch (filter._tag) {
    case "Or":
    case "And":
      return [...propertiesOf(filter.left), ...propertiesOf(filter.right)]
    case "Not":
      return propertiesOf(filter.filter)
    case "Compare":
      return named(filter.left, filter.right)
    case "In":
      return named(filter.operand, ...filter.values)
    case "Text":
      return named(filter.text, filter.part)
    case "Any":
      return [...named(filter.collection), ...propertiesOf(filter.filter).filter((name) => name !== filter.name)]
  }
}

/** Throws Graph's 400. */
export const parseGraphFilter = (text: string): GraphFilter => {
  const filter = parseFilter(text, dialect)
  return {
    test: (item) => satisfies(filter, (path) => valueAtPath(item, path.split("/")), comparison),
    advanced: usesAdvanced(filter),
    properties: new Set(propertiesOf(filter))
  }
}
