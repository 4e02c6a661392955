import { Schema } from "effect"
import { claimsRequest } from "./claimsRequest.ts"
import { entraError, knownCodes } from "./entraErrors.ts"

/**
 * No token. `refused`: Entra ID said no, and would again until someone acts on `remedy`; `unreachable`: it gave no
 * answer in time, or a transient error, which may pass. Nothing was sent to the service that the token was for.
 */
export class CredentialsUnavailable extends Schema.TaggedError<CredentialsUnavailable>()("CredentialsUnavailable", {
  kind: Schema.Literals(["refused", "unreachable"]),
  reason: Schema.String,
  remedy: Schema.String,
  /** Who has to act on a refusal: the person by signing in again, an administrator of the tenant, or the operator. */
  by: Schema.Literals(["person", "administrator", "operator"]),
  /**
   * What the person's next sign-in has to carry as its parameter `claims`, where Entra ID asks for more than the last one
   * gave, such as multifactor authentication: JSON. The same sign-in without it is refused again.
   */
  claims: Schema.optionalKey(Schema.String),
  cause: Schema.Defect()
}) {
  override get message(): string {
    return `${this.reason} ${this.remedy}`
  }
}

/** No answer in time, or none that is one. */
const unreachable = (reason: string, cause: unknown): CredentialsUnavailable =>
  new CredentialsUnavailable({
    kind: "unreachable",
    reason,
    remedy: "The request is retried. If the problem persists, check the network and AZURE_AUTHORITY_HOST.",
    by: "operator",
    cause
  })

export const noAnswer = (millis: number): CredentialsUnavailable =>
  unreachable(`Entra ID issued no token within ${millis / 1_000} s.`, undefined)

interface SdkError extends Error {
  readonly claims?: unknown
  readonly status?: unknown
  readonly statusCode?: unknown
}

/** The error and its causes: the SDK wraps the library's error, which has the answer's status. */
const causesOf = (error: unknown): ReadonlyArray<SdkError> =>
  error instanceof Error ? [error, ...causesOf(error.cause)] : []

const knownHere: ReadonlySet<string> = new Set(knownCodes)

/** Throttled, failed, or said to be unavailable (RFC 6749, 4.1.2.1). */
const isTransientAnswer = (errors: ReadonlyArray<SdkError>, text: string): boolean =>
  /\b(?:temporarily_unavailable|server_error)\b/u.test(text) ||
  errors.some(({ status, statusCode }) => {
    const answered = Number(status ?? statusCode)
    return answered === 429 || answered === 408 || answered >= 500
  })

/** What an error of @azure/identity comes to. The vendor's message stays in `cause`: it isn't written for people. */
export const credentialsUnavailable = (error: unknown): CredentialsUnavailable => {
  const errors = causesOf(error)
  // Also where the SDK asked us for something that it needs.
  const ours = errors.find((one) => one instanceof CredentialsUnavailable)
  if (ours instanceof CredentialsUnavailable) return ours
  const text = errors.map(({ name, message }) => `${name} ${message}`).join(" ")
  const code = /AADSTS\d+/u.exec(text)?.[0]
  const known = code === undefined ? undefined : entraError(code)
  // The status and OAuth's own codes count for more than Entra's: a server that fails may send any of these.
  if (known?.passes === true || isTransientAnswer(errors, text)) {
    return unreachable(`Entra ID can't issue a token right now (${code ?? "no code"}).`, error)
  }
  if (known !== undefined) {
    const claims = errors.map((one) => claimsRequest(one.claims)).find((one) => one !== undefined)
    // Entra asks the person for more; which policy asks for what isn't in a list of codes.
    const asks = claims !== undefined && /\binteraction_required\b/u.test(text) && !knownHere.has(code ?? "")
    const by = /\b(?:invalid_client|unauthorized_client)\b/u.test(text) ? "operator" : asks ? "person" : known.by
    return new CredentialsUnavailable({
      kind: "refused",
      reason: `Entra ID denied a token (${code}).`,
      remedy: asks ? "Entra ID requires an additional step: sign in again and complete it." : known.remedy,
      by,
      // Signing in again doesn't help where someone else has to act, whatever claims come with the refusal.
      ...(claims === undefined || by !== "person" ? {} : { claims }),
      cause: error
    })
  }
  if (/certificate|PEM|ENOENT/iu.test(text)) {
    return new CredentialsUnavailable({
      kind: "refused",
      reason: "The certificate of the application can't be read.",
      remedy: "Set AZURE_CLIENT_CERTIFICATE_PATH to a PEM file with an RSA certificate and its private key.",
      by: "operator",
      cause: error
    })
  }
  return unreachable("Entra ID can't be reached, or its answer is invalid.", error)
}
