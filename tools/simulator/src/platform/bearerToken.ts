import { compactVerify, decodeJwt, errors, type JWTPayload } from "jose"
import type { Tenant } from "./Tenant.ts"
import type { World } from "./World.ts"

export const graphAudience = "https://graph.microsoft.com"
export const armAudience = "https://management.azure.com"
/** Audience for all Cosmos DB accounts; a token for one account has the account's address. */
export const cosmosAudience = "https://cosmos.azure.com"

/** Of tokens that prove an application to Entra ID itself (workload identity federation). */
export const exchangeAudience = "api://AzureADTokenExchange"

/** Of tokens of version 2, which applications get for themselves. */
export const issuerOf = (world: World, tenantId: string): string => `${world.base}/${tenantId}/v2.0`

/** Microsoft's own services are issued tokens of version 1, by an issuer of their own. */
export const isOfVersion1 = (audience: string): boolean =>
  audience === graphAudience || audience === armAudience || audience === cosmosAudience

export const version1IssuerOf = (tenantId: string): string => `https://sts.windows.net/${tenantId}/`

export type Verified =
  | { readonly ok: true; readonly claims: JWTPayload; readonly tenant: Tenant }
  | { readonly ok: false; readonly why: "missing" | "malformed" | "signature" | "audience" | "expired" | "issuer" }

const known = new WeakMap<World, Map<string, JWTPayload>>()

/** Verifies all but the time, which is checked at each use because a cached token may expire. */
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

/** Verifies signature, issuer, audience and time of a token; its tenant is the one in `tid`. */
export const verifyToken = async (world: World, token: string | undefined, audience: string): Promise<Verified> => {
  if (token === undefined || token === "") return { ok: false, why: "missing" }
  let claims: JWTPayload
  try {
    claims = await verifiedClaims(world, token)
  } catch (error) {
    return { ok: false, why: error instanceof errors.JWSSignatureVerificationFailed ? "signature" : "malformed" }
  }
  const tenant = typeof claims["tid"] === "string" ? world.tenants.get(claims["tid"]) : undefined
  const issuer = tenant && (claims["ver"] === "1.0" ? version1IssuerOf(tenant.id) : issuerOf(world, tenant.id))
  if (!tenant || claims.iss !== issuer) return { ok: false, why: "issuer" }
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
