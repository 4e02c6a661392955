import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response"
import type { Context } from "hono"
import { cosmosErrorBody } from "../cosmos/CosmosFailure.ts"
import { entraErrorBody } from "../entra/entraError.ts"
import { graphErrorBody } from "../graph/GraphFailure.ts"
import type { AnswerFault } from "../platform/Fault.ts"
import type { Surface } from "../platform/requestPath.ts"
import type { ServerEnv } from "../platform/ServerEnv.ts"

/** Codes and messages that Graph and ARM are known to send. */
const usual: Readonly<Record<number, readonly [code: string, message: string]>> = {
  400: ["BadRequest", "Invalid request."],
  401: ["InvalidAuthenticationToken", "Access token has expired or is not yet valid."],
  403: ["Forbidden", "An unknown error has occurred."],
  404: ["NotFound", "The resource was not found."],
  409: ["Conflict", "The request conflicts with another."],
  412: ["PreconditionFailed", "The precondition failed."],
  429: ["TooManyRequests", "Please retry again later."],
  500: ["GeneralException", "An unexpected error has occurred."],
  502: ["BadGateway", "Failed to execute backend request."],
  449: ["RetryWith", "Conflicting request to resource has been attempted. Retry to avoid conflicts."],
  503: ["ServiceUnavailable", "The service is temporarily unavailable."],
  504: ["GatewayTimeout", "The gateway timed out."]
}

/** The substatus that Cosmos DB sends by default. */
const usualSubstatus: Readonly<Record<number, number>> = { 429: 3200 }

/** Returns the answer that replaces the real one, in the surface's own error format unless the fault has a body. */
export const faultAnswer = (fault: AnswerFault, surface: Surface, c: Context<ServerEnv>): Response => {
  const [usualCode, usualMessage] = usual[fault.status] ?? ["UnknownError", "An unknown error has occurred."]
  const code = fault.code ?? usualCode
  const message = fault.message ?? usualMessage
  const headers = new Headers(fault.headers)
  if (fault.retryAfter !== undefined) setRetryAfter(headers, fault.retryAfter, surface)
  if (fault.retryAt !== undefined) {
    const second = Math.ceil(Date.now() / 1_000 + fault.retryAt)
    headers.set("retry-after", new Date(second * 1_000).toUTCString())
  }
  const substatus = fault.substatus ?? (surface === "cosmos" ? usualSubstatus[fault.status] : undefined)
  if (substatus !== undefined) headers.set("x-ms-substatus", String(substatus))
  if (surface === "graph") {
    headers.set("request-id", c.get("requestId"))
    headers.set("client-request-id", c.req.header("client-request-id") ?? c.get("requestId"))
  }
  const body = fault.body === undefined ? errorBody(surface, code, message, c) : fault.body
  const isText = typeof body === "string"
  if (isText) headers.set("content-type", fault.contentType ?? (body.startsWith("<") ? "text/html" : "text/plain"))
  else headers.set("content-type", fault.contentType ?? "application/json")
  const empty = body === null || fault.status === 204 || fault.status === 304
  return new Response(empty ? null : isText ? body : JSON.stringify(body), { status: fault.status, headers })
}

/** Cosmos DB sends milliseconds, in a header of its own. */
const setRetryAfter = (headers: Headers, retryAfter: number | string, surface: Surface): void => {
  if (surface !== "cosmos" || typeof retryAfter === "string") headers.set("retry-after", String(retryAfter))
  else headers.set("x-ms-retry-after-ms", String(Math.ceil(retryAfter * 1_000)))
}

const errorBody = (surface: Surface, code: string, message: string, c: Context<ServerEnv>): unknown => {
  if (surface === "graph") {
    return graphErrorBody(code, message, {
      requestId: c.get("requestId"),
      clientRequestId: c.req.header("client-request-id") ?? c.get("requestId"),
      now: Date.now()
    })
  }
  if (surface === "cosmos") return cosmosErrorBody(code, message, c.get("requestId"))
  return surface === "arm" ? { error: { code, message } } : entraErrorBody("temporarily_unavailable", 90033, message)
}

/** Answers that arrive, but not as they should. */

const without = (headers: Headers, ...names: ReadonlyArray<string>): Headers => {
  const kept = new Headers(headers)
  for (const name of names) kept.delete(name)
  return kept
}

/** The answer with its body cut after `bytes`, by default in the middle: malformed JSON under a good status. */
export const truncateBody = async (response: Response, bytes: number | undefined): Promise<Response> => {
  const body = Buffer.from(await response.arrayBuffer())
  const headers = without(response.headers, "content-length")
  if (body.length === 0) return new Response(null, { status: response.status, headers })
  return new Response(body.subarray(0, bytes ?? Math.floor(body.length / 2)), { status: response.status, headers })
}

/** An empty page whose nextLink leads to the real answer: the same request again. */
export const emptyPage = (url: string, surface: Surface): Response => {
  const { search, pathname, origin } = new URL(url)
  const nextLink = `${origin}${pathname}${search}`
  return Response.json(
    surface === "arm"
      ? { value: [], nextLink }
      : {
          "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#Collection(Edm.Untyped)",
          "@odata.nextLink": nextLink,
          value: []
        }
  )
}

/** Location and Content-Location in one of the forms that articles and tenants show. */
export const rewriteLocation = (
  response: Response,
  form: "quoted" | "slash" | "absolute" | "none",
  version: string
): Response => {
  const headers = without(response.headers, "location", "content-location")
  for (const name of ["location", "content-location"]) {
    const value = response.headers.get(name)
    if (value === null || form === "none") continue
    const slash = value.replaceAll(/\('([^']+)'\)/g, "/$1")
    headers.set(name, form === "slash" ? slash : form === "absolute" ? `${version}${value}` : value)
  }
  return new Response(response.body, { status: response.status, headers })
}

interface Partial {
  readonly status: number
  readonly headers: Headers
  readonly body: string
}

/**
 * Closes the client's connection without an answer, or in the middle of one. A part of a $batch has no connection of
 * its own: it is answered 502.
 */
export const resetConnection = (env: ServerEnv["Bindings"] | undefined, partial?: Partial): Response => {
  const { incoming, outgoing } = env ?? {}
  if (!incoming || !outgoing) {
    return Response.json(
      { error: { code: "BadGateway", message: "Failed to execute backend request." } },
      { status: 502 }
    )
  }
  if (!partial) {
    incoming.socket.destroy()
    return RESPONSE_ALREADY_SENT
  }
  const body = Buffer.from(partial.body)
  outgoing.writeHead(partial.status, {
    ...Object.fromEntries(partial.headers),
    // More than is ever sent, so that the client notices the break.
    "content-length": body.length + 1
  })
  outgoing.write(body.subarray(0, Math.ceil(body.length / 2)), () => incoming.socket.destroy())
  return RESPONSE_ALREADY_SENT
}
