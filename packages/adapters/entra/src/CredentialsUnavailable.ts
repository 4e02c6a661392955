import { Schema } from "effect"

/**
 * No token. `refused`: Entra ID said no, and would again until somebody acts on `remedy`; `unreachable`: it gave no
 * answer in time, which may pass. Nothing was sent to the service that the token was for.
 */
export class CredentialsUnavailable extends Schema.TaggedError<CredentialsUnavailable>()("CredentialsUnavailable", {
  kind: Schema.Literals(["refused", "unreachable"]),
  reason: Schema.String,
  remedy: Schema.String,
  cause: Schema.Defect()
}) {
  override get message(): string {
    return `${this.reason} ${this.remedy}`
  }
}

/** Entra's error codes that name what somebody has to do (Microsoft Learn, "Entra authentication error codes"). */
const remedies: Readonly<Record<string, string>> = {
  AADSTS7000215: "The client secret is wrong: set AZURE_CLIENT_SECRET to the secret's value, not to its id.",
  AADSTS7000222: "The client secret has expired: create a new one and set AZURE_CLIENT_SECRET.",
  AADSTS700027: "The certificate isn't registered: upload its public part to the app registration.",
  AADSTS700016: "The application doesn't exist in the tenant: check AZURE_CLIENT_ID and AZURE_TENANT_ID.",
  AADSTS90002: "The tenant doesn't exist: check AZURE_TENANT_ID.",
  AADSTS65001: "Consent is missing: ask an administrator to grant the application's permissions in Entra ID.",
  AADSTS50013:
    "The caller's token can't be exchanged: it was issued for another application or has expired. Sign in again.",
  AADSTS500133: "The caller's token has expired: sign in again.",
  AADSTS50057: "The caller's account is disabled.",
  AADSTS50076: "Entra ID requires multifactor authentication: sign in again.",
  AADSTS53003: "A conditional access policy forbids it: ask the administrator of the tenant."
}

/** No answer in time, or none that is one. */
const unreachable = (reason: string, cause: unknown): CredentialsUnavailable =>
  new CredentialsUnavailable({
    kind: "unreachable",
    reason,
    remedy: "The request is retried. If the problem persists, check the network and AZURE_AUTHORITY_HOST.",
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
    return new CredentialsUnavailable({
      kind: "refused",
      reason: `Entra ID denied a token (${code}).`,
      remedy: remedies[code] ?? "Look up the code in Microsoft's list of Entra authentication error codes.",
      cause: error
    })
  }
  if (/certificate|PEM|ENOENT/iu.test(text)) {
    return new CredentialsUnavailable({
      kind: "refused",
      reason: "The certificate of the application can't be read.",
      remedy: "Set AZURE_CLIENT_CERTIFICATE_PATH to a PEM file with an RSA certificate and its private key.",
      cause: error
    })
  }
  return unreachable("Entra ID can't be reached, or its answer is invalid.", error)
}
