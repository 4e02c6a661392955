import type { GraphRequest } from "./GraphRequest.ts"
import type { Verdict } from "./verdict.ts"

/** The host's name or its certificate, as this machine sees them: a setting, a proxy or the clock is wrong here. */
const ownNetwork = new Set([
  "ENOTFOUND",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_HAS_EXPIRED",
  "CERT_NOT_YET_VALID",
  "ERR_TLS_CERT_ALTNAME_INVALID"
])

/** Nothing was sent, and nothing will be until someone changes something on this machine or its way out. */
export const isOwnNetwork = (code: string): boolean => ownNetwork.has(code)

/** The connection was never made, so nothing was sent. */
const neverConnected = new Set([
  ...ownNetwork,
  "ECONNREFUSED",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UND_ERR_CONNECT_TIMEOUT"
])

/** The code of the innermost cause, such as ECONNRESET; an abort by time-out is TimeoutError. */
export const networkCode = (error: unknown): string => {
  if (!(error instanceof Error)) return "unknown"
  if (error.cause !== undefined) return networkCode(error.cause)
  return "code" in error && typeof error.code === "string" ? error.code : error.name
}

/** What it says about a call that no answer came. */
export const networkVerdict = (method: GraphRequest["method"], code: string): Extract<Verdict, "notDone" | "unclear"> =>
  method === "GET" || neverConnected.has(code) ? "notDone" : "unclear"
