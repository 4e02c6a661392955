import { randomUUID } from "node:crypto"
import { compactVerify, decodeJwt, errors, type JWTPayload, SignJWT } from "jose"
import type { Application, DirectoryUser } from "../Directory.ts"
import type { Tenant } from "../Tenant.ts"
import type { World } from "../World.ts"
import type { SigningKey } from "./SigningKey.ts"

/** MSAL renews 5 minutes before the end: anything below 300 s would send every getToken to the network. */
export const lifetimeSeconds = 3_599

export const issuerOf = (world: World, tenantId: string): string => `${world.base}/${tenantId}/v2.0`

export interface Minting {
  readonly audience: string
  /** Default {@link lifetimeSeconds}; negative: already expired. */
  readonly expiresIn?: number
  /** Written over the usual claims, for tests. */
  readonly claims?: Readonly<Record<string, unknown>>
  /** Instead of the published key, for tests. */
  readonly signedBy?: SigningKey
}

const sign = (world: World, tenant: Tenant, minting: Minting, claims: JWTPayload): Promise<string> => {
  const now = Math.floor(world.clock.now() / 1_000)
  const expiry = now + (minting.expiresIn ?? lifetimeSeconds)
  const begin = Math.min(now, expiry - lifetimeSeconds)
  const payload: JWTPayload = {
    aud: minting.audience,
    iss: issuerOf(world, tenant.id),
    iat: begin,
    nbf: begin,
    exp: expiry,
    tid: tenant.id,
    uti: randomUUID(),
    ver: "2.0",
    ...claims,
    ...minting.claims
  }
  const { kid, privateKey } = minting.signedBy ?? world.signingKey
  return new SignJWT(payload).setProtectedHeader({ typ: "JWT", alg: "RS256", kid }).sign(privateKey)
}

/** An app-only token: application permissions or app roles in `roles`, no `scp`. */
export const applicationToken = (
  world: World,
  tenant: Tenant,
  application: Application,
  minting: Minting
): Promise<string> => {
  const roles = application.roles[minting.audience] ?? []
  return sign(world, tenant, minting, {
    azp: application.appId,
    appid: application.appId,
    app_displayname: application.displayName,
    idtyp: "app",
    oid: application.objectId,
    sub: application.objectId,
    ...(roles.length > 0 ? { roles } : {})
  })
}

/** A token of a signed-in user, with its scopes in `scp`. */
export const userToken = (
  world: World,
  tenant: Tenant,
  user: DirectoryUser,
  clientId: string,
  scopes: ReadonlyArray<string>,
  minting: Minting
): Promise<string> =>
  sign(world, tenant, minting, {
    azp: clientId,
    appid: clientId,
    idtyp: "user",
    oid: user.id,
    sub: user.id,
    scp: scopes.join(" "),
    name: user.displayName,
    preferred_username: user.userPrincipalName,
    upn: user.userPrincipalName,
    ...(user.mail === null ? {} : { email: user.mail })
  })

/** What tells a client who signed in; no access token: it has neither a client nor scopes. */
export const idToken = (
  world: World,
  tenant: Tenant,
  user: DirectoryUser,
  clientId: string,
  nonce: string | undefined
): Promise<string> =>
  sign(
    world,
    tenant,
    { audience: clientId },
    {
      oid: user.id,
      sub: user.id,
      name: user.displayName,
      preferred_username: user.userPrincipalName,
      ...(nonce === undefined ? {} : { nonce })
    }
  )

export type Verified =
  | { readonly ok: true; readonly claims: JWTPayload; readonly tenant: Tenant }
  | { readonly ok: false; readonly why: "missing" | "malformed" | "signature" | "audience" | "expired" | "issuer" }

const known = new WeakMap<World, Map<string, JWTPayload>>()

/** Everything but time, which is judged per use: a token outlives its place in the cache. */
const verifiedClaims = async (world: World, token: string): Promise<JWTPayload> => {
  const cache = known.get(world) ?? new Map<string, JWTPayload>()
  known.set(world, cache)
  const cached = cache.get(token)
  if (cached) return cached
  await compactVerify(token, world.signingKey.publicKey, { algorithms: ["RS256"] })
  const claims = decodeJwt(token)
  if (cache.size > 5_000) cache.clear()
  cache.set(token, claims)
  return claims
}

/** Signature, issuer, audience and time of a token; its tenant is the one in `tid`. */
export const verifyToken = async (world: World, token: string | undefined, audience: string): Promise<Verified> => {
  if (token === undefined || token === "") return { ok: false, why: "missing" }
  let claims: JWTPayload
  try {
    claims = await verifiedClaims(world, token)
  } catch (error) {
    return { ok: false, why: error instanceof errors.JWSSignatureVerificationFailed ? "signature" : "malformed" }
  }
  const tenant = typeof claims["tid"] === "string" ? world.tenants.get(claims["tid"]) : undefined
  if (!tenant || claims.iss !== issuerOf(world, tenant.id)) return { ok: false, why: "issuer" }
  if (claims.aud !== audience) return { ok: false, why: "audience" }
  const skewSeconds = 5
  const now = world.clock.now() / 1_000
  if ((claims.exp ?? 0) < now - skewSeconds || (claims.nbf ?? 0) > now + skewSeconds)
    return { ok: false, why: "expired" }
  return { ok: true, claims, tenant }
}

/** The bearer token of a request; undefined when it has none. */
export const bearerOf = (request: Request): string | undefined =>
  /^bearer\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1]
