import addFormats from "ajv-formats"
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js"
import { Predicate } from "effect"
import { openApiDocument, type OpenApiDocument } from "../src/openapi/openApiDocument.ts"
import { verifier } from "./testTokens.ts"

export const documentUnderTest: OpenApiDocument = openApiDocument({
  publicUrl: "https://teams.test",
  signInUrl: verifier.signInUrl,
  tokens: verifier.tokens
})

type Operation = OpenApiDocument["paths"][string][string]

export interface OperationUnderTest {
  readonly name: string
  /** With parameters as `{name}`. */
  readonly path: string
  readonly method: string
  readonly operation: Operation
}

export const operations: ReadonlyArray<OperationUnderTest> = Object.entries(documentUnderTest.paths).flatMap(
  ([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      path,
      method: method.toUpperCase(),
      operation
    }))
)

/** A field that the document doesn't tell of is a fault of the server's here, though callers have to bear it. */
const closed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(closed)
  if (!Predicate.isObject(value)) return value
  const parts = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, closed(part)]))
  return "properties" in parts && parts["type"] === "object" ? { additionalProperties: false, ...parts } : parts
}

const ajv = new Ajv2020({ allErrors: true, strictSchema: false, strictTuples: false })
addFormats.default(ajv)
ajv.addSchema(Object.assign({ $id: "document" }, closed(documentUnderTest)))

const at = (steps: ReadonlyArray<string>): unknown =>
  steps.reduce<unknown>((part, step) => (Predicate.hasProperty(part, step) ? part[step] : undefined), documentUnderTest)

/** The steps to a response's header: where it stands, or where what it refers to does. */
export const headerSteps = (name: string, ...response: ReadonlyArray<string>): ReadonlyArray<string> => {
  const steps = [...response, "headers", name]
  const header = at(steps)
  return Predicate.hasProperty(header, "$ref") ? String(header.$ref).slice(2).split("/") : steps
}

/** Whether the header at these steps is promised. */
export const isPromised = (steps: ReadonlyArray<string>): boolean => at([...steps, "required"]) === true

const escaped = (name: string): string => encodeURIComponent(name.replaceAll("~", "~0").replaceAll("/", "~1"))
const validators = new Map<string, ValidateFunction>()

/** What is wrong with `value` by the schema that stands at these steps into the document; nothing where it is right. */
export const faultsOf = (value: unknown, ...steps: ReadonlyArray<string>): ReadonlyArray<string> => {
  const $ref = `document#/${steps.map(escaped).join("/")}`
  const validate = validators.get($ref) ?? ajv.compile({ $ref })
  validators.set($ref, validate)
  if (validate(value)) return []
  return (validate.errors ?? []).map(({ instancePath, message = "", params }) =>
    `${instancePath} ${message} ${JSON.stringify(params)}`.trim()
  )
}
