import { createHash, randomUUID } from "node:crypto"
import { type JWTPayload, SignJWT } from "jose"
import { isOfVersion1, issuerOf, version1IssuerOf } from "../platform/bearerToken.ts"
import type { Application, DirectoryUser } from "../platform/Directory.ts"
import type { SigningKey } from "../platform/SigningKey.ts"
import type { Tenant } from "../platform/Tenant.ts"
import type { World } from "../platform/World.ts"

/** MSAL renews 5 minutes before the end: anything below 300 s would send every getToken to the network. */
export const lifetimeSeconds = 3_599

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
  const first = isOfVersion1(minting.audience)
  const payload: JWTPayload = {
    aud: minting.audience,
    iss: first ? version1IssuerOf(tenant.id) : issuerOf(world, tenant.id),
    iat: begin,
    nbf: begin,
    exp: expiry,
    tid: tenant.id,
    uti: randomUUID(),
    ver: first ? "1.0" : "2.0",
    ...claims,
    ...minting.claims
  }
  const { kid, privateKey } = minting.signedBy ?? world.signingKey
  return new SignJWT(payload).setProtectedHeader({ typ: "JWT", alg: "RS256", kid }).sign(privateKey)
}

/** The client: `appid` in tokens of version 1, `azp` in those of version 2. */
const clientClaim = (audience: string, clientId: string) =>
  isOfVersion1(audience) ? { appid: clientId } : { azp: clientId }

/** A person's subject is another one at each application, and never the object id. */
const subjectOf = (user: DirectoryUser, audience: string): string =>
  createHash("sha256").update(`${audience} ${user.id}`).digest("base64url")

/** An app-only token: application permissions or app roles in `roles`, no `scp`. */
export const applicationToken = (
  world: World,
  tenant: Tenant,
  application: Application,
  minting: Minting
): Promise<string> => {
  const roles = application.roles[minting.audience] ?? []
  return sign(world, tenant, minting, {
    ...clientClaim(minting.audience, application.appId),
    app_displayname: application.displayName,
    // An optional claim, which the app registration asks for.
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
    ...clientClaim(minting.audience, clientId),
    oid: user.id,
    sub: subjectOf(user, minting.audience),
    scp: scopes.join(" "),
    name: user.displayName,
    ...(isOfVersion1(minting.audience)
      ? { upn: user.userPrincipalName }
      : { preferred_username: user.userPrincipalName })
  })

/** Creates an id token, which shows a client who signed in. It isn't an access token: it has no scopes. */
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
      sub: subjectOf(user, clientId),
      name: user.displayName,
      preferred_username: user.userPrincipalName,
      ...(nonce === undefined ? {} : { nonce })
    }
  )
