import type { GraphContext } from "./GraphEnv.ts"

/** One entry of an error's `details`: which property is wrong, and how. */
export interface GraphErrorDetail {
  readonly code: string
  readonly target: string
  readonly message?: string
  /** Of a naming policy: the value that would be right. */
  readonly suggestedPropertyValue?: string
}

/** Thrown by Graph's handlers; becomes the error envelope. Nothing has changed when it is thrown. */
export class GraphFailure extends Error {
  readonly status: number
  readonly code: string
  readonly headers: Readonly<Record<string, string>>
  readonly inner: Readonly<Record<string, unknown>>
  readonly details: ReadonlyArray<GraphErrorDetail>

  constructor(
    status: number,
    code: string,
    message: string,
    more: {
      headers?: Readonly<Record<string, string>>
      inner?: Readonly<Record<string, unknown>>
      details?: ReadonlyArray<GraphErrorDetail>
    } = {}
  ) {
    super(message)
    this.status = status
    this.code = code
    this.headers = more.headers ?? {}
    this.inner = more.inner ?? {}
    this.details = more.details ?? []
  }
}

/** The envelope of Graph's errors; its date has no zone suffix, as Graph's has none. */
export const graphErrorBody = (
  code: string,
  message: string,
  ids: { readonly requestId: string; readonly clientRequestId: string; readonly now: number },
  inner: Readonly<Record<string, unknown>> = {},
  details: ReadonlyArray<GraphErrorDetail> = []
) => ({
  error: {
    code,
    message,
    ...(details.length === 0 ? {} : { details }),
    innerError: {
      ...inner,
      date: new Date(ids.now).toISOString().slice(0, 19),
      "request-id": ids.requestId,
      "client-request-id": ids.clientRequestId
    }
  }
})

export const clientRequestIdOf = (c: GraphContext): string => c.req.header("client-request-id") ?? c.get("requestId")

export const answerFailure = (c: GraphContext, failure: GraphFailure): Response => {
  const ids = { requestId: c.get("requestId"), clientRequestId: clientRequestIdOf(c), now: Date.now() }
  const body = graphErrorBody(failure.code, failure.message, ids, failure.inner, failure.details)
  return Response.json(body, { status: failure.status, headers: failure.headers })
}

/** A directory object that isn't there, in the directory's words. */
export const resourceNotFound = (id: string): GraphFailure =>
  new GraphFailure(
    404,
    "Request_ResourceNotFound",
    `Resource '${id}' does not exist or one of its queried reference-property objects are not present.`
  )

export const badRequest = (message: string): GraphFailure => new GraphFailure(400, "Request_BadRequest", message)

/** A team that isn't there (yet), in the Teams service's words. */
export const teamNotFound = (id: string): GraphFailure =>
  new GraphFailure(404, "NotFound", `No team found with Group Id ${id}`, {
    inner: { code: "ItemNotFound", message: `No team found with Group Id ${id}` }
  })
