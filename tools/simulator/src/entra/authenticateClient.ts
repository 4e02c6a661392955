import { createHash, X509Certificate } from "node:crypto"
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from "jose"
import { exchangeAudience } from "../platform/bearerToken.ts"
import type { Application } from "../platform/Directory.ts"
import type { Tenant } from "../platform/Tenant.ts"
import type { World } from "../platform/World.ts"
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
  world: World,
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
    const refuse = (code: number, message: string) => new EntraError(401, "invalid_client", code, message)
    await (isForExchange(assertion)
      ? verifyFederated(world, application, assertion, refuse)
      : verifyAssertion(application, assertion, tokenEndpoint, refuse))
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

type Refuse = (code: number, message: string) => EntraError

/** The certificate's assertions name it in their header; tokens of others don't. */
const isForExchange = (assertion: string): boolean => {
  try {
    return decodeJwt(assertion).aud === exchangeAudience
  } catch {
    return false
  }
}

/** A token of a managed identity or a workload, which a federated credential of the application trusts. */
const verifyFederated = async (
  world: World,
  { federations = [] }: Application,
  assertion: string,
  refuse: Refuse
): Promise<void> => {
  const { iss, sub } = decodeJwt(assertion)
  const unknown = (what: string, value: unknown) =>
    `No matching federated identity record found for presented assertion ${what} '${String(value)}'.`
  const byIssuer = federations.filter(({ issuer }) => issuer === iss)
  if (byIssuer.length === 0) throw refuse(700211, unknown("issuer", iss))
  const found = byIssuer.find(({ subject }) => subject === sub)
  if (found === undefined) throw refuse(700213, unknown("subject", sub))
  if (!found.audiences.includes(exchangeAudience)) throw refuse(700212, unknown("audience", exchangeAudience))
  try {
    // Managed identities' tokens and simulated workloads' are signed alike; no other issuer's keys are known here.
    await jwtVerify(assertion, world.signingKey.publicKey, {
      algorithms: ["RS256"],
      currentDate: new Date(world.clock.now()),
      clockTolerance: 300,
      requiredClaims: ["exp"]
    })
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw refuse(700024, "Client assertion is not within its valid time range.")
    throw refuse(700030, "Client assertion failed signature validation.")
  }
}

const verifyAssertion = async (
  application: Application,
  assertion: string,
  tokenEndpoint: ReadonlyArray<string>,
  refuse: Refuse
): Promise<void> => {
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
