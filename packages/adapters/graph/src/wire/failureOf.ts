import { CredentialsUnavailable } from "@incident-teams/adapter-entra/CredentialsUnavailable"
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

const after = (afterMillis: number | undefined) => (afterMillis === undefined ? {} : { afterMillis })

/** A request's mark, by which Microsoft's support finds it. */
const mark = ({ headers }: RawAnswer): string => {
  const id = headers.get("request-id")
  return id === null ? "" : `, request ${id}`
}

/** What to do about a refusal. */
const remedyOf = (request: GraphRequest, status: number, codes: ReadonlyArray<string>): string => {
  if (status === 401) {
    return "Check AZURE_TENANT_ID, AZURE_CLIENT_ID and the application's secret or certificate; then retry."
  }
  if (codes.some((code) => code.toLowerCase() === "insufficient_claims")) {
    return "A conditional access policy of the tenant holds the application up: ask its administrator for an exception; then retry."
  }
  if (status === 403) {
    return `Grant the application permission ${request.needs} for Microsoft Graph with an administrator's consent, if it is missing; then retry.`
  }
  return "Look the code up in the list of Microsoft Graph error codes, and at the team in the Teams admin center; then retry."
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
        reason: `Microsoft Graph put off to ${request.doing} (${said}).`,
        ...after(wait)
      })
    case "unclear":
      return new Unclear({
        reason: `Microsoft Graph failed to ${request.doing} (${said}${mark(answer)}); it may have been done all the same.`,
        ...after(wait)
      })
    case "missing":
      return new Missing({ reason: `Microsoft Graph found nothing to ${request.doing} (${said}).`, codes })
    case "conflict":
      return new Conflict({
        reason: `Microsoft Graph couldn't ${request.doing}: something else is being done, or it is done already (${said}).`,
        codes
      })
    case "refused":
      return new Refusal({
        status,
        codes,
        reason: `Microsoft Graph refused to ${request.doing} (${said}${mark(answer)}).`,
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
      return new NotDone({ reason: `Microsoft Graph didn't answer to ${request.doing} (${code}).`, cause: error })
    case "unclear":
      return new Unclear({
        reason: `Microsoft Graph gave no answer to ${request.doing} (${code}); it may have been done all the same.`,
        cause: error
      })
  }
}

/** What it comes to that an answer of success can't be read. */
export const unreadableAnswer = (request: GraphRequest, cause: unknown): CallFailure => {
  const reason = `Microsoft Graph gave an answer that can't be read when asked to ${request.doing}.`
  return request.method === "GET" ? new NotDone({ reason, cause }) : new Unclear({ reason, cause })
}
