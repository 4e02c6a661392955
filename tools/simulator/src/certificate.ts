import "reflect-metadata"
import * as x509 from "@peculiar/x509"

/** All in PEM. The CA's own key is never exported: it signs one leaf and is discarded. */
export interface Certificate {
  readonly ca: string
  readonly cert: string
  readonly key: string
  /** ISO 8601. */
  readonly notAfter: string
}

const day = 86_400_000
const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" }

/**
 * A CA and a leaf for localhost, 127.0.0.1 and ::1, valid for 30 days. Both carry key identifiers: without them a CA
 * of the same name from an earlier start gives CERT_SIGNATURE_FAILURE instead of a clear "unable to verify".
 */
export const makeCertificate = async (now: number): Promise<Certificate> => {
  const notAfter = new Date(now + 30 * day)
  const life = { notBefore: new Date(now - day), notAfter, signingAlgorithm: algorithm }
  const caKeys = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"])
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    ...life,
    serialNumber: "01",
    name: "CN=Incident Teams simulator CA",
    keys: caKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(caKeys.publicKey)
    ]
  })
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"])
  const leaf = await x509.X509CertificateGenerator.create({
    ...life,
    serialNumber: "02",
    subject: "CN=localhost",
    issuer: ca.subject,
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: "dns", value: "localhost" },
        { type: "ip", value: "127.0.0.1" },
        { type: "ip", value: "::1" }
      ]),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(caKeys.publicKey)
    ]
  })
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey("pkcs8", keys.privateKey), "PRIVATE KEY")
  return { ca: ca.toString("pem"), cert: leaf.toString("pem"), key, notAfter: notAfter.toISOString() }
}

/** True when the certificate is valid for another week, so that it can be used again. */
export const isFresh = (certificate: Certificate, now: number): boolean =>
  Date.parse(certificate.notAfter) - now > 7 * day
