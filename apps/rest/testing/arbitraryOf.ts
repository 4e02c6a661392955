import { Predicate } from "effect"
import * as fc from "fast-check"
import { dereferenced, type NamedSchemas } from "../src/openapi/exampleOf.ts"

const listOf = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : [])
const numberIn = (schema: object, name: string): number | undefined => {
  const value: unknown = Object.entries(schema).find(([key]) => key === name)?.[1]
  return typeof value === "number" ? value : undefined
}

/** Values that a JSON schema of the document describes, its bounds among them. */
export const arbitraryOf = (schema: unknown, named: NamedSchemas): fc.Arbitrary<unknown> => {
  const meant = dereferenced(schema, named)
  if (!Predicate.isObject(meant)) return fc.jsonValue()
  const values = listOf(meant["enum"])
  if (values.length > 0) return fc.constantFrom(...values)
  const options = listOf(meant["anyOf"])
  if (options.length > 0) return fc.oneof(...options.map((option) => arbitraryOf(option, named)))
  const examples = listOf(meant["examples"])
  const own = ofType(meant, named)
  return examples.length === 0 ? own : fc.oneof(fc.constantFrom(...examples), own)
}

const ofType = (schema: Record<PropertyKey, unknown>, named: NamedSchemas): fc.Arbitrary<unknown> => {
  switch (schema["type"]) {
    case "object":
      return objectOf(schema, named)
    case "array":
      return listsOf(arbitraryOf(schema["items"], named), numberIn(schema, "maxItems"))
    case "integer":
    case "number":
      return fc.integer({ min: numberIn(schema, "minimum") ?? -10, max: numberIn(schema, "maximum") ?? 1_000 })
    case "boolean":
      return fc.boolean()
    case "null":
      return fc.constant(null)
    case "string":
      return stringOf(schema)
    default:
      return fc.jsonValue()
  }
}

/** Short lists mostly, and sometimes one that is as long as it may be, or longer by one. */
const listsOf = (item: fc.Arbitrary<unknown>, maximum: number | undefined): fc.Arbitrary<unknown> => {
  const short = fc.array(item, { maxLength: 5 })
  if (maximum === undefined) return short
  const long = fc.tuple(item, fc.constantFrom(maximum, maximum + 1))
  return fc.oneof(
    { weight: 9, arbitrary: short },
    { weight: 1, arbitrary: long.map(([one, length]) => Array.from({ length }, () => one)) }
  )
}

/** The longest name and description that Teams takes, and a character more: limits that the schemas tell in words. */
const limits = [256, 257, 1_024, 1_025].map((length) => "x".repeat(length))

const stringOf = (schema: Record<PropertyKey, unknown>): fc.Arbitrary<string> => {
  if (schema["format"] === "uuid") {
    return fc.oneof(
      fc.uuid(),
      fc.uuid().map((id) => id.toUpperCase())
    )
  }
  if (schema["format"] === "date-time") return fc.date({ noInvalidDate: true }).map((date) => date.toISOString())
  const { pattern } = schema
  if (typeof pattern === "string") return fc.stringMatching(new RegExp(pattern, "u"))
  const maximum = numberIn(schema, "maxLength")
  return maximum === undefined
    ? fc.oneof(
        { weight: 6, arbitrary: fc.string({ unit: "grapheme" }) },
        { weight: 1, arbitrary: fc.constantFrom(...limits) }
      )
    : fc.oneof(
        fc.string({ maxLength: maximum, unit: "grapheme-ascii" }),
        fc.constantFrom("x".repeat(maximum), "x".repeat(maximum + 1))
      )
}

const objectOf = (schema: Record<PropertyKey, unknown>, named: NamedSchemas): fc.Arbitrary<unknown> => {
  const properties = Predicate.isObject(schema["properties"]) ? Object.entries(schema["properties"]) : []
  const required = listOf(schema["required"]).map(String)
  return fc.record(Object.fromEntries(properties.map(([name, property]) => [name, arbitraryOf(property, named)])), {
    requiredKeys: required
  })
}
