import { calculateJwkThumbprint, type CryptoKey, exportJWK, generateKeyPair, importJWK, type JWK } from "jose"

/** Entra's token signing key, RS256 as there. Its `kid` is the key's thumbprint, so another key never passes for it. */
export interface SigningKey {
  readonly kid: string
  readonly privateKey: CryptoKey
  readonly publicKey: CryptoKey
  /** As the keys endpoint shows it. */
  readonly published: JWK
  /** For the state file. */
  readonly secret: JWK
}

const importKey = async (jwk: JWK): Promise<CryptoKey> => {
  const key = await importJWK(jwk, "RS256")
  if (key instanceof Uint8Array) throw new Error("The signing key isn't an RSA key.")
  return key
}

export const signingKeyFrom = async (secret: JWK): Promise<SigningKey> => {
  const { kty, n, e } = secret
  if (kty === undefined || n === undefined || e === undefined) throw new Error("The signing key isn't an RSA key.")
  const kid = await calculateJwkThumbprint({ kty, n, e })
  return {
    kid,
    privateKey: await importKey(secret),
    publicKey: await importKey({ kty, n, e }),
    published: { kty, use: "sig", kid, n, e },
    secret
  }
}

export const makeSigningKey = async (): Promise<SigningKey> => {
  const { privateKey } = await generateKeyPair("RS256", { extractable: true })
  return signingKeyFrom(await exportJWK(privateKey))
}
