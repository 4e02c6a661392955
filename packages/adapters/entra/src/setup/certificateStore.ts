import { createHash, randomBytes, X509Certificate } from "node:crypto"
import { rename, rm, writeFile } from "node:fs/promises"
import { Effect } from "effect"
import { SetupFailed } from "./Administrator.ts"
import type { FoundCertificate, FoundCertificateFile } from "./Found.ts"
import { contentOf } from "./ownFile.ts"
import { guidOf, madeBySetup } from "./wellKnown.ts"

const failed = (path: string) => (cause: unknown) =>
  new SetupFailed({
    reason: `The certificate file ${path} can't be read or written.`,
    remedy: "Check the folder's permissions and that it is a PEM file, or choose another certificateFile.",
    cause
  })

const nextTo = (path: string): string => `${path}.next`

/** Milliseconds that a certificate is valid. */
const lifetime = 365 * 86_400_000

const certificateIn = (pem: string): FoundCertificate => {
  const { raw, subject, validFromDate, validToDate } = new X509Certificate(pem)
  return {
    keyId: guidOf(`certificate/${createHash("sha256").update(raw).digest("hex")}`),
    certificate: raw.toString("base64"),
    startsAt: validFromDate.getTime(),
    endsAt: validToDate.getTime(),
    isOurs: subject === `CN=${madeBySetup}`
  }
}

const certificateAt = async (path: string): Promise<FoundCertificate | undefined> => {
  const pem = await contentOf(path)
  return pem === undefined ? undefined : certificateIn(pem.toString("utf8"))
}

export const findCertificateFile = (path: string) =>
  Effect.tryPromise({
    try: async (): Promise<FoundCertificateFile> => {
      const current = await certificateAt(path)
      const next = await certificateAt(nextTo(path))
      return { path, ...(current === undefined ? {} : { current }), ...(next === undefined ? {} : { next }) }
    },
    catch: failed(path)
  })

const algorithm = {
  name: "RSASSA-PKCS1-v1_5",
  hash: "SHA-256",
  publicExponent: new Uint8Array([1, 0, 1]),
  // Entra ID takes RSA keys only.
  modulusLength: 2_048
}

/** Makes a key and its certificate beside the file, readable for its owner alone. `now`: milliseconds since the epoch. */
export const makeCertificate = (path: string, now: number) =>
  Effect.tryPromise({
    try: async () => {
      await import("reflect-metadata")
      const { PemConverter, X509CertificateGenerator } = await import("@peculiar/x509")
      const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])
      const certificate = await X509CertificateGenerator.createSelfSigned({
        name: `CN=${madeBySetup}`,
        // Positive, as RFC 5280 demands.
        serialNumber: `01${randomBytes(15).toString("hex")}`,
        notBefore: new Date(now),
        notAfter: new Date(now + lifetime),
        signingAlgorithm: algorithm,
        keys
      })
      const key = PemConverter.encode(await crypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY")
      const pem = `${certificate.toString("pem")}\n${key}\n`
      await rm(nextTo(path), { force: true })
      await writeFile(nextTo(path), pem, { mode: 0o600, flag: "wx", flush: true })
      return certificateIn(pem)
    },
    catch: failed(path)
  })

/** The server reads it from now on. */
export const adoptCertificate = (path: string) =>
  Effect.tryPromise({
    try: () => rename(nextTo(path), path),
    catch: failed(path)
  })

export const removeCertificate = (path: string) =>
  Effect.tryPromise({
    try: async () => {
      for (const file of [path, nextTo(path)]) {
        // Someone else may have put theirs in its place.
        if ((await certificateAt(file))?.isOurs === true) await rm(file, { force: true })
      }
    },
    catch: failed(path)
  })
