import { type Comparison, type Filter, satisfies, type ValueAt } from "../../odata/Filter.ts"
import { type Dialect, parseFilter } from "../../odata/parseFilter.ts"

export type FieldType = "string" | "number" | "date"

/** The properties that may be filtered and sorted by: the type of each path, such as `properties/title`. */
export type Fields = Readonly<Record<string, FieldType>>

/** A `$filter` that can't be read, or that names a property that isn't there. */
export class InvalidFilter extends Error {
  constructor(reason: string) {
    super(`Invalid filter: ${reason}.`)
    this.name = "InvalidFilter"
  }
}

// In this order: a date begins like a number.
const token =
  /\s*(?:(?<mark>[(),])|(?:(?<string>'(?:[^']|'')*')|(?<date>\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,7})?)?(?:Z|[+-]\d{2}:\d{2}))?)|(?<number>-?\d+(?:\.\d+)?)|(?<word>[A-Za-z_]\w*(?:\/[A-Za-z_]\w*)*))(?![\w'-]))/y

/** What lists in Microsoft Sentinel are documented to understand: typed properties on the left, literals on the right. */
const dialect = (fields: Fields): Dialect => ({
  token,
  ignoresCase: false,
  textTests: ["contains", "startswith"],
  isFull: false,
  readPath: (path, fail) => (Object.hasOwn(fields, path) ? path : fail(`could not find a property named '${path}'`)),
  check: (filter, fail) => {
    if (filter._tag === "Compare" && filter.left.type === "path") {
      const type = fields[filter.left.path]
      const given = filter.right.type
      if (given !== "null" && given !== type) fail(`'${filter.left.path}' is a ${type}, not a ${given}`)
    }
    if (filter._tag === "Text" && filter.text.type === "path") {
      const type = fields[filter.text.path]
      if (type !== "string") fail(`'${filter.test}' needs a string, and '${filter.text.path}' is a ${type}`)
      if (filter.part.type !== "string") fail(`'${filter.test}' needs a string`)
    }
  },
  invalid: (reason) => new InvalidFilter(reason)
})

/** Throws {@link InvalidFilter}. */
export const parseArmFilter = (text: string, fields: Fields): Filter => parseFilter(text, dialect(fields))

const comparison: Comparison = {
  equals: (left, right) => left === right,
  // As everywhere in OData, nothing is greater or less than null.
  order: (left, right) => {
    const numbers = typeof left === "number" && typeof right === "number"
    const texts = typeof left === "string" && typeof right === "string"
    if (numbers) return left - right
    return texts ? Number(left > right) - Number(left < right) : undefined
  },
  normalize: (text) => text
}

export const satisfiesArmFilter = (filter: Filter, valueAt: ValueAt): boolean => satisfies(filter, valueAt, comparison)
