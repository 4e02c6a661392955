import { CredentialsUnavailable } from "@incident-teams/adapter-entra/CredentialsUnavailable"
import { defined } from "@incident-teams/domain/defined"
import { type CallFailure, Conflict, Missing, NotDone, Refusal, Unclear } from "./CallFailure.ts"
import { errorCodes } from "./GraphErrorBody.ts"
import type { GraphRequest } from "./GraphRequest.ts"
import { networkCode, networkVerdict } from "./networkVerdict.ts"
import { verdict } from "./verdict.ts"

/** An answer as it came, its body as far as it is JSON. */
export interface RawAnswer {
  readonly status: number
  readonly headers: Headers
  readonly body: unknown
  /** The length of a body that isn't JSON. */
  readonly unreadable: boolean
}

const after = (afterMillis: number | undefined) => defined({ afterMillis })

/** A request's mark, by which Microsoft's support finds it. */
const mark = ({ headers }: RawAnswer): string => {
  const id = headers.get("request-id")
  return id === null ? "" : `, request ${id}`
}

/** What to do about a refusal. */
const remedyOf = (request: GraphRequest, status: number, codes: ReadonlyArray<string>): string => {
  if (status === 401) {
    return "Check AZURE_TENANT_ID, AZURE_CLIENT_ID and the application's client secret or certificate, then retry."
  }
  if (codes.some((code) => code.toLowerCase() === "insufficient_claims")) {
    return "A conditional access policy blocks the application. Ask the tenant's administrator to exclude it, then retry."
  }
  if (status === 403) {
    return `Check that the application has the Microsoft Graph permission ${request.needs} with admin consent, then retry.`
  }
  return "Look up the error code in the Microsoft Graph documentation and check the team in the Teams admin center, then retry."
}

/** What an answer that isn't a success comes to; undefined for a success. `wait`: its Retry-After in milliseconds. */
export const answerFailure = (
  request: GraphRequest,
  answer: RawAnswer,
  wait: number | undefined
): CallFailure | undefined => {
  const { status } = answer
  const codes = errorCodes(answer.body)
  const said = [String(status), ...codes.slice(-1)].join(" ")
  switch (verdict(request.method, status)) {
    case "done":
      return undefined
    case "notDone":
      return new NotDone({
        reason:
          status === 429 || status === 509
            ? `Microsoft Graph throttled the request to ${request.doing} (${said}).`
            : `Microsoft Graph couldn't handle the request to ${request.doing} (${said}).`,
        ...after(wait)
      })
    case "unclear":
      return new Unclear({
        reason: `Microsoft Graph failed during the request to ${request.doing} (${said}${mark(answer)}). It may have taken effect.`,
        ...after(wait)
      })
    case "missing":
      return new Missing({
        reason: `Microsoft Graph answered "not found" to the request to ${request.doing} (${said}).`,
        codes
      })
    case "conflict":
      return new Conflict({
        reason: `The request to ${request.doing} conflicts with another change, or is already done (${said}).`,
        codes
      })
    case "refused":
      return new Refusal({
        status,
        codes,
        reason: `Microsoft Graph rejected the request to ${request.doing} (${said}${mark(answer)}).`,
        remedy: remedyOf(request, status, codes)
      })
  }
}

/** What it comes to that no answer came, or not in time. */
export const networkFailure = (request: GraphRequest, error: unknown): CallFailure => {
  if (error instanceof CredentialsUnavailable) {
    return error.kind === "refused"
      ? new Refusal({ status: 401, codes: [], reason: error.reason, remedy: error.remedy })
      : new NotDone({ reason: error.reason, cause: error })
  }
  const code = networkCode(error)
  switch (networkVerdict(request.method, code)) {
    case "notDone":
      return new NotDone({
        reason: `No answer from Microsoft Graph to the request to ${request.doing} (${code}).`,
        cause: error
      })
    case "unclear":
      return new Unclear({
        reason: `No answer from Microsoft Graph to the request to ${request.doing} (${code}). It may have taken effect.`,
        cause: error
      })
  }
}

/** What it comes to that an answer of success can't be read. */
export const unreadableAnswer = (request: GraphRequest, cause: unknown): CallFailure => {
  const reason = `The answer of Microsoft Graph to the request to ${request.doing} can't be read.`
  return request.method === "GET" ? new NotDone({ reason, cause }) : new Unclear({ reason, cause })
}
