import type { Application, DirectoryUser } from "../Directory.ts"
import type { Tenant } from "../Tenant.ts"
import type { World } from "../World.ts"
import { type Asked, askedBy, audienceOf } from "./audience.ts"
import { authenticateClient } from "./authenticateClient.ts"
import { EntraError } from "./entraError.ts"
import { applicationToken, lifetimeSeconds, userToken, verifyToken } from "./tokens.ts"

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

const onBehalfOf = "urn:ietf:params:oauth:grant-type:jwt-bearer"

/** `POST /{tenant}/oauth2/v2.0/token`: client_credentials, on-behalf-of and refresh_token. Throws EntraError. */
export const answerTokenRequest = async (world: World, tenant: Tenant, form: URLSearchParams): Promise<TokenAnswer> => {
  const endpoints = [tenant.id, tenant.state.domain].map((name) => `${world.base}/${name}/oauth2/v2.0/token`)
  const grant = form.get("grant_type")
  if (grant !== "client_credentials" && grant !== onBehalfOf && grant !== "refresh_token") {
    throw new EntraError(
      400,
      "unsupported_grant_type",
      70003,
      `The app requested an unsupported grant type '${grant}'.`
    )
  }
  const client = await authenticateClient(tenant, form, endpoints)
  const scope = form.get("scope") ?? ""
  const asked = askedBy(scope)
  const audience = asked && audienceOf(tenant, asked.resource)
  if (!asked || !audience) {
    throw asked
      ? new EntraError(
          400,
          "invalid_resource",
          500011,
          `The resource principal named ${asked.resource} was not found in the tenant.`
        )
      : new EntraError(
          400,
          "invalid_scope",
          70011,
          `The provided value for the input parameter 'scope' is not valid: '${scope}'.`
        )
  }
  const usual = { token_type: "Bearer", expires_in: lifetimeSeconds, ext_expires_in: lifetimeSeconds } as const
  if (grant === "client_credentials") {
    if (asked.scopes.length > 0) {
      throw new EntraError(
        400,
        "invalid_scope",
        1002012,
        `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.`
      )
    }
    return { ...usual, access_token: await applicationToken(world, tenant, client, { audience }) }
  }
  const user =
    grant === onBehalfOf
      ? await assertedUser(world, tenant, client, form)
      : await refreshedUser(world, tenant, client, form)
  const scopes = grantedScopes(client, audience, asked)
  const minting = (to: string) => ({ audience: to })
  return {
    ...usual,
    access_token: await userToken(world, tenant, user, client.appId, scopes, minting(audience)),
    scope: scopes.map((name) => `${asked.resource}/${name}`).join(" "),
    ...(scope.includes("offline_access")
      ? {
          refresh_token: await userToken(world, tenant, user, client.appId, ["refresh"], {
            audience: refreshAudience(client),
            expiresIn: 86_400
          })
        }
      : {}),
    ...(scope.includes("openid")
      ? { id_token: await userToken(world, tenant, user, client.appId, [], minting(client.appId)) }
      : {}),
    client_info: Buffer.from(JSON.stringify({ uid: user.id, utid: tenant.id })).toString("base64url")
  }
}

const refreshAudience = (client: Application): string => `refresh:${client.appId}`

const grantedScopes = (client: Application, audience: string, asked: Asked): ReadonlyArray<string> => {
  const granted = client.scopes[audience] ?? []
  const wanted = asked.scopes.length > 0 ? asked.scopes : granted
  if (wanted.length === 0 || wanted.some((name) => !granted.includes(name))) {
    throw new EntraError(
      400,
      "invalid_grant",
      65001,
      `The user or administrator has not consented to use the application with ID '${client.appId}' named '${client.displayName}'.`
    )
  }
  return wanted
}

const assertedUser = async (
  world: World,
  tenant: Tenant,
  client: Application,
  form: URLSearchParams
): Promise<DirectoryUser> => {
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
  return liveUser(tenant, verified.tenant === tenant ? verified.claims["oid"] : undefined, verified.claims["scp"])
}

const refreshedUser = async (
  world: World,
  tenant: Tenant,
  client: Application,
  form: URLSearchParams
): Promise<DirectoryUser> => {
  const verified = await verifyToken(world, form.get("refresh_token") ?? undefined, refreshAudience(client))
  if (!verified.ok)
    throw new EntraError(400, "invalid_grant", 70008, "The provided refresh token has expired or is invalid.")
  return liveUser(tenant, verified.tenant === tenant ? verified.claims["oid"] : undefined, verified.claims["scp"])
}

const liveUser = (tenant: Tenant, objectId: unknown, scopes: unknown): DirectoryUser => {
  const user = typeof objectId === "string" ? tenant.state.users[objectId] : undefined
  if (!user || typeof scopes !== "string") {
    throw new EntraError(400, "invalid_grant", 50013, "Assertion contains no user of this directory.")
  }
  if (!user.accountEnabled) throw new EntraError(400, "invalid_grant", 50057, "The user account is disabled.")
  return user
}
