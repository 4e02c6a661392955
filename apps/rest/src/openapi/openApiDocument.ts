import { STATUS_CODES } from "node:http"
import { type ContractDocument, contractDocument } from "@incident-teams/api/IncidentTeamsApi"
import { defined } from "@incident-teams/domain/defined"
import { Predicate } from "effect"
import type { TokenSource } from "../authentication/TokenVerifier.ts"
import { version } from "../version.ts"
import { dereferenced, exampleOf, listOf, type NamedSchemas } from "./exampleOf.ts"

/** What the contract can't know: where this server is reached, and where tokens for it come from. */
export interface Publication {
  /** PUBLIC_URL, without a slash at the end. */
  readonly publicUrl: string
  readonly signInUrl: string
  readonly tokens: TokenSource
}

type Operation = NonNullable<ContractDocument["paths"][string]["get"]>
type Response = Operation["responses"][number]
type Content = NonNullable<Response["content"]>
type Value = Readonly<Record<string, unknown>>

/** A body of one content type: with one example, or with one of each problem by its name. */
interface Media {
  readonly schema: unknown
  readonly example?: unknown
  readonly examples?: Readonly<Record<string, { readonly $ref: string }>>
}

const problemJson = "application/problem+json"
const methods = ["get", "put", "post", "patch", "delete"] as const

/**
 * The OpenAPI 3.1 document of this server: the contract, with the common headers of all responses, an example of every
 * body, and this deployment's address and sign-in.
 */
export const openApiDocument = (publication: Publication) => {
  const { components, paths, info, ...contract } = contractDocument(version)
  const named = opened(components.schemas, namesIn(bodiesOf(paths), components.schemas))
  return {
    ...contract,
    info: { ...info, contact: { name: "Incident Teams", url: publication.publicUrl } },
    servers: [{ url: publication.publicUrl, description: "This server" }],
    paths: Object.fromEntries(
      Object.entries(paths).map(([path, item]) => [
        path,
        Object.fromEntries(
          methods.flatMap((method) => {
            const operation = item[method]
            return operation === undefined ? [] : [[method, described(operation, named, publication)]]
          })
        )
      ])
    ),
    components: {
      schemas: named,
      examples: Object.fromEntries(
        Object.entries(named)
          .filter(([name]) => isProblem(name))
          .map(([name, schema]) => [name, { value: problemExample(schema, named) }])
      ),
      headers: commonHeaders,
      securitySchemes: { ...components.securitySchemes, ...signIn(publication) }
    }
  }
}
export type OpenApiDocument = ReturnType<typeof openApiDocument>

const isProblem = (name: string): boolean => name.endsWith("Problem")

/** In the order of the wire; its detail, which each occurrence has of its own, is the title here. */
const problemExample = (schema: unknown, named: NamedSchemas): Value => {
  const example = exampleOf(schema, named)
  if (!Predicate.isObject(example)) throw new Error("Some part of a problem has no example.")
  const { type, title, status, detail: _, instance, field: __, ...rest } = example
  const [fault] = listOf(rest["errors"])
  const field = Predicate.hasProperty(fault, "field") ? { field: fault.field } : {}
  return { type, title, status, detail: `${String(title)}.`, instance, ...field, ...rest }
}

const bodiesOf = (paths: ContractDocument["paths"]): ReadonlyArray<unknown> =>
  Object.values(paths).flatMap((item) => methods.map((method) => item[method]?.requestBody))

/** The named schemas that a value refers to, and those that they refer to. */
const namesIn = (value: unknown, named: NamedSchemas, found: Set<string> = new Set()): ReadonlySet<string> => {
  if (!Predicate.isObjectOrArray(value)) return found
  const reference: unknown = Array.isArray(value) ? undefined : value["$ref"]
  if (typeof reference === "string") {
    const name = reference.split("/").at(-1) ?? ""
    if (!found.has(name)) namesIn(named[name], named, found.add(name))
  } else for (const part of Object.values(value)) namesIn(part, named, found)
  return found
}

/** Bodies are closed: an unknown field is refused. Answers may gain fields, and problems always name their request. */
const opened = (named: NamedSchemas, closed: ReadonlySet<string>): Record<string, Value> =>
  Object.fromEntries(
    Object.entries(named).map(([name, schema]) => {
      const value = closed.has(name) ? schema : withoutClosing(schema)
      if (!Predicate.isObject(value)) throw new Error(`The schema ${name} is no object.`)
      const always = ["type", "title", "status", "detail", "remedy", "instance"]
      const required = listOf(value["required"])
      return [name, isProblem(name) ? { ...value, required: [...new Set([...always, ...required])] } : value]
    })
  )

const withoutClosing = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutClosing)
  if (!Predicate.isObject(value)) return value
  const entries = Object.entries(value).filter(([name, part]) => name !== "additionalProperties" || part !== false)
  return Object.fromEntries(entries.map(([name, part]) => [name, withoutClosing(part)]))
}

/** A parameter's or header's words stand beside its schema, where readers of the document look for them. */
const lifted = <Carrier extends { readonly schema: object }>(carrier: Carrier, named: NamedSchemas) => {
  const { description, examples, ...schema }: Value = { ...carrier.schema }
  const meant = dereferenced(carrier.schema, named)
  const words = description ?? (Predicate.isObject(meant) ? meant["description"] : undefined)
  const [example] = listOf(examples)
  return {
    ...carrier,
    schema,
    ...(typeof words === "string" ? { description: words } : {}),
    ...defined({ example })
  }
}

const described = (operation: Operation, named: NamedSchemas, { tokens }: Publication) => {
  const { requestBody, ...rest } = operation
  const isConditional = requestBody === undefined && "etag" in (operation.responses[200]?.headers ?? {})
  const responses: Record<string, DocumentedResponse> = Object.fromEntries(
    Object.entries(operation.responses).map(([status, response]) => [
      status,
      withHeaders(Number(status), response, named)
    ])
  )
  if (isConditional) responses["304"] = notModified
  return {
    ...rest,
    parameters: [
      ...operation.parameters.map((parameter) => lifted(parameter, named)),
      ...(isConditional ? [ifNoneMatch] : [])
    ],
    ...(requestBody === undefined
      ? {}
      : {
          requestBody: {
            ...requestBody,
            // No body at all counts as {}: one is needed only where some field is, whichever it is.
            required: Object.values(requestBody.content).some(({ schema }) => needsField(schema, named)),
            content: withExamples(requestBody.content, named)
          }
        }),
    responses,
    security: operation.security.length === 0 ? [] : [...operation.security, { entraSignIn: [tokens.scope] }]
  }
}

/** The server compares what it is about to send (`representationTag`), so the contract's routes know nothing of it. */
const ifNoneMatch = {
  name: "if-none-match",
  in: "header" as const,
  required: false,
  description: "The ETag of a response that you have, or several. If nothing has changed, the response is 304.",
  schema: { type: "string" },
  example: '"4c1f0d9be2a7c3d8.q5CkTf0XbJw"'
}

const notModified: DocumentedResponse = {
  description: "Nothing has changed since the response with the ETag in If-None-Match.",
  headers: {
    etag: { description: "The ETag that you have.", required: true, schema: { type: "string" } },
    "x-request-id": { $ref: "#/components/headers/x-request-id" }
  }
}

const needsField = (schema: unknown, named: NamedSchemas): boolean => {
  const meant = dereferenced(schema, named)
  if (!Predicate.isObject(meant)) return false
  return (Array.isArray(meant["required"]) && meant["required"].length > 0) || Number(meant["minProperties"] ?? 0) > 0
}

const withExamples = (content: Content, named: NamedSchemas): Record<string, Media> =>
  Object.fromEntries(
    // How effect's own client reads a stream is no matter of the document's readers.
    Object.entries(content).map(([type, { "x-effect-stream": _, ...media }]): [string, Media] => {
      const schema = withoutClosing(media.schema)
      if (type !== problemJson) return [type, { ...media, schema, example: exampleOf(media.schema, named) }]
      const names = [...namesIn(media.schema, named)].filter(isProblem)
      const examples = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/examples/${name}` }]))
      return [type, { ...media, schema, examples }]
    })
  )

interface DocumentedResponse {
  readonly description: string
  readonly headers: Readonly<Record<string, object>>
  readonly content?: Readonly<Record<string, Media>>
}

const withHeaders = (status: number, { content, ...response }: Response, named: NamedSchemas): DocumentedResponse => ({
  ...response,
  // Where the contract only names the schema, the status says more.
  description:
    response.description in named || response.description === "Success"
      ? (STATUS_CODES[status] ?? response.description)
      : response.description.replaceAll(" | ", "; "),
  headers: {
    ...Object.fromEntries(
      Object.entries(response.headers ?? {}).map(([name, header]) => [name, lifted(header, named)])
    ),
    "x-request-id": { $ref: "#/components/headers/x-request-id" },
    ...(status === 401 ? { "www-authenticate": { $ref: "#/components/headers/www-authenticate" } } : {}),
    ...(status === 503 ? { "retry-after": { $ref: "#/components/headers/retry-after" } } : {})
  },
  ...(content === undefined ? {} : { content: withExamples(content, named) })
})

/** What `http/` and `problemResponse` put on answers, whichever endpoint gives them. */
const commonHeaders = {
  "x-request-id": {
    description: "Identifies this request in the server's log: your X-Request-Id if it is a UUID, otherwise a new one.",
    required: true,
    schema: { type: "string", format: "uuid" },
    example: "0d2f6b9e-7a53-4f0c-9a6c-9e5f1b2c3d4e"
  },
  "www-authenticate": {
    description:
      "How to authenticate, and why the access token was rejected (RFC 6750). With the error `insufficient_claims`, `claims` has what the next sign-in must carry as its parameter `claims`: JSON in base64, as Microsoft's libraries read it.",
    required: true,
    schema: { type: "string" },
    example: 'Bearer realm="incident-teams", error="invalid_token", error_description="The token has expired."'
  },
  "retry-after": {
    description: "Seconds to wait before the next request.",
    required: true,
    schema: { type: "integer", minimum: 0 },
    example: 10
  }
}

/** The token of the contract's bearer scheme, and how Entra gives one. */
const signIn = ({ signInUrl, tokens }: Publication) => ({
  entraSignIn: {
    type: "oauth2",
    description: "How to get the access token: people sign in, applications use their own credentials.",
    flows: {
      authorizationCode: {
        authorizationUrl: signInUrl,
        tokenUrl: tokens.tokenUrl,
        scopes: { [tokens.scope]: "Call Incident Teams on behalf of the signed-in person." }
      },
      clientCredentials: {
        tokenUrl: tokens.tokenUrl,
        scopes: {
          [tokens.applicationScope]: "Call Incident Teams as an application, with its app roles."
        }
      }
    }
  }
})
