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
  AADSTS7000222: "The client secret has expired: make a new one and set AZURE_CLIENT_SECRET.",
  AADSTS700027: "The certificate isn't the one that is registered: upload its public part to the app registration.",
  AADSTS700016: "There is no such application in the tenant: check AZURE_CLIENT_ID and AZURE_TENANT_ID.",
  AADSTS90002: "There is no such tenant: check AZURE_TENANT_ID.",
  AADSTS65001: "Consent is missing: an administrator grants the application's permissions in Entra ID.",
  AADSTS50013:
    "The caller's token can't be exchanged: it isn't meant for this application, or has expired. Sign in again.",
  AADSTS500133: "The caller's token has expired: sign in again.",
  AADSTS50057: "The caller's account is disabled.",
  AADSTS50076: "Entra ID asks for another factor: sign in again.",
  AADSTS53003: "A conditional access policy forbids it: ask the administrator of the tenant."
}

/** No answer in time, or none that is one. */
const unreachable = (reason: string, cause: unknown): CredentialsUnavailable =>
  new CredentialsUnavailable({
    kind: "unreachable",
    reason,
    remedy: "It is tried again; if it stays so, check the network and AZURE_AUTHORITY_HOST.",
    cause
  })

export const noAnswer = (millis: number): CredentialsUnavailable =>
  unreachable(`Entra ID gave no token within ${millis / 1_000} s.`, undefined)

/** What an error of @azure/identity comes to. The vendor's message stays in `cause`: it isn't written for people. */
export const credentialsUnavailable = (error: unknown): CredentialsUnavailable => {
  if (error instanceof CredentialsUnavailable) return error
  const text = error instanceof Error ? `${error.name} ${error.message}` : ""
  const code = /AADSTS\d+/u.exec(text)?.[0]
  if (code !== undefined) {
    return new CredentialsUnavailable({
      kind: "refused",
      reason: `Entra ID refused a token (${code}).`,
      remedy: remedies[code] ?? "Look the code up in Microsoft's list of Entra authentication error codes.",
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
  return unreachable("Entra ID can't be reached, or gave no answer that is one.", error)
}
