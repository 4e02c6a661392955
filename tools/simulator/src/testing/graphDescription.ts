import { existsSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Ajv } from "ajv"
import addFormats from "ajv-formats"
import { expect } from "vitest"
import { isObject, type UncheckedObject } from "../platform/json.ts"
import type { Answer } from "./simulation.ts"

const at = (value: unknown, ...path: ReadonlyArray<string>): unknown =>
  path.reduce<unknown>((inner, name) => (isObject(inner) ? inner[name] : undefined), value)

/** Real, though the description lacks it: an open type's property, or one shown to be there by articles. */
const undescribed = new Set(["/resourceBehaviorOptions", "/resourceProvisioningOptions", "/Value"])

type Method = "get" | "post" | "put" | "patch" | "delete"

const sharedFile = (path: string): string => fileURLToPath(new URL(`../../../../../shared/${path}`, import.meta.url))

/** A published example of an answer, where it is available. */
export const exampleBody = (path: string): UncheckedObject | undefined => {
  const file = sharedFile(path)
  if (!existsSync(file)) return undefined
  const body = at(JSON.parse(readFileSync(file, "utf8")), "response", "body")
  return isObject(body) ? body : undefined
}

/**
 * Microsoft's OpenAPI description of operations served here, beside the repository where it is available, and how answers
 * are checked against it. `topic`: its folder.
 */
export const graphDescription = (topic: string) => {
  const file = sharedFile(`${topic}/openapi-slice.json`)
  const available = existsSync(file)
  const slice: UncheckedObject = available ? JSON.parse(readFileSync(file, "utf8")) : {}

  const resolved = (schema: unknown): UncheckedObject => {
    const reference = at(schema, "$ref")
    if (typeof reference === "string")
      return resolved(
        at(
          slice,
          ...reference
            .slice(2)
            .split("/")
            .map((part) => part.replaceAll("~1", "/"))
        )
      )
    return isObject(schema) ? schema : {}
  }

  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true })
  addFormats.default(ajv)
  ajv.addSchema(slice, "slice")

  /** `$ref` inside the slice points at its own root, so each schema is compiled as a part of the whole document. */
  const validate = (pointer: ReadonlyArray<string>, value: unknown): ReadonlyArray<string> => {
    const escaped = pointer.map((part) => encodeURIComponent(part.replaceAll("~", "~0").replaceAll("/", "~1")))
    const check = ajv.compile({ $ref: `slice#/${escaped.join("/")}` })
    return check(value)
      ? []
      : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ""}`)
  }

  /** All properties that a schema names, through allOf, anyOf and references. */
  const propertiesOf = (schema: unknown): ReadonlyMap<string, unknown> => {
    const found = new Map<string, unknown>()
    const whole = resolved(schema)
    for (const part of [whole["allOf"], whole["anyOf"]].flatMap((parts) => (Array.isArray(parts) ? parts : []))) {
      for (const [name, property] of propertiesOf(part)) found.set(name, property)
    }
    if (isObject(whole["properties"]))
      for (const [name, property] of Object.entries(whole["properties"])) found.set(name, property)
    return found
  }

  /** Schemas of derived types are named by @odata.type: a collection of members holds users' memberships. */
  const derived = (schema: unknown, value: UncheckedObject): unknown => {
    const type = value["@odata.type"]
    const named = typeof type === "string" ? at(slice, "components", "schemas", type.replace("#", "")) : undefined
    return named ?? schema
  }

  /** Paths of properties that the description doesn't have: an adapter must not rely on unknown properties. */
  const unknownProperties = (schema: unknown, value: unknown, path = ""): ReadonlyArray<string> => {
    if (Array.isArray(value))
      return value.flatMap((item) => unknownProperties(resolved(schema)["items"], item, `${path}[]`))
    if (!isObject(value)) return []
    const properties = propertiesOf(derived(schema, value))
    if (properties.size === 0) return []
    return Object.entries(value).flatMap(([name, item]) => {
      if (name.startsWith("@odata.")) return []
      return properties.has(name)
        ? unknownProperties(properties.get(name), item, `${path}/${name}`)
        : [`${path}/${name}`]
    })
  }

  const responsePointer = (path: string, method: Method, status: number): ReadonlyArray<string> => {
    const responses = at(slice, "paths", path, method, "responses")
    const key = [String(status), `${Math.trunc(status / 100)}XX`].find((name) => at(responses, name) !== undefined)
    const own = ["paths", path, method, "responses", key ?? "default"]
    const reference = at(slice, ...own, "$ref")
    const base = typeof reference === "string" ? reference.slice(2).split("/") : own
    return [...base, "content", "application/json", "schema"]
  }

  const expectValid = (path: string, method: Method, answer: Answer, request?: unknown): void => {
    const operation = at(slice, "paths", path, method)
    expect(operation, `${method} ${path} is described`).toBeDefined()
    if (request !== undefined) {
      const pointer = ["paths", path, method, "requestBody", "content", "application/json", "schema"]
      expect(validate(pointer, request), `request of ${method} ${path}`).toEqual([])
    }
    const documented =
      at(operation, "x-documented-responses", String(answer.status)) ??
      at(operation, "responses", String(answer.status)) ??
      (at(operation, "x-documented-responses") === undefined
        ? at(operation, "responses", `${Math.trunc(answer.status / 100)}XX`)
        : undefined)
    expect(documented, `${answer.status} is a documented answer of ${method} ${path}`).toBeDefined()
    if (answer.body === "") return
    const pointer = responsePointer(path, method, answer.status)
    expect(validate(pointer, answer.body), `answer of ${method} ${path}`).toEqual([])
    const unknown = unknownProperties(at(slice, ...pointer), answer.body).map((found) => found.replace("/value[]", ""))
    expect(
      unknown.filter((name) => !undescribed.has(name)),
      `unknown properties of ${method} ${path}`
    ).toEqual([])
  }

  return { available, validate, expectValid }
}
