import { CredentialsUnavailable } from "@incident-teams/adapter-entra/CredentialsUnavailable"
import { defined } from "@incident-teams/domain/defined"
import { type CallFailure, Conflict, Missing, NotDone, Stale, Unclear, Unusable } from "./CallFailure.ts"

/** Whether a call can have had an effect. */
export type Kind = "read" | "write"

/** The answer to a failed call, as far as it is known. */
export interface StatusAnswer {
  readonly status: number
  /** Cosmos DB's own, finer code; 0 where there is none. */
  readonly substatus: number
  /** What the service asked to wait, in milliseconds. */
  readonly afterMillis?: number
}

/** The connection was never made, so nothing was sent. */
const neverConnected = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ENETUNREACH",
  "EHOSTUNREACH",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_HAS_EXPIRED",
  "ERR_TLS_CERT_ALTNAME_INVALID"
])

/** Neither container nor database is there (Cosmos DB: 404 with substatus 1003, 0 for the container itself). */
export const notProvisioned = (cause: unknown): Unusable =>
  new Unusable({
    reason:
      "The database or a container doesn't exist. Create them with `incident-teams-server provision` or infrastructure code, and check COSMOS_DATABASE.",
    cause
  })

/** The failure that an answer's status means. */
export const statusFailure = (
  kind: Kind,
  { status, substatus, afterMillis }: StatusAnswer,
  cause: unknown
): CallFailure => {
  const said = substatus === 0 ? String(status) : `${status}/${substatus}`
  const mayPass = (reason: string): CallFailure =>
    kind === "read" ? new NotDone({ reason, cause }) : new Unclear({ reason, cause })
  switch (status) {
    case 404:
      // 1002: a region that hasn't heard of this session yet.
      if (substatus === 1002) return new NotDone({ reason: `The Cosmos DB replica isn't up to date (${said}).`, cause })
      return substatus === 1003 ? notProvisioned(cause) : new Missing()
    case 409:
      return new Conflict()
    case 412:
      return new Stale()
    case 429:
      return new NotDone({
        reason: `Cosmos DB throttled the request (${said}). Raise the containers' throughput if this persists.`,
        ...defined({ afterMillis }),
        cause
      })
    // Somebody else was writing the same partition.
    case 449:
      return new NotDone({ reason: `Cosmos DB asked for a retry (${said}).`, cause })
    case 401:
      return new Unusable({
        reason:
          "Cosmos DB rejected the key or token (401). Check COSMOS_KEY, or remove it to use Entra ID, and check this machine's clock.",
        cause
      })
    case 403:
      // 3: no writes here, the account is failing over to another region.
      if (substatus === 3) return new NotDone({ reason: `Cosmos DB accepts no writes right now (${said}).`, cause })
      // 1014: Microsoft Learn, "Troubleshoot forbidden exceptions".
      if (substatus === 1014) {
        return new Unusable({
          reason: `The partition of a team is full (${said}). Ask Azure support to let it grow, or move to an account with room.`,
          cause
        })
      }
      return new Unusable({
        reason: `Cosmos DB denied access (${said}). Assign the role "Cosmos DB Built-in Data Contributor" on the account to the application, and allow this machine's address in the account's firewall.`,
        cause
      })
    case 413:
      return new Unusable({ reason: "The item or batch is too large for Cosmos DB (413).", cause })
    default:
      if (status === 408 || status === 410 || status >= 500) return mayPass(`Cosmos DB failed (${said}).`)
      return new Unusable({
        reason: `Cosmos DB rejected a request (${said}). This is a bug in Incident Teams.`,
        cause
      })
  }
}

interface SdkError extends Error {
  readonly code?: unknown
  readonly substatus?: unknown
  readonly retryAfterInMs?: unknown
}

/** The error that tells: a batch's is wrapped by the SDK, and so is a connection's. */
const innermost = (error: unknown): SdkError | undefined => {
  if (!(error instanceof Error)) return undefined
  if (error instanceof CredentialsUnavailable) return error
  const known = "code" in error && error.code !== undefined
  return known ? error : (innermost(error.cause) ?? error)
}

const number = (value: unknown): number | undefined => (typeof value === "number" ? value : undefined)

/** The failure behind what the SDK throws. */
export const failureOf = (kind: Kind, thrown: unknown): CallFailure => {
  const error = innermost(thrown)
  if (error instanceof CredentialsUnavailable) {
    return error.kind === "refused"
      ? new Unusable({ reason: error.message, cause: thrown })
      : new NotDone({ reason: error.reason, cause: thrown })
  }
  const status = number(error?.code)
  if (status !== undefined) {
    const afterMillis = number(error?.retryAfterInMs)
    const answer: StatusAnswer = {
      status,
      substatus: number(error?.substatus) ?? 0,
      ...defined({ afterMillis })
    }
    return statusFailure(kind, answer, thrown)
  }
  const code = typeof error?.code === "string" ? error.code : (error?.name ?? "unknown")
  const reason = `No answer from Cosmos DB (${code}). Check COSMOS_ENDPOINT and the network if this persists.`
  return kind === "read" || neverConnected.has(code)
    ? new NotDone({ reason, cause: thrown })
    : new Unclear({ reason, cause: thrown })
}
