import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Ajv } from "ajv"
import addFormats from "ajv-formats"
import { isObject, type UncheckedObject } from "../platform/json.ts"

/** Reference material on Microsoft Sentinel, beside the repository where it is available. */
const referenceFile = (name: string): string =>
  fileURLToPath(new URL(`../../../../../shared/sentinel/${name}`, import.meta.url))

export const hasReference = (name: string): boolean => existsSync(referenceFile(name))

export const readReference = (name: string): UncheckedObject => {
  const content: unknown = JSON.parse(readFileSync(referenceFile(name), "utf8"))
  if (!isObject(content)) throw new Error(`${name} is not a JSON object`)
  return content
}

export const objectAt = (value: UncheckedObject, ...keys: ReadonlyArray<string>): UncheckedObject => {
  const [key, ...rest] = keys
  if (key === undefined) return value
  const inner = value[key]
  return isObject(inner) ? objectAt(inner, ...rest) : {}
}

const refName = (schema: UncheckedObject): string | undefined => {
  const reference = schema["$ref"]
  return typeof reference === "string" ? reference.replace("#/definitions/", "") : undefined
}

/** A definition with what `allOf` brings it, as one flat object schema. */
const flattened = (
  definitions: UncheckedObject,
  definition: UncheckedObject
): { properties: UncheckedObject; required: Array<unknown> } => {
  const parents = Array.isArray(definition["allOf"]) ? definition["allOf"].filter(isObject) : []
  const inherited = parents.map((parent) => flattened(definitions, objectAt(definitions, refName(parent) ?? "")))
  const required = Array.isArray(definition["required"]) ? definition["required"] : []
  return {
    properties: Object.assign({}, ...inherited.map(({ properties }) => properties), objectAt(definition, "properties")),
    required: [...inherited.flatMap((parent) => parent.required), ...required]
  }
}

const inheritsFrom = (definition: UncheckedObject, name: string): boolean =>
  Array.isArray(definition["allOf"]) &&
  definition["allOf"].some((parent) => isObject(parent) && refName(parent) === name)

const isOpen = (definition: UncheckedObject): boolean => {
  const hasMembers = Object.keys(objectAt(definition, "properties")).length > 0 || Array.isArray(definition["allOf"])
  return !hasMembers || definition["additionalProperties"] !== undefined
}

/** In 2022-09-01-preview a map of maps, unlike in all examples and in every later version, where values are free. */
const isFreeMap = (key: string, schema: unknown): boolean =>
  key === "additionalData" && isObject(schema) && isObject(schema["additionalProperties"])

/** Documented as null for an unassigned incident, though the specification doesn't say so. */
const nullable = (name: string): boolean => name === "IncidentOwnerInfo"

/**
 * A definition as JSON Schema. Stricter than the specification in one thing: a member that it doesn't know is wrong,
 * so that a misspelled one shows.
 */
const schemaOf = (definitions: UncheckedObject, name: string, definition: UncheckedObject): UncheckedObject => {
  const kinds = Object.entries(definitions).filter(([, other]) => isObject(other) && inheritsFrom(other, name))
  if (definition["discriminator"] !== undefined && kinds.length > 0) {
    return { anyOf: kinds.map(([kind]) => ({ $ref: `#/definitions/${kind}` })) }
  }
  if (isOpen(definition)) return definition
  const { properties, required } = flattened(definitions, definition)
  const kind = definition["x-ms-discriminator-value"]
  const members = Object.entries(properties).map(([key, schema]): [string, unknown] => {
    if (key === "kind" && kind !== undefined) return [key, { const: kind }]
    if (isFreeMap(key, schema)) return [key, { type: "object" }]
    return [key, nullable(name) ? { anyOf: [schema, { type: "null" }] } : schema]
  })
  return {
    type: "object",
    properties: Object.fromEntries(members),
    required: [...new Set(required)],
    additionalProperties: false
  }
}

export interface Operation {
  readonly path: string
  readonly method: string
  readonly operation: UncheckedObject
}

/** A Swagger 2.0 document of the reference material, and how answers are checked against it. */
export const specification = (name: string) => {
  const document = readReference(name)
  const definitions = objectAt(document, "definitions")
  const schemas = Object.entries(definitions).map(([key, definition]): [string, unknown] => [
    key,
    isObject(definition) ? schemaOf(definitions, key, definition) : definition
  ])
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addFormat("arm-id", /^\/(subscriptions|providers)\//i)
  ajv.addSchema({ $id: name, definitions: Object.fromEntries(schemas) })

  const operations: Array<Operation> = Object.entries(objectAt(document, "paths")).flatMap(([path, methods]) =>
    isObject(methods)
      ? Object.entries(methods).flatMap(([method, operation]) =>
          isObject(operation) ? [{ path, method: method.toUpperCase(), operation }] : []
        )
      : []
  )
  return {
    operations,
    /** Returns the errors of an answer to an operation; `[]` for a valid answer. */
    faults: ({ operation }: Operation, status: number, body: unknown): ReadonlyArray<unknown> => {
      const responses = objectAt(operation, "responses")
      const response = responses[String(status)] ?? (status >= 400 ? responses["default"] : undefined)
      if (!isObject(response)) return [`status ${status} is not in the specification`]
      const definition = refName(objectAt(response, "schema"))
      if (definition === undefined) return []
      const validate = ajv.getSchema(`${name}#/definitions/${definition}`)
      if (validate === undefined) return [`no definition ${definition}`]
      return validate(body) === true ? [] : (validate.errors ?? ["invalid"])
    }
  }
}
