import { randomUUID } from "node:crypto"
import type { Context } from "hono"

/** Thrown by Entra's handlers; becomes the error body. */
export class EntraError extends Error {
  readonly status: 400 | 401
  readonly error: string
  readonly code: number
  readonly more: Readonly<Record<string, string>>

  /** `more`: further members of the error body. */
  constructor(
    status: 400 | 401,
    error: string,
    code: number,
    message: string,
    more: Readonly<Record<string, string>> = {}
  ) {
    super(message)
    this.status = status
    this.error = error
    this.code = code
    this.more = more
  }
}

export const answerEntraError = (c: Context, { status, error, code, message, more }: EntraError): Response =>
  c.json({ ...entraErrorBody(error, code, message, c.req.query("client-request-id")), ...more }, status)

export const entraErrorBody = (error: string, code: number, message: string, correlationId: string = randomUUID()) => {
  const traceId = randomUUID()
  const timestamp = new Date().toISOString().replace("T", " ")
  return {
    error,
    error_description: `AADSTS${code}: ${message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId
  }
}
