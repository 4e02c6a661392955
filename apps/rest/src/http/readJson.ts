import { usualBodyLimit } from "@incident-teams/api/BodyLimit"
import {
  BodyTooLargeProblem,
  InvalidBodyProblem,
  MalformedJsonProblem,
  RequestTooSlowProblem,
  UnsupportedMediaTypeProblem
} from "@incident-teams/api/problems/requestProblems"
import { Effect, Option } from "effect"
import { Admission, type Busy } from "../admission/Admission.ts"
import { bodyFault } from "./bodyFault.ts"
import { duplicateName } from "./duplicateName.ts"
import { jsonFault } from "./jsonFault.ts"

const tooLarge = (limitBytes: number) =>
  new BodyTooLargeProblem({
    limitBytes,
    detail: `The body has more than ${limitBytes} bytes.`,
    remedy: "Send a smaller body. People and groups can be added in several requests."
  })

/** Seconds in which a body has to arrive. The largest one needs 7 Mbit/s for that. */
const bodySeconds = 10

const tooSlow = new RequestTooSlowProblem({
  detail: `The body didn't arrive completely within ${bodySeconds} seconds.`,
  remedy: "Send the request again."
})

const incomplete = new MalformedJsonProblem({
  detail: "The body is incomplete.",
  remedy: "Send the request again with the whole body."
})

/** The bytes of a body; undefined where there are more than `limitBytes`. */
const bytesOf = (body: ReadableStream<unknown>, limitBytes: number, arrived: (bytes: number) => Busy | undefined) =>
  Effect.tryPromise({
    try: async (): Promise<Buffer | Busy | undefined> => {
      // What isn't read to its end isn't canceled either: that would end the connection before it is answered.
      const reader = body.getReader()
      const chunks: Array<Uint8Array> = []
      let length = 0
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return Buffer.concat(chunks)
        if (!(value instanceof Uint8Array)) throw new TypeError("A body is bytes.")
        length += value.byteLength
        const busy = arrived(value.byteLength)
        if (busy !== undefined || length > limitBytes) return busy
        chunks.push(value)
      }
    },
    catch: () => incomplete
  })

/** The body as text, at most `limitBytes` of it. A longer one isn't read to its end. `caller`: whose share it counts in. */
export const readText = Effect.fnUntraced(function* (request: Request, caller: string, limitBytes: number) {
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) return yield* tooLarge(limitBytes)
  const { body } = request
  if (body === null) return ""
  const { receive } = yield* Admission
  const arrived = yield* receive(caller, (count) =>
    Effect.timeoutOption(bytesOf(body, limitBytes, count), `${bodySeconds} seconds`)
  )
  if (Option.isNone(arrived)) return yield* tooSlow
  const bytes = arrived.value
  if (bytes === undefined) return yield* tooLarge(limitBytes)
  if (!Buffer.isBuffer(bytes)) return yield* bytes
  return yield* Effect.try({
    try: () => new TextDecoder("utf-8", { fatal: true }).decode(bytes),
    catch: () => new MalformedJsonProblem({ detail: "The body isn't UTF-8.", remedy: "Send JSON in UTF-8." })
  })
})

const malformed = (text: string): MalformedJsonProblem => {
  const position = jsonFault(text) ?? text.length
  const before = text.slice(0, position)
  const line = before.split("\n").length
  const column = position - before.lastIndexOf("\n")
  return new MalformedJsonProblem({
    position,
    line,
    column,
    detail:
      position === text.length
        ? `The JSON ends too early (line ${line}, column ${column}).`
        : `The body isn't valid JSON at line ${line}, column ${column}.`,
    remedy: "Send a valid JSON document, such as {}."
  })
}

/** The body as JSON. An empty body counts as `{}`, because a POST without content is sent like that. */
export const readJson = Effect.fnUntraced(function* (
  request: Request,
  caller: string,
  limitBytes: number = usualBodyLimit
) {
  const encoding = request.headers.get("content-encoding") ?? "identity"
  if (encoding.trim().toLowerCase() !== "identity") {
    return yield* new UnsupportedMediaTypeProblem({
      field: "Content-Encoding",
      detail: "The body is compressed.",
      remedy: "Send the body uncompressed, without Content-Encoding."
    })
  }
  const text = yield* readText(request, caller, limitBytes)
  if (text.trim() === "") return {}
  const [type = ""] = (request.headers.get("content-type") ?? "").split(";")
  if (type.trim().toLowerCase() !== "application/json") {
    return yield* new UnsupportedMediaTypeProblem({
      field: "Content-Type",
      detail: type === "" ? "The request has no Content-Type." : "The Content-Type isn't JSON.",
      remedy: "Send Content-Type: application/json."
    })
  }
  const value: unknown = yield* Effect.try({
    try: (): unknown => JSON.parse(text),
    catch: () => malformed(text)
  })
  const duplicate = duplicateName(text)
  if (duplicate !== undefined) {
    return yield* invalidBody([{ field: duplicate.join("."), problem: "This field is given more than once." }])
  }
  const fault = bodyFault(value)
  if (fault !== undefined) return yield* invalidBody([fault])
  return value
})

const invalidBody = ([first, ...rest]: InvalidBodyProblem["errors"]) =>
  new InvalidBodyProblem({
    ...(first.field === "" ? {} : { field: first.field }),
    detail: first.field === "" ? `The body isn't valid. ${first.problem}` : `${first.field}: ${first.problem}`,
    remedy: "See the API reference of this endpoint.",
    errors: [first, ...rest]
  })

/** The body of a request that has no content: empty or `{}`. */
export const readNothing = Effect.fnUntraced(function* (request: Request, caller: string) {
  const value = yield* readJson(request, caller)
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value)
  const [name, ...names] = isObject ? Object.keys(value) : [""]
  if (name === undefined) return
  yield* invalidBody([unexpected(name), ...names.map(unexpected)])
})

const unexpected = (field: string) => ({ field, problem: "This endpoint accepts no body." })
