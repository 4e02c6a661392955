import { Authentication } from "@incident-teams/api/Authentication"
import { BodyLimit } from "@incident-teams/api/BodyLimit"
import type { Answer, EndpointName, GroupName } from "@incident-teams/api/Endpoint"
import { IncidentTeamsApi } from "@incident-teams/api/IncidentTeamsApi"
import type { FieldError } from "@incident-teams/api/problems/inWords"
import type { Problem } from "@incident-teams/api/problems/Problem"
import { Context, Predicate, Result, Schema, type SchemaAST, SchemaIssue, SchemaParser, Stream } from "effect"
import { Sse } from "effect/encoding"
import { HttpApi, HttpApiSchema } from "effect/http-api"
import type { Encoded } from "../http/responses.ts"

/** The part of a request that didn't fit, and everything that is wrong with it. */
export interface ValidationFailure {
  readonly part: "params" | "query" | "headers" | "payload"
  readonly errors: readonly [FieldError, ...ReadonlyArray<FieldError>]
}

/** The parts of a request as they came. */
export interface RawRequest {
  readonly params: unknown
  readonly query: Readonly<Record<string, unknown>>
  /** Asked for only where the contract names some: reading them all takes longer than most answers. */
  readonly headers: () => unknown
  /** The parsed body. */
  readonly payload: unknown
}

/** What a handler returns that has encoded its answer already. */
export class EncodedAnswer {
  readonly encoded: Encoded

  constructor(encoded: Encoded) {
    this.encoded = encoded
  }
}

/** Server-sent events on their way out, as they go over the wire. */
export interface EncodedEvents {
  readonly status: number
  readonly events: Stream.Stream<string>
}

/** One endpoint of the contract, ready to be served. */
export interface ContractRoute {
  readonly group: string
  readonly endpoint: string
  readonly method: string
  /** With parameters as `:name`. */
  readonly path: string
  readonly authenticated: boolean
  readonly takesBody: boolean
  /** Bytes. */
  readonly bodyLimit: number
  readonly decode: (raw: RawRequest) => Result.Result<Readonly<Record<string, unknown>>, ValidationFailure>
  /** Whether the contract names this refusal for this endpoint. */
  readonly declares: (problem: Problem) => boolean
  /** Throws if `answer` isn't what the contract says: a fault of ours. */
  readonly encode: (answer: unknown) => Encoded | EncodedEvents
  /** Answers with server-sent events in place of JSON. */
  readonly streams: boolean
}

/** Walking the contract forgets that none of its schemas needs a service; the handlers' types remember it. */
// oxlint-disable-next-line typescript/no-unsafe-type-assertion
const plain = (schema: Schema.Top): Schema.Codec<unknown> => schema as Schema.Codec<unknown>

/** A type as the authors of JSON call it. */
const typeNames: Partial<Record<SchemaAST.AST["_tag"], string>> = {
  Arrays: "an array",
  Boolean: "true or false",
  Number: "a number",
  Objects: "an object",
  String: "a string"
}

const list = new Intl.ListFormat("en-US", { type: "disjunction" })

/** `"New" | "Active" | "Closed"` and `object | null` as people list values. */
const listed = (message: string): string =>
  message.replace(/(?<=^Expected ).+ \| .+$/u, (values) =>
    list.format(values.split(" | ").map((value) => (value === "object" ? "an object" : value)))
  )

/** `noun`: what a part of the request consists of. */
const formatterOf = (noun: "field" | "parameter") =>
  SchemaIssue.makeFormatterStandardSchemaV1({
    leafHook: (issue) => {
      if (issue._tag === "UnexpectedKey") return `This ${noun} doesn't exist`
      if (issue._tag === "MissingKey") return `This ${noun} is required`
      const type = issue._tag === "InvalidType" ? typeNames[issue.ast._tag] : undefined
      return type === undefined ? SchemaIssue.defaultLeafHook(issue) : `Expected ${type}`
    }
  })

const formatters = {
  params: formatterOf("parameter"),
  query: formatterOf("parameter"),
  headers: formatterOf("parameter"),
  payload: formatterOf("field")
}

/** Long values have no place in a problem. */
const shortened = (text: string): string => (text.length <= 300 ? text : `${text.slice(0, 299)}…`)

const sentence = (text: string): string => `${shortened(text)}${/[.!?…]$/u.test(text) ? "" : "."}`

const errorsOf = (
  part: ValidationFailure["part"],
  raw: unknown,
  issue: SchemaIssue.Issue
): ValidationFailure["errors"] => {
  const errors = formatters[part](issue)
    .issues.slice(0, 20)
    .map(({ path = [], message }) => {
      const steps = path.map((key) => String(typeof key === "object" ? key.key : key))
      return {
        field: shortened(fieldOf(part, steps)),
        problem: isRepeated(part, raw, steps) ? "This parameter is given more than once." : sentence(listed(message))
      }
    })
  // Two checks of one value may say the same.
  const [first, ...rest] = errors.filter(
    (one, index) => errors.findIndex(({ field, problem }) => field === one.field && problem === one.problem) === index
  )
  return [first ?? { field: "", problem: "This isn't what the address takes." }, ...rest]
}

/** A field as callers write it: a header in its usual spelling, a parameter by its name, also where it takes a list. */
const fieldOf = (part: ValidationFailure["part"], steps: ReadonlyArray<string>): string => {
  switch (part) {
    case "headers":
      return steps.map(headerName).join(".")
    case "query":
    case "params":
      return steps[0] ?? ""
    case "payload":
      return steps.join(".")
  }
}

const headerName = (name: string): string =>
  name
    .split("-")
    .map((word) => (word === "id" ? "ID" : `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`))
    .join("-")

/** Only a parameter that takes a list has a fault of one of its items. */
const isRepeated = (
  part: ValidationFailure["part"],
  raw: unknown,
  [name = "", ...rest]: ReadonlyArray<string>
): boolean => part === "query" && rest.length === 0 && Predicate.hasProperty(raw, name) && Array.isArray(raw[name])

type Decoder = (raw: unknown) => Result.Result<Record<string, unknown>, ValidationFailure>

/** Undefined where the contract names nothing. */
const decoderOf = (
  part: ValidationFailure["part"],
  schema: Schema.Top | undefined,
  options: SchemaAST.ParseOptions | undefined
): Decoder | undefined => {
  if (schema === undefined) return undefined
  const decode = SchemaParser.decodeUnknownResult(plain(schema), options)
  return (raw) =>
    Result.mapBoth(decode(raw), {
      onSuccess: (value) => ({ [part]: value }),
      onFailure: (issue) => ({ part, errors: errorsOf(part, raw, issue) })
    })
}

/** Where the contract names no query, any parameter is one too many. */
const tooManyIn = (raw: RawRequest["query"]): ValidationFailure | undefined => {
  const [first, ...rest] = Object.keys(raw).map((name) => ({
    field: shortened(name),
    problem: "This address takes no query parameters."
  }))
  return first === undefined ? undefined : { part: "query", errors: [first, ...rest] }
}

/** The parts together, or the first that is wrong. */
const allOf = (parts: ReadonlyArray<ReturnType<Decoder> | undefined>): ReturnType<Decoder> => {
  const all: Record<string, unknown> = {}
  for (const part of parts) {
    if (part === undefined) continue
    if (Result.isFailure(part)) return part
    Object.assign(all, part.success)
  }
  return Result.succeed(all)
}

/** The events of a `StreamSse`, whose own guard the module keeps to itself. */
const eventsOf = (schema: Schema.Top): Schema.Top | undefined =>
  Predicate.isTagged(schema, "StreamSse") && Predicate.hasProperty(schema, "events") && Schema.isSchema(schema.events)
    ? schema.events
    : undefined

const eventsEncoderOf = (events: Schema.Top, status: number): ContractRoute["encode"] => {
  const encode = Schema.encodeUnknownSync(plain(events))
  const decode = Schema.decodeUnknownSync(Sse.EventEncoded)
  const written = (event: unknown): string => {
    const { id, event: name, data } = decode(encode(event))
    return Sse.encoder.write({ _tag: "Event", id, event: name, data })
  }
  return (answer) => {
    if (!isEvents(answer)) throw new Error("A stream of events was promised.")
    return { status, events: Stream.map(answer, written) }
  }
}

/** That it neither fails nor needs anything is lost to its type at run time; the handlers' types remember it. */
const isEvents = (answer: unknown): answer is Stream.Stream<unknown> => Stream.isStream(answer)

const encoderOf = (schema: Schema.Top, status: number): ((answer: unknown) => Encoded) => {
  if (!HttpApiSchema.isWithHeaders(schema)) {
    const encode = Schema.encodeUnknownSync(plain(schema))
    return (answer) => ({ status, text: JSON.stringify(encode(answer)), headers: {} })
  }
  const encodeBody = Schema.encodeUnknownSync(plain(schema.schema))
  const encodeHeaders = Schema.encodeUnknownSync(plain(schema.headers))
  const decodeHeaders = Schema.decodeUnknownSync(Schema.Record(Schema.String, Schema.String))
  return (answer) => {
    if (!Predicate.hasProperty(answer, "body") || !Predicate.hasProperty(answer, "headers"))
      throw new Error("An answer with headers was promised.")
    return {
      status,
      text: JSON.stringify(encodeBody(answer.body)),
      headers: decodeHeaders(encodeHeaders(answer.headers))
    }
  }
}

/** For a handler that keeps what it returns. */
export const encodeAnswer = <Group extends GroupName, Id extends EndpointName<Group>>(
  group: Group,
  id: Id,
  answer: Answer<Group, Id>
): EncodedAnswer => {
  const encoded = contractRoutes.find((route) => route.group === group && route.endpoint === id)?.encode(answer)
  if (encoded === undefined || "events" in encoded) throw new Error(`${group}.${id} doesn't answer with JSON.`)
  return new EncodedAnswer(encoded)
}

/** Every endpoint of the contract. Nothing else in this app knows how the contract is written. */
export const contractRoutes: ReadonlyArray<ContractRoute> = (() => {
  const routes: Array<ContractRoute> = []
  HttpApi.reflect(IncidentTeamsApi, {
    onGroup: () => undefined,
    onEndpoint: ({ endpoint, group, mergedAnnotations, middleware, successes, errors }) => {
      const refusals = [...errors.values()].flatMap((schemas) => schemas.map((schema) => Schema.is(schema)))
      const [success, ...others] = [
        ...[...successes].flatMap(([status, schemas]) =>
          schemas.map((schema) => ({ encode: encoderOf(schema, status), streams: false }))
        ),
        // Streams aren't among those that have a status of their own.
        ...[...endpoint.success].flatMap((schema) => {
          const events = eventsOf(schema)
          return events === undefined ? [] : [{ encode: eventsEncoderOf(events, 200), streams: true }]
        })
      ]
      const [payload, ...payloads] = [...endpoint.payload.values()].flatMap(({ schemas }) => [...schemas])
      if (success === undefined || others.length > 0 || payloads.length > 0) {
        throw new Error(`${group.identifier}.${endpoint.identifier} has more than one form, which isn't served here.`)
      }
      const options = {
        params: Context.getOrUndefined(mergedAnnotations, HttpApi.ParamsParseOptions),
        query: Context.getOrUndefined(mergedAnnotations, HttpApi.QueryParseOptions),
        headers: Context.getOrUndefined(mergedAnnotations, HttpApi.HeadersParseOptions),
        payload: Context.getOrUndefined(mergedAnnotations, HttpApi.PayloadParseOptions)
      }
      const params = decoderOf("params", endpoint.params, options.params)
      const query = decoderOf(
        "query",
        endpoint.query === undefined ? undefined : Schema.toCodecArrayFromSingle(endpoint.query),
        options.query
      )
      const headers = decoderOf("headers", endpoint.headers, options.headers)
      const body = decoderOf("payload", payload, options.payload)
      routes.push({
        group: group.identifier,
        endpoint: endpoint.identifier,
        method: endpoint.method,
        path: endpoint.path,
        authenticated: [...middleware].some((one) => one.key === Authentication.key),
        takesBody: payload !== undefined,
        bodyLimit: Context.get(mergedAnnotations, BodyLimit),
        decode: (raw) => {
          const tooMany = query === undefined ? tooManyIn(raw.query) : undefined
          return allOf([
            params?.(raw.params),
            tooMany === undefined ? query?.(raw.query) : Result.fail(tooMany),
            headers?.(raw.headers()),
            body?.(raw.payload)
          ])
        },
        declares: (problem) => refusals.some((isOne) => isOne(problem)),
        encode: success.encode,
        streams: success.streams
      })
    }
  })
  return routes
})()
