import "reflect-metadata"
import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import * as x509 from "@peculiar/x509"

const day = 86_400_000
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" }

export interface TestTls {
  /** To be trusted: the certificate is its own authority. */
  readonly ca: string
  readonly certFile: string
  readonly keyFile: string
}

/** A certificate for localhost, valid for a day, and its key, as files in `folder`. */
export const tlsForTests = async (folder: string): Promise<TestTls> => {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: "01",
    name: "CN=Incident Teams test",
    notBefore: new Date(Date.now() - day),
    notAfter: new Date(Date.now() + day),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyCertSign, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: "dns", value: "localhost" },
        { type: "ip", value: "127.0.0.1" }
      ])
    ]
  })
  const ca = certificate.toString("pem")
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY")
  const [certFile, keyFile] = [join(folder, "tls.crt"), join(folder, "tls.key")]
  await writeFile(certFile, ca)
  await writeFile(keyFile, key, { mode: 0o600 })
  return { ca, certFile, keyFile }
}
