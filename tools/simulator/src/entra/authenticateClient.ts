import { createHash, X509Certificate } from "node:crypto"
import { decodeProtectedHeader, errors, jwtVerify } from "jose"
import type { Application } from "../platform/Directory.ts"
import type { Tenant } from "../platform/Tenant.ts"
import { azureCli } from "./azureCli.ts"
import { EntraError } from "./entraError.ts"

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

/** A form with the client's id and secret, where they came in a Basic header (`client_secret_basic`, RFC 6749, 2.3.1). */
export const withBasicCredentials = (form: URLSearchParams, authorization: string | undefined): URLSearchParams => {
  const encoded = /^basic\s+(\S+)$/iu.exec(authorization ?? "")?.[1]
  if (encoded === undefined) return form
  const [id = "", ...secret] = Buffer.from(encoded, "base64").toString("utf8").split(":")
  const decoded = (text: string): string => {
    try {
      return decodeURIComponent(text.replaceAll("+", " "))
    } catch {
      return text
    }
  }
  const filled = new URLSearchParams(form)
  if (!filled.has("client_id")) filled.set("client_id", decoded(id))
  filled.set("client_secret", decoded(secret.join(":")))
  return filled
}

/** The application that a request says it comes from. */
export const clientOf = (tenant: Tenant, form: URLSearchParams): Application => {
  const clientId = form.get("client_id")
  if (!clientId) {
    throw new EntraError(
      400,
      "invalid_request",
      900144,
      "The request body must contain the following parameter: 'client_id'."
    )
  }
  const application = [...tenant.state.applications, azureCli].find(({ appId }) => appId === clientId.toLowerCase())
  if (!application) {
    throw new EntraError(
      400,
      "unauthorized_client",
      700016,
      `Application with identifier '${clientId}' was not found in the directory '${tenant.state.displayName}'.`
    )
  }
  return application
}

/**
 * Refuses a token request unless its secret or signed assertion is the application's. A public client needs neither
 * where a person signed in.
 */
export const authenticateClient = async (
  application: Application,
  form: URLSearchParams,
  tokenEndpoint: ReadonlyArray<string>,
  signedIn: boolean
): Promise<void> => {
  const secret = form.get("client_secret")
  const assertion = form.get("client_assertion")
  if (secret !== null) {
    if (application.secrets.includes(secret)) return
    throw new EntraError(
      401,
      "invalid_client",
      7000215,
      `Invalid client secret provided for app '${application.appId}'.`
    )
  }
  if (assertion !== null && form.get("client_assertion_type") === assertionType) {
    await verifyAssertion(application, assertion, tokenEndpoint)
    return
  }
  if (signedIn && application.publicClient) return
  throw new EntraError(
    401,
    "invalid_client",
    7000218,
    "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."
  )
}

const verifyAssertion = async (
  application: Application,
  assertion: string,
  tokenEndpoint: ReadonlyArray<string>
): Promise<void> => {
  const refuse = (code: number, message: string) => new EntraError(401, "invalid_client", code, message)
  let thumbprint: string | undefined
  try {
    const header = decodeProtectedHeader(assertion)
    thumbprint = typeof header["x5t#S256"] === "string" ? header["x5t#S256"] : undefined
  } catch {
    throw refuse(50027, "The client assertion is malformed.")
  }
  const certificate = application.certificates
    .map((pem) => new X509Certificate(pem))
    .find(({ raw }) => createHash("sha256").update(raw).digest("base64url") === thumbprint)
  if (!certificate) {
    throw refuse(
      700027,
      "The certificate with identifier used to sign the client assertion is not registered on application."
    )
  }
  try {
    // The client rounds nbf, up to half a second into the future; Entra allows five minutes.
    await jwtVerify(assertion, certificate.publicKey, {
      algorithms: ["PS256", "RS256"],
      issuer: application.appId,
      subject: application.appId,
      audience: [...tokenEndpoint],
      clockTolerance: 300,
      requiredClaims: ["exp"]
    })
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw refuse(700024, "Client assertion is not within its valid time range.")
    if (error instanceof errors.JWTClaimValidationFailed) {
      if (error.claim === "aud") throw refuse(700023, "Client assertion audience claim does not match Realm issuer.")
      if (error.claim === "nbf") throw refuse(700024, "Client assertion is not within its valid time range.")
      throw refuse(700021, "Client assertion application identifier doesn't match 'client_id' parameter.")
    }
    throw refuse(700027, "Client assertion failed signature validation.")
  }
}
