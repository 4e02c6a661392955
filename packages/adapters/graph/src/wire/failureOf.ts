import { CredentialsUnavailable } from "@incident-teams/adapter-entra/CredentialsUnavailable"
import { InstallationTrouble } from "@incident-teams/application/ports/InstallationTrouble"
import { defined } from "@incident-teams/domain/defined"
import { type CallFailure, Conflict, Missing, NotDone, Refusal, Unclear } from "./CallFailure.ts"
import { errorCodes, errorDetails, errorMessage } from "./GraphErrorBody.ts"
import type { GraphRequest } from "./GraphRequest.ts"
import { isOwnNetwork, networkCode, networkVerdict } from "./networkVerdict.ts"
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

/**
 * The codes by which the directory names a missing permission; Teams and Defender say `Forbidden` and only their words
 * tell.
 */
const isMissingPermission = (codes: ReadonlyArray<string>, message: string): boolean =>
  codes.includes("Authorization_RequestDenied") ||
  /\bmissing (?:(?:role|scope) permissions|application roles)\b/iu.test(message)

/** What the application itself lacks, whatever it requested; undefined where an answer is about the request. */
const lackOf = (request: GraphRequest, answer: RawAnswer, codes: ReadonlyArray<string>): Lack | undefined => {
  const { status } = answer
  if (codes.some((code) => code.toLowerCase() === "directory_quotaexceeded")) {
    return {
      kind: "quota",
      remedy:
        "The application has created as many directory objects as Entra ID allows it. Assign the role Groups Administrator to its service principal, or permanently delete incident groups that are no longer needed."
    }
  }
  if (status === 401) {
    return {
      kind: "credentials",
      remedy: "Check AZURE_TENANT_ID, AZURE_CLIENT_ID and the application's client secret or certificate."
    }
  }
  if (status === 402) {
    return {
      kind: "license",
      remedy: "Check that the tenant has an active subscription that includes Microsoft Teams."
    }
  }
  if (status !== 403) return undefined
  if (codes.some((code) => code.toLowerCase() === "insufficient_claims")) {
    return {
      kind: "permission",
      remedy: "A conditional access policy blocks the application. Ask the tenant's administrator to exclude it."
    }
  }
  return isMissingPermission(codes, errorMessage(answer.body))
    ? {
        kind: "permission",
        remedy: `Grant the application the Microsoft Graph ${request.needs.includes(" and ") ? "permissions" : "permission"} ${request.needs} with admin consent, for example with incident-teams-server setup.`
      }
    : undefined
}

type Lack = Pick<InstallationTrouble, "kind" | "remedy">

/** What to do about a refusal. */
const refusalRemedy =
  "Look up the error code in the Microsoft Graph documentation and check the team in the Teams admin center, then retry."

/** A taken nickname has its code in `details`, in an inner error, or nowhere (docs#5122): then only the words tell. */
const codesOf = (body: unknown): ReadonlyArray<string> => {
  const codes = errorCodes(body)
  return !codes.includes("ObjectConflict") && /same value for property mailNickname/iu.test(errorMessage(body))
    ? [...codes, "ObjectConflict"]
    : codes
}

/** What an answer that isn't a success comes to; undefined for a success. `wait`: its Retry-After in milliseconds. */
export const answerFailure = (
  request: GraphRequest,
  answer: RawAnswer,
  wait: number | undefined
): CallFailure | undefined => {
  const { status } = answer
  const codes = codesOf(answer.body)
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
    case "refused": {
      const reason = `Microsoft Graph rejected the request to ${request.doing} (${said}${mark(answer)}).`
      const lack = lackOf(request, answer, codes)
      return lack === undefined
        ? new Refusal({ status, codes, details: errorDetails(answer.body), reason, remedy: refusalRemedy })
        : new InstallationTrouble({ ...lack, reason })
    }
  }
}

/** What it comes to that no answer came, or not in time. */
export const networkFailure = (request: GraphRequest, error: unknown): CallFailure => {
  if (error instanceof CredentialsUnavailable) {
    return error.kind === "refused"
      ? new InstallationTrouble({ kind: "credentials", reason: error.reason, remedy: error.remedy, cause: error })
      : new NotDone({ reason: error.reason, cause: error })
  }
  const code = networkCode(error)
  if (isOwnNetwork(code)) {
    return new InstallationTrouble({
      kind: "network",
      reason: `Microsoft Graph wasn't reached to ${request.doing} (${code}).`,
      remedy: "Check the name resolution, the proxy and the trusted certificates of this machine, and GRAPH_URL.",
      cause: error
    })
  }
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
