import { createHash, createPrivateKey, type KeyObject, randomUUID, X509Certificate } from "node:crypto"
import { readFile } from "node:fs/promises"
import { type Config, Context, Effect, Layer, Option, Redacted } from "effect"
import { SignJWT } from "jose"
import { type CredentialsUnavailable, credentialsUnavailable } from "./CredentialsUnavailable.ts"
import { assertionOf as tokenOfPlace, type Patience, usualPatience } from "./EntraCredentials.ts"
import { type CredentialsMisconfigured, type EntraSettings, entraSettings } from "./EntraSettings.ts"

/** Form fields of a token request. */
export type ClientFields = Readonly<Record<string, string>>

/** How Incident Teams proves who it is in a token request that isn't `@azure/identity`'s to make. */
export class ClientProof extends Context.Service<
  ClientProof,
  {
    /** Which application asks, with its secret or a signed assertion for this token endpoint (RFC 7523). */
    fields(tokenEndpoint: string): Effect.Effect<ClientFields, CredentialsUnavailable>
    /** What only this application knows, to derive keys from; none with a managed or workload identity. The same at every start. */
    readonly secret: Effect.Effect<Option.Option<Redacted.Redacted>, CredentialsUnavailable>
  }
>()("@incident-teams/adapter-entra/ClientProof") {}

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
/** Seconds; as long as Microsoft's own libraries let an assertion live. */
const assertionLives = 600

interface Certificate {
  readonly key: KeyObject
  /** `x5t#S256` (RFC 7515): by which Entra finds the certificate among those of the app registration. */
  readonly thumbprint: string
}

const certificateAt = (path: string): Effect.Effect<Certificate, CredentialsUnavailable> =>
  Effect.tryPromise({
    try: async () => {
      const pem = await readFile(path, "utf8")
      const thumbprint = createHash("sha256").update(new X509Certificate(pem).raw).digest("base64url")
      return { key: createPrivateKey(pem), thumbprint }
    },
    catch: (cause) => credentialsUnavailable(new Error("The certificate can't be read.", { cause }))
  })

const assertionOf = (
  { key, thumbprint }: Certificate,
  clientId: string,
  audience: string
): Effect.Effect<string, CredentialsUnavailable> =>
  Effect.tryPromise({
    try: () =>
      new SignJWT()
        .setProtectedHeader({ alg: "PS256", typ: "JWT", "x5t#S256": thumbprint })
        .setIssuer(clientId)
        .setSubject(clientId)
        .setAudience(audience)
        .setJti(randomUUID())
        .setIssuedAt()
        .setNotBefore("-1 minute")
        .setExpirationTime(`${assertionLives} seconds`)
        .sign(key),
    catch: (cause) => credentialsUnavailable(new Error("The certificate can't sign.", { cause }))
  })

const asserted = (clientId: string, assertion: string): ClientFields => ({
  client_id: clientId,
  client_assertion_type: assertionType,
  client_assertion: assertion
})

/** The proof of these settings. */
export const make = (settings: EntraSettings, patience: Patience = usualPatience): ClientProof["Service"] => {
  const { clientId, proof } = settings
  switch (proof._tag) {
    case "Secret":
      return {
        fields: () => Effect.succeed({ client_id: clientId, client_secret: Redacted.value(proof.secret) }),
        secret: Effect.succeed(Option.some(proof.secret))
      }
    case "Certificate":
      return {
        fields: (tokenEndpoint) =>
          certificateAt(proof.path).pipe(
            Effect.flatMap((certificate) => assertionOf(certificate, clientId, tokenEndpoint)),
            Effect.map((assertion) => asserted(clientId, assertion))
          ),
        secret: Effect.map(certificateAt(proof.path), ({ key }) =>
          Option.some(Redacted.make(key.export({ type: "pkcs8", format: "pem" })))
        )
      }
    case "ManagedIdentity":
    case "WorkloadIdentity": {
      const assertion = tokenOfPlace(settings, patience, proof)
      return {
        fields: () =>
          Effect.tryPromise({
            try: async () => asserted(clientId, await assertion()),
            catch: credentialsUnavailable
          }),
        secret: Effect.succeedNone
      }
    }
  }
}

/** From the environment, see `entraSettings`. */
export const layer: Layer.Layer<ClientProof, CredentialsMisconfigured | Config.ConfigError> = Layer.effect(
  ClientProof,
  Effect.map(entraSettings, (settings) => make(settings))
)
