import { Predicate } from "effect"

/** Schemas by name, as `#/components/schemas/{name}` means them. */
export type NamedSchemas = Readonly<Record<string, unknown>>

export const listOf = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : [])

/** What a reference means; anything else as it is. */
export const dereferenced = (schema: unknown, named: NamedSchemas): unknown => {
  if (!Predicate.isObject(schema) || typeof schema["$ref"] !== "string") return schema
  return dereferenced(named[schema["$ref"].split("/").at(-1) ?? ""], named)
}

/**
 * A value that a JSON schema describes, made from the examples that stand in it; undefined where a part that has to be
 * there has none. What may be left out is there if it has an example.
 */
export const exampleOf = (schema: unknown, named: NamedSchemas): unknown => {
  const meant = dereferenced(schema, named)
  if (!Predicate.isObject(meant)) return undefined
  if ("const" in meant) return meant["const"]
  const [given] = [...listOf(meant["examples"]), ...listOf(meant["enum"])]
  if (given !== undefined) return given
  for (const option of listOf(meant["anyOf"])) {
    const example = exampleOf(option, named)
    if (example !== undefined) return example
  }
  switch (meant["type"]) {
    case "object":
      return objectExample(meant, named)
    case "array": {
      const item = exampleOf(meant["items"] ?? listOf(meant["prefixItems"])[0], named)
      return item === undefined ? [] : [item]
    }
    case "integer":
    case "number":
      return typeof meant["minimum"] === "number" ? Math.max(1, meant["minimum"]) : 1
    case "boolean":
      return false
    default:
      return undefined
  }
}

const objectExample = (schema: object, named: NamedSchemas): unknown => {
  const properties = "properties" in schema && Predicate.isObject(schema.properties) ? schema.properties : {}
  const required = "required" in schema ? listOf(schema.required) : []
  const example: Record<string, unknown> = {}
  for (const [name, property] of Object.entries(properties)) {
    const value = exampleOf(property, named)
    if (value !== undefined) example[name] = value
    else if (required.includes(name)) return undefined
  }
  return example
}
