import { randomUUID, X509Certificate } from "node:crypto"
import type { Application, KeyCredential, Registration } from "../../platform/Directory.ts"
import { isObject, type UncheckedObject } from "../../platform/json.ts"
import type { Tenant } from "../../platform/Tenant.ts"
import { badRequest, GraphFailure } from "../GraphFailure.ts"
import { textOf, textsOf } from "../jsonBody.ts"

/** An application that was registered over Graph. */
export type Registered = Application & { registration: Registration }

export const isRegistered = (application: Application): application is Registered =>
  application.registration !== undefined

/** Milliseconds that a client secret is valid unless a request says otherwise. */
const secretMillis = 730 * 86_400_000

/** How a seeded application sees itself: its secrets always end in two years. */
export const asRegistered = (tenant: Tenant, application: Application): Registered => {
  const now = tenant.clock.now()
  return {
    ...application,
    registration: {
      id: application.appId,
      uniqueName: null,
      createdAt: now,
      owners: [],
      written: {},
      passwords: application.secrets.map((secretText) => ({
        keyId: application.appId,
        displayName: null,
        secretText,
        startDateTime: new Date(now).toISOString(),
        endDateTime: new Date(now + secretMillis).toISOString()
      }))
    }
  }
}

const empty: UncheckedObject = {
  signInAudience: "AzureADandPersonalMicrosoftAccount",
  identifierUris: [],
  tags: [],
  notes: null,
  isFallbackPublicClient: null,
  optionalClaims: null,
  requiredResourceAccess: [],
  appRoles: [],
  publicClient: { redirectUris: [] },
  web: { redirectUris: [], homePageUrl: null, logoutUrl: null }
}
const emptyApi: UncheckedObject = {
  requestedAccessTokenVersion: null,
  knownClientApplications: [],
  oauth2PermissionScopes: [],
  preAuthorizedApplications: []
}
const writable = new Set([...Object.keys(empty), "api", "displayName", "keyCredentials"])

const apiOf = (written: UncheckedObject): UncheckedObject => ({
  ...emptyApi,
  ...(isObject(written["api"]) ? written["api"] : {})
})

/** Graph's `application` resource. */
export const applicationResource = ({ appId, displayName, registration }: Registered): UncheckedObject => ({
  ...empty,
  ...registration.written,
  api: apiOf(registration.written),
  id: registration.id,
  appId,
  displayName,
  uniqueName: registration.uniqueName,
  createdDateTime: new Date(registration.createdAt).toISOString(),
  passwordCredentials: registration.passwords.map(({ secretText, ...shown }) => ({
    ...shown,
    hint: secretText.slice(0, 3),
    secretText: null,
    customKeyIdentifier: null
  })),
  keyCredentials: (registration.keys ?? []).map((key) => ({
    ...key,
    type: "AsymmetricX509Cert",
    usage: "Verify",
    customKeyIdentifier: new X509Certificate(Buffer.from(key.key, "base64")).fingerprint.replaceAll(":", "")
  }))
})

const objectsIn = (value: unknown): ReadonlyArray<UncheckedObject> =>
  Array.isArray(value) ? value.filter(isObject) : []

const entitlements = (written: UncheckedObject): ReadonlyArray<UncheckedObject> => [
  ...objectsIn(written["appRoles"]),
  ...objectsIn(apiOf(written)["oauth2PermissionScopes"])
]

/** A role or scope must be disabled before it is removed or changed; collections are replaced as a whole. */
const checkEntitlements = (before: UncheckedObject, after: UncheckedObject): void => {
  const kept = new Map(entitlements(after).map((item) => [item["id"], item]))
  for (const item of entitlements(before)) {
    const now = kept.get(item["id"])
    if (item["isEnabled"] !== false && (now === undefined || now["value"] !== item["value"])) {
      throw new GraphFailure(
        400,
        "CannotDeleteOrUpdateEnabledEntitlement",
        "Permission (scope or role) cannot be deleted or updated unless disabled first."
      )
    }
  }
}

const checkAddresses = (tenant: Tenant, application: Application, uris: ReadonlyArray<string>): void => {
  for (const uri of uris) {
    // Also api://<host>/<client id>, as Teams asks for.
    if (!new RegExp(`^api://(?:[^/]+/)?${application.appId}$`, "u").test(uri)) {
      throw badRequest(
        `Values of identifierUris property must use a verified domain of the organization or its subdomain: '${uri}'`
      )
    }
    const taken = tenant.state.applications.some(
      (other) => other !== application && textsOf(other.registration?.written ?? {}, "identifierUris").includes(uri)
    )
    if (taken) throw badRequest("Another object with the same value for property identifierUris already exists.")
  }
}

/** Preauthorized clients may only be given scopes of this very application. */
const checkPreAuthorized = (written: UncheckedObject): void => {
  const api = apiOf(written)
  const scopes = new Set(objectsIn(api["oauth2PermissionScopes"]).map(({ id }) => id))
  for (const client of objectsIn(api["preAuthorizedApplications"])) {
    if (textsOf(client, "delegatedPermissionIds").some((id) => !scopes.has(id))) {
      throw badRequest("Property api.preAuthorizedApplications.delegatedPermissionIds has an id that isn't a scope's.")
    }
  }
}

/** Certificates as Graph takes them (keyCredential resource type): all are written at once. */
const keysOf = (value: unknown): Array<KeyCredential> =>
  objectsIn(value).map((given) => {
    const key = textOf(given, "key") ?? ""
    let certificate: X509Certificate
    try {
      certificate = new X509Certificate(Buffer.from(key, "base64"))
    } catch {
      throw badRequest("Key credential is invalid.")
    }
    if (given["type"] !== "AsymmetricX509Cert" || given["usage"] !== "Verify")
      throw badRequest("Key credential is invalid.")
    const { validFromDate, validToDate } = certificate
    const endDateTime = textOf(given, "endDateTime") ?? validToDate.toISOString()
    if (Date.parse(endDateTime) > validToDate.getTime()) throw badRequest("Key credential end date is invalid.")
    return {
      keyId: textOf(given, "keyId") ?? randomUUID(),
      displayName: textOf(given, "displayName") ?? null,
      key,
      startDateTime: textOf(given, "startDateTime") ?? validFromDate.toISOString(),
      endDateTime
    }
  })

/** Writes an application's properties. Throws before anything changes. */
export const writeApplication = (tenant: Tenant, application: Registered, body: UncheckedObject): void => {
  const unknown = Object.keys(body).find((name) => !name.startsWith("@odata.") && !writable.has(name))
  if (unknown !== undefined) throw badRequest(`Property '${unknown}' is read-only and cannot be set.`)
  const { registration } = application
  const { displayName = application.displayName, keyCredentials, ...change } = body
  if (typeof displayName !== "string" || displayName === "") {
    throw badRequest("A value is required for property 'displayName' of resource 'Application'.")
  }
  const written: UncheckedObject = {
    ...registration.written,
    ...change,
    // Complex properties are merged, their collections replaced.
    ...(isObject(change["api"]) ? { api: { ...apiOf(registration.written), ...change["api"] } } : {})
  }
  checkEntitlements(registration.written, written)
  checkAddresses(tenant, application, textsOf(written, "identifierUris"))
  checkPreAuthorized(written)
  const web = isObject(written["web"]) ? textsOf(written["web"], "redirectUris") : []
  if (web.some((address) => !URL.canParse(address))) throw badRequest("Invalid value specified for redirectUris.")
  const keys = keyCredentials === undefined ? undefined : keysOf(keyCredentials)
  registration.written = written
  if (keys !== undefined) {
    registration.keys = keys
    application.certificates = keys.map(({ key }) => new X509Certificate(Buffer.from(key, "base64")).toString())
  }
  application.displayName = displayName
  application.redirectUris = [...web]
  application.publicClient = written["isFallbackPublicClient"] === true
}

/** Registers an application (application-post-applications). `owner`: the person who does it. */
export const register = (
  tenant: Tenant,
  body: UncheckedObject,
  uniqueName: string | null,
  owner: string | undefined
): Registered => {
  const id = randomUUID()
  const application: Registered = {
    key: id,
    appId: randomUUID(),
    objectId: randomUUID(),
    displayName: "",
    secrets: [],
    certificates: [],
    publicClient: false,
    redirectUris: [],
    roles: {},
    scopes: {},
    registration: {
      id,
      uniqueName,
      createdAt: tenant.clock.now(),
      owners: owner === undefined ? [] : [owner],
      written: {},
      passwords: []
    }
  }
  writeApplication(tenant, application, body)
  tenant.state.applications.push(application)
  return application
}

/** Adds a client secret (application-addpassword); it is two years valid unless the request says otherwise. */
export const addPassword = (tenant: Tenant, application: Registered, body: UncheckedObject): UncheckedObject => {
  const given = isObject(body["passwordCredential"]) ? body["passwordCredential"] : {}
  const now = tenant.clock.now()
  const credential = {
    keyId: randomUUID(),
    displayName: textOf(given, "displayName") ?? null,
    // The form of Entra's own: 40 characters, a tilde among them.
    secretText: `${randomUUID().slice(0, 3)}8Q~${randomUUID().replaceAll("-", "")}`.padEnd(40, "0").slice(0, 40),
    startDateTime: textOf(given, "startDateTime") ?? new Date(now).toISOString(),
    endDateTime: textOf(given, "endDateTime") ?? new Date(now + secretMillis).toISOString()
  }
  application.registration.passwords.push(credential)
  application.secrets.push(credential.secretText)
  return { ...credential, hint: credential.secretText.slice(0, 3), customKeyIdentifier: null }
}

export const removePassword = (application: Registered, keyId: string): void => {
  const { registration } = application
  const found = registration.passwords.find((credential) => credential.keyId === keyId)
  if (found === undefined) throw badRequest(`No credentials found to be removed with keyId '${keyId}'.`)
  registration.passwords = registration.passwords.filter((credential) => credential !== found)
  application.secrets = application.secrets.filter((secret) => secret !== found.secretText)
}
