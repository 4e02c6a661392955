import "reflect-metadata"
import * as x509 from "@peculiar/x509"

export type KeyKind = "rsa" | "ec"

const algorithms = {
  rsa: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256", publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2_048 },
  ec: { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" }
} as const

/** A private key and its certificate, new each time, as one PEM text. */
export const pemWith = async (kind: KeyKind): Promise<string> => {
  const keys = await crypto.subtle.generateKey(algorithms[kind], true, ["sign", "verify"])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name: "CN=Incident Teams test",
    signingAlgorithm: algorithms[kind],
    keys
  })
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY")
  return `${key}\n${certificate.toString("pem")}\n`
}
