import { createHmac, timingSafeEqual } from "node:crypto"
import { decodeJwt } from "jose"
import { cosmosAudience, verifyToken } from "../../platform/bearerToken.ts"
import { transitiveGroupIds } from "../../platform/membership.ts"
import type { Tenant } from "../../platform/Tenant.ts"
import type { World } from "../../platform/World.ts"
import { CosmosFailure, unauthorized } from "../CosmosFailure.ts"

/** A parsed Authorization header: `type=master&ver=1.0&sig=…` or `type=aad&ver=1.0&sig=…`, unescaped. */
interface Authorization {
  readonly type: string
  readonly signature: string
}

/** Reads the header; undefined when missing or malformed. Key signatures are URL-encoded, bearer tokens needn't be. */
const authorizationOf = (request: Request): Authorization | undefined => {
  const header = request.headers.get("authorization") ?? ""
  let text: string
  try {
    text = header.startsWith("type=") ? header : decodeURIComponent(header)
  } catch {
    return undefined
  }
  const match = /^type=([a-z]+)&ver=1\.0&sig=(.+)$/.exec(text)
  return match?.[1] === undefined || match[2] === undefined ? undefined : { type: match[1], signature: match[2] }
}

/** Unescapes a segment; returns it unchanged when it isn't properly escaped. */
const unescapeSegment = (segment: string): string => {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}

/** Type and link of what a path names, as the signature covers them: `docs` and `dbs/a/colls/b/docs/c`. */
const signedResource = (path: string): { readonly type: string; readonly link: string } => {
  const segments = path.split("/").filter(Boolean).map(unescapeSegment)
  // A list is named by its owner's link: GET /dbs/a/colls signs `colls` and `dbs/a`.
  const isList = segments.length % 2 === 1
  return {
    type: segments.at(isList ? -1 : -2) ?? "",
    link: segments.slice(0, isList ? -1 : undefined).join("/")
  }
}

/** The text that a key signs: "Access control on Azure Cosmos DB resources". */
const stringToSign = (request: Request): string => {
  const { type, link } = signedResource(new URL(request.url).pathname)
  const date = request.headers.get("x-ms-date") ?? ""
  const plain = request.headers.get("date") ?? ""
  return `${request.method.toLowerCase()}\n${type.toLowerCase()}\n${link}\n${date.toLowerCase()}\n${date === "" ? plain.toLowerCase() : ""}\n`
}

/** True when `signature` is the key's signature of `text`. */
const isSignedBy = (key: string, text: string, signature: string): boolean => {
  const expected = createHmac("sha256", Buffer.from(key, "base64")).update(text).digest()
  const given = Buffer.from(signature, "base64")
  return given.length === expected.length && timingSafeEqual(given, expected)
}

/** The caller of an account and the tenant that owns it: both come from the authorization, as the address is shared. */
export type CosmosCaller =
  | { readonly kind: "key"; readonly tenant: Tenant }
  | {
      readonly kind: "principal"
      readonly tenant: Tenant
      readonly objectId: string
      /** The groups that hold the principal, nested ones included. */
      readonly groupIds: () => ReadonlyArray<string>
    }

/**
 * Returns the tenant of a request's account. All accounts share the simulator's address, so the tenant is the one whose key
 * signed the request, or the one that the bearer token names; the token is only read here, not verified.
 */
export const accountHolder = (world: World, request: Request): Tenant | undefined => {
  const authorization = authorizationOf(request)
  if (authorization?.type === "aad") return tenantOfToken(world, authorization.signature)
  return authorization?.type === "master" ? tenantOfKey(world, request, authorization) : undefined
}

const tenantOfToken = (world: World, token: string): Tenant | undefined => {
  try {
    const { tid } = decodeJwt(token)
    return typeof tid === "string" ? world.tenants.get(tid) : undefined
  } catch {
    return undefined
  }
}

/** Tenants whose keys signed recently, latest first: trying hundreds of keys would take a millisecond. */
const recent = new WeakMap<World, ReadonlyArray<Tenant>>()
const maximumRecent = 8

const tenantOfKey = (world: World, request: Request, { signature }: Authorization): Tenant | undefined => {
  const text = stringToSign(request)
  const known = recent.get(world) ?? []
  const lately = known.filter((tenant) => world.tenants.get(tenant.id) === tenant)
  const isSigner = ({ state }: Tenant): boolean => isSignedBy(state.cosmos.primaryKey, text, signature)
  const signer = lately.find(isSigner) ?? [...world.tenants.values()].find(isSigner)
  if (signer && signer !== known[0]) {
    recent.set(world, [signer, ...lately.filter((tenant) => tenant !== signer)].slice(0, maximumRecent))
  }
  return signer
}

/** How old a signature may be, by the system's clock: tests move the simulator's clock, but not the caller's. */
const validMillis = 15 * 60_000

/** Returns the caller of a request; throws the service's 401 or 403. */
export const identify = async (world: World, request: Request, holder: Tenant | undefined): Promise<CosmosCaller> => {
  const authorization = authorizationOf(request)
  if (authorization === undefined) {
    throw unauthorized("Required Header authorization is missing. Ensure a valid Authorization token is passed.")
  }
  if (authorization.type === "aad") return principalOf(world, authorization.signature)
  if (holder === undefined) {
    throw unauthorized(
      "The input authorization token can't serve the request. The wrong key is being used or the expected payload is not built as per the protocol. " +
        `For more info: https://aka.ms/cosmosdb-tsg-unauthorized. Server used the following payload to sign: '${stringToSign(request)}'`
    )
  }
  const date = Date.parse(request.headers.get("x-ms-date") ?? request.headers.get("date") ?? "")
  if (!(Math.abs(Date.now() - date) < validMillis)) {
    throw new CosmosFailure(
      403,
      "Forbidden",
      "The authorization token is not valid at the current time. Please create another token and retry."
    )
  }
  if (holder.state.cosmos.behavior.disableLocalAuth) {
    throw unauthorized("Local Authorization is disabled. Use an AAD token to authorize all requests.", 5202)
  }
  return { kind: "key", tenant: holder }
}

const principalOf = async (world: World, token: string): Promise<CosmosCaller> => {
  let verified = await verifyToken(world, token, world.base)
  if (!verified.ok && verified.why === "audience") verified = await verifyToken(world, token, cosmosAudience)
  if (!verified.ok) {
    throw unauthorized(`The provided AAD token is not valid for this account: ${verified.why}.`)
  }
  const { tenant, claims } = verified
  const objectId = String(claims["oid"])
  return { kind: "principal", tenant, objectId, groupIds: () => transitiveGroupIds(tenant, objectId) }
}
