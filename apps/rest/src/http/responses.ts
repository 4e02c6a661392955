import { Problem } from "@incident-teams/api/problems/Problem"
import { Effect, Schema } from "effect"
import { compressed } from "./compressed.ts"
import { securityHeaders } from "./securityHeaders.ts"

const encodeProblem = Schema.encodeUnknownSync(Schema.toCodecJson(Problem))
const AsRecord = Schema.decodeUnknownSync(Schema.Record(Schema.String, Schema.Unknown))

/** On every API response. Set when the response is created: setting headers afterward costs more than all the rest. */
export const apiHeaders = (requestId: string): Record<string, string> => ({
  ...securityHeaders,
  "x-request-id": requestId
})

/** A response on its way out. */
export interface Encoded {
  readonly status: number
  /** JSON. */
  readonly text: string
  readonly headers: Readonly<Record<string, string>>
}

export const answerResponse = (
  { status, text, headers }: Encoded,
  requestId: string,
  acceptEncoding: string | null,
  more: Readonly<Record<string, string>>
): Effect.Effect<Response> =>
  status === 304
    ? Effect.succeed(new Response(null, { status, headers: { ...apiHeaders(requestId), ...more, ...headers } }))
    : Effect.map(
        compressed(text, acceptEncoding),
        ({ body, headers: coding }) =>
          new Response(body, {
            status,
            headers: { ...apiHeaders(requestId), "content-type": "application/json", ...more, ...headers, ...coding }
          })
      )

/** What a problem says in headers as well. */
const headersOf = (problem: Problem): Record<string, string> => ({
  "content-type": "application/problem+json",
  ...("retryAfter" in problem ? { "retry-after": String(problem.retryAfter) } : {}),
  ...("allow" in problem ? { allow: problem.allow.join(", ") } : {})
})

/** A problem on the wire (RFC 9457), its five own members first; `instance` identifies the request in the log. */
export const problemResponse = (
  problem: Problem,
  requestId: string,
  headers: Record<string, string> = {}
): Response => {
  const { type, title, status, detail, ...rest } = AsRecord(encodeProblem(problem))
  const body = { type, title, status, detail, instance: `urn:uuid:${requestId}`, ...rest }
  return new Response(JSON.stringify(body), {
    status: problem.status,
    headers: { ...apiHeaders(requestId), ...headersOf(problem), ...headers }
  })
}
