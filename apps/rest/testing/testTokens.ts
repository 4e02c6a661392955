import { defined } from "@incident-teams/domain/defined"
import { createLocalJWKSet, exportJWK, generateKeyPair, type JWTHeaderParameters, type JWTPayload, SignJWT } from "jose"
import * as EntraTokens from "../src/authentication/EntraTokens.ts"
import { applications, audience, sample, type SampleApplication, type SampleCaller, tenant } from "./sampleCallers.ts"

export const authority = "https://login.test"
export const issuer = `${authority}/${tenant}/v2.0`

export interface Minting {
  readonly claims?: JWTPayload
  /** Seconds from now; undefined: for ever. */
  readonly lifetime?: number | undefined
  readonly header?: JWTHeaderParameters
  readonly key?: CryptoKey
  readonly kid?: string | undefined
}

const pair = await generateKeyPair("RS256", { extractable: true })
export const publicKey = { ...(await exportJWK(pair.publicKey)), kid: "test-key", use: "sig", alg: "RS256" }
const keys = createLocalJWKSet({ keys: [publicKey] })

/** The real verification, with a key of the test's in place of those that Entra publishes. */
export const verifier = EntraTokens.make({ tenant, audience, scope: "access_as_user", authority, keys })

const sign = (claims: JWTPayload, { key = pair.privateKey, ...more }: Minting) => {
  const kid = "kid" in more ? more.kid : "test-key"
  const lifetime = "lifetime" in more ? more.lifetime : 3_600
  const now = Math.floor(Date.now() / 1_000)
  const payload = {
    iss: issuer,
    aud: audience,
    tid: tenant,
    ver: "2.0",
    nbf: now - 10,
    ...(lifetime === undefined ? {} : { exp: now + lifetime }),
    ...claims,
    ...more.claims
  }
  return new SignJWT(payload)
    .setProtectedHeader({ alg: "RS256", typ: "JWT", ...defined({ kid }), ...more.header })
    .sign(key)
}

export const tokenOf = (who: SampleCaller, minting: Minting = {}): Promise<string> =>
  sign(
    {
      oid: sample[who].id,
      sub: `pairwise-${who}`,
      azp: applications.playbook.id,
      name: sample[who].name,
      scp: "access_as_user"
    },
    minting
  )

export const applicationToken = (who: SampleApplication, minting: Minting = {}): Promise<string> => {
  const { id, name, roles } = applications[who]
  // Entra leaves the claim out where nothing was granted.
  return sign(
    { oid: id, sub: id, azp: id, idtyp: "app", app_displayname: name, ...(roles.length === 0 ? {} : { roles }) },
    minting
  )
}

/** Who may be asked as. */
export type TestCaller = SampleCaller | SampleApplication

export const isApplication = (who: TestCaller): who is SampleApplication => who in applications

/** An Authorization header. */
export const bearerOf = async (who: TestCaller, minting: Minting = {}): Promise<string> =>
  `Bearer ${await (isApplication(who) ? applicationToken(who, minting) : tokenOf(who, minting))}`
