import { graphAudience, type Verified, verifyToken } from "../platform/bearerToken.ts"
import type { Application, DirectoryUser } from "../platform/Directory.ts"
import { isObject } from "../platform/json.ts"
import { isMultifactor, multifactorClaims } from "../platform/multifactor.ts"
import { hasPrincipal } from "../platform/resources.ts"
import type { Tenant } from "../platform/Tenant.ts"
import type { World } from "../platform/World.ts"
import { type RequestedScope, isIdentityOnly, requestedResource } from "./audience.ts"
import { authenticateClient, clientOf } from "./authenticateClient.ts"
import { authorizationCodesOf } from "./AuthorizationCodes.ts"
import { checkConditionalAccess } from "./conditionalAccess.ts"
import { deviceSignInsOf } from "./DeviceSignIns.ts"
import { EntraError } from "./entraError.ts"
import { applicationToken, idToken, lifetimeSeconds, userToken } from "./tokens.ts"

/** A token endpoint's answer; the fields after the dots only where a user is involved. */
export interface TokenAnswer {
  readonly token_type: "Bearer"
  readonly expires_in: number
  readonly ext_expires_in: number
  readonly access_token: string
  readonly scope?: string
  readonly refresh_token?: string
  readonly id_token?: string
  readonly client_info?: string
}

interface Person {
  readonly user: DirectoryUser
  readonly multifactor: boolean
}

const onBehalfOf = "urn:ietf:params:oauth:grant-type:jwt-bearer"
/** MSAL says the short one. */
const deviceCode = ["device_code", "urn:ietf:params:oauth:grant-type:device_code"]
const grants = new Set(["authorization_code", "client_credentials", onBehalfOf, "refresh_token", ...deviceCode])

/**
 * `POST /{tenant}/oauth2/v2.0/token`: client_credentials, on-behalf-of, authorization_code, device_code and
 * refresh_token. Throws EntraError.
 */
export const answerTokenRequest = async (world: World, tenant: Tenant, form: URLSearchParams): Promise<TokenAnswer> => {
  const endpoints = [tenant.id, tenant.state.domain].map((name) => `${world.base}/${name}/oauth2/v2.0/token`)
  const grant = form.get("grant_type") ?? ""
  if (!grants.has(grant)) {
    throw new EntraError(
      400,
      "unsupported_grant_type",
      70003,
      `The app requested an unsupported grant type '${grant}'.`
    )
  }
  const client = clientOf(tenant, form)
  const isDevice = deviceCode.includes(grant)
  // Until someone signs in, a device isn't refused because of its client.
  const device = isDevice
    ? deviceSignInsOf(tenant).redeem(form.get("device_code") ?? "", client.appId, world.clock.now())
    : undefined
  await authenticateClient(world, client, form, endpoints, isDevice || grant === "refresh_token")
  if (grant === "authorization_code") return answerCodeGrant(world, tenant, client, form)
  // The scopes of the device's first request (RFC 8628, 3.4), whatever the token request repeats.
  if (device !== undefined) {
    return answerUserGrant(world, tenant, client, personOf(tenant, device.user, device.multifactor), device.scope)
  }
  const refresh = grant === "refresh_token" ? await readRefreshToken(world, tenant, client, form) : undefined
  // A refresh without a scope keeps the scopes of the sign-in (RFC 6749, 6).
  const scope = form.get("scope") ?? refresh?.scope ?? ""
  if (refresh !== undefined) {
    return answerUserGrant(world, tenant, client, refresh.person, scope)
  }
  const { requested, audience } = requestedResource(world, tenant, scope)
  if (!hasPrincipal(tenant, client)) {
    throw new EntraError(
      401,
      "invalid_client",
      7000229,
      `The client application '${client.appId}' is missing service principal in the tenant '${tenant.id}'.`
    )
  }
  if (grant === "client_credentials") {
    if (requested.scopes.length > 0) {
      throw new EntraError(
        400,
        "invalid_scope",
        1002012,
        `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.`
      )
    }
    const { tokenSeconds: expiresIn } = tenant.state.behavior
    const token = await applicationToken(world, tenant, client, { audience, expiresIn })
    return { ...commonFields, expires_in: expiresIn, ext_expires_in: expiresIn, access_token: token }
  }
  return answerUserGrant(world, tenant, client, await personOfAssertion(world, tenant, client, form), scope)
}

/** For a browser sign-in; the scopes are those of the authorization request (RFC 6749, 4.1.3). */
const answerCodeGrant = async (
  world: World,
  tenant: Tenant,
  client: Application,
  form: URLSearchParams
): Promise<TokenAnswer> => {
  const { user, multifactor, scope, nonce } = authorizationCodesOf(tenant).redeem(form, client.appId, world.clock.now())
  return answerUserGrant(world, tenant, client, personOf(tenant, user, multifactor), scope, nonce)
}

const commonFields = { token_type: "Bearer", expires_in: lifetimeSeconds, ext_expires_in: lifetimeSeconds } as const

const answerUserGrant = async (
  world: World,
  tenant: Tenant,
  client: Application,
  { user, multifactor }: Person,
  scope: string,
  nonce?: string
): Promise<TokenAnswer> => {
  const claims = multifactor ? multifactorClaims : {}
  const { audience, resource, scopes } = grantOf(world, tenant, client, scope)
  return {
    ...commonFields,
    access_token: await userToken(world, tenant, user, client.appId, scopes, { audience, claims }),
    scope: scopes.map((name) => (resource === undefined ? name : `${resource}/${name}`)).join(" "),
    ...(scope.includes("offline_access")
      ? {
          refresh_token: await userToken(world, tenant, user, client.appId, ["refresh"], {
            audience: refreshAudience(client),
            expiresIn: 86_400,
            claims: { ...claims, scope }
          })
        }
      : {}),
    ...(scope.includes("openid") ? { id_token: await idToken(world, tenant, user, client.appId, nonce) } : {}),
    client_info: Buffer.from(JSON.stringify({ uid: user.id, utid: tenant.id })).toString("base64url")
  }
}

const grantOf = (world: World, tenant: Tenant, client: Application, scope: string) => {
  if (isIdentityOnly(scope)) {
    return { audience: graphAudience, resource: undefined, scopes: scope.split(/\s+/).filter((word) => word !== "") }
  }
  const { requested, audience } = requestedResource(world, tenant, scope)
  return { audience, resource: requested.resource, scopes: grantedScopes(tenant, client, audience, requested) }
}

const refreshAudience = (client: Application): string => `refresh:${client.appId}`

/** Scopes that an API gives a client without consent (`api.preAuthorizedApplications`). */
const preAuthorizedScopes = (tenant: Tenant, client: Application, audience: string): ReadonlyArray<string> => {
  const api = tenant.state.applications.find(({ appId }) => appId === audience)?.registration?.written["api"]
  const listOf = (name: string) => {
    const list = isObject(api) ? api[name] : undefined
    return Array.isArray(list) ? list.filter(isObject) : []
  }
  const given = listOf("preAuthorizedApplications").find(({ appId }) => appId === client.appId)?.[
    "delegatedPermissionIds"
  ]
  return listOf("oauth2PermissionScopes").flatMap(({ id, value }) =>
    Array.isArray(given) && given.includes(id) && typeof value === "string" ? [value] : []
  )
}

const grantedScopes = (
  tenant: Tenant,
  client: Application,
  audience: string,
  requested: RequestedScope
): ReadonlyArray<string> => {
  const granted = [...(client.scopes[audience] ?? []), ...preAuthorizedScopes(tenant, client, audience)]
  const scopes = requested.scopes.length > 0 ? requested.scopes : granted
  if (scopes.length === 0 || scopes.some((name) => !granted.includes(name))) {
    throw new EntraError(
      400,
      "invalid_grant",
      65001,
      `The user or administrator has not consented to use the application with ID '${client.appId}' named '${client.displayName}'.`
    )
  }
  return scopes
}

const personOfAssertion = async (
  world: World,
  tenant: Tenant,
  client: Application,
  form: URLSearchParams
): Promise<Person> => {
  if (form.get("requested_token_use") !== "on_behalf_of") {
    throw new EntraError(
      400,
      "invalid_request",
      900144,
      "The request body must contain the following parameter: 'requested_token_use'."
    )
  }
  const assertion = form.get("assertion") ?? undefined
  const verified = await verifyToken(world, assertion, client.appId)
  if (!verified.ok) {
    if (verified.why === "missing") {
      throw new EntraError(
        400,
        "invalid_request",
        900144,
        "The request body must contain the following parameter: 'assertion'."
      )
    }
    if (verified.why === "audience") {
      throw new EntraError(
        400,
        "invalid_grant",
        500131,
        "Assertion audience does not match the Client app presenting the assertion."
      )
    }
    if (verified.why === "expired") {
      throw new EntraError(400, "invalid_grant", 500133, "Assertion is not within its valid time range.")
    }
    throw new EntraError(400, "invalid_grant", 50013, "Assertion failed signature validation.")
  }
  const person = personOf(tenant, objectIdOf(verified, tenant), isMultifactor(verified.claims))
  checkConditionalAccess(tenant, verified.claims)
  return person
}

/** Who a refresh token is for, and the scopes that it was issued with. */
const readRefreshToken = async (
  world: World,
  tenant: Tenant,
  client: Application,
  form: URLSearchParams
): Promise<{ readonly person: Person; readonly scope: string }> => {
  const verified = await verifyToken(world, form.get("refresh_token") ?? undefined, refreshAudience(client))
  if (!verified.ok)
    throw new EntraError(400, "invalid_grant", 70008, "The provided refresh token has expired or is invalid.")
  const scope: unknown = verified.claims["scope"]
  return {
    person: personOf(tenant, objectIdOf(verified, tenant), isMultifactor(verified.claims)),
    scope: typeof scope === "string" ? scope : ""
  }
}

/** The object id in a person's token of this tenant. */
const objectIdOf = ({ claims, tenant }: Verified & { readonly ok: true }, expected: Tenant): string | undefined =>
  tenant === expected && typeof claims["scp"] === "string" ? String(claims["oid"]) : undefined

/** Throws an EntraError unless there is such a user, whose account is enabled. */
const personOf = (tenant: Tenant, objectId: string | undefined, multifactor: boolean): Person => {
  const user = objectId === undefined ? undefined : tenant.state.users[objectId]
  if (!user) {
    throw new EntraError(400, "invalid_grant", 50013, "Assertion contains no user of this directory.")
  }
  if (!user.accountEnabled) throw new EntraError(400, "invalid_grant", 50057, "The user account is disabled.")
  return { user, multifactor }
}
