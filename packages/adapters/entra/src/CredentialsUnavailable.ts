import { Schema } from "effect"
import { entraError } from "./entraErrors.ts"

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

/** What an error of @azure/identity comes to. The vendor's message stays in `cause`: it isn't written for people. */
export const credentialsUnavailable = (error: unknown): CredentialsUnavailable => {
  if (error instanceof CredentialsUnavailable) return error
  const text = error instanceof Error ? `${error.name} ${error.message}` : ""
  const code = /AADSTS\d+/u.exec(text)?.[0]
  if (code !== undefined) {
    const known = entraError(code)
    return known.passes
      ? unreachable(`Entra ID can't issue a token right now (${code}).`, error)
      : new CredentialsUnavailable({
          kind: "refused",
          reason: `Entra ID denied a token (${code}).`,
          remedy: known.remedy,
          by: known.by,
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
