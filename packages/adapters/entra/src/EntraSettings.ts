import { createPrivateKey, X509Certificate } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { Config, Effect, Redacted, Schema } from "effect"

/** By what the application proves who it is. */
export type Proof =
  | { readonly _tag: "Secret"; readonly secret: Redacted.Redacted }
  /** A PEM file with an RSA certificate and its private key. */
  | { readonly _tag: "Certificate"; readonly path: string }
  /** The app registration trusts it. `identity`: the client id of a user-assigned one; absent: the system-assigned one. */
  | { readonly _tag: "ManagedIdentity"; readonly identity?: string }
  /** The app registration trusts the issuer of the token in the file, such as a Kubernetes cluster. */
  | { readonly _tag: "WorkloadIdentity"; readonly tokenFile: string }

export interface EntraSettings {
  readonly tenantId: string
  readonly clientId: string
  readonly proof: Proof
  /** Absent: the public cloud's. */
  readonly authorityHost?: string
}

/** Refused: the settings contradict each other or lack something. */
export class CredentialsMisconfigured extends Schema.TaggedError<CredentialsMisconfigured>()(
  "CredentialsMisconfigured",
  {
    problem: Schema.String,
    remedy: Schema.String
  }
) {
  override get message(): string {
    return `${this.problem} ${this.remedy}`
  }
}

const text = (name: string): Config.Config<string> => Config.String(name).pipe(Config.withDefault(""))

const environment = Config.all({
  tenantId: text("AZURE_TENANT_ID"),
  clientId: text("AZURE_CLIENT_ID"),
  secret: Config.Redacted("AZURE_CLIENT_SECRET").pipe(Config.withDefault(Redacted.make(""))),
  certificatePath: text("AZURE_CLIENT_CERTIFICATE_PATH"),
  identity: text("AZURE_MANAGED_IDENTITY_CLIENT_ID"),
  tokenFile: text("AZURE_FEDERATED_TOKEN_FILE"),
  authorityHost: text("AZURE_AUTHORITY_HOST"),
  credential: text("AZURE_CREDENTIAL")
})
type Environment = Config.Success<typeof environment>

const misconfigured = (problem: string, remedy: string): Effect.Effect<never, CredentialsMisconfigured> =>
  Effect.fail(new CredentialsMisconfigured({ problem, remedy }))

const secretProof = ({ secret }: Environment): Effect.Effect<Proof, CredentialsMisconfigured> =>
  Redacted.value(secret) === ""
    ? misconfigured("AZURE_CREDENTIAL is secret, but no client secret is set.", "Set AZURE_CLIENT_SECRET.")
    : Effect.succeed({ _tag: "Secret", secret })

/** What is wrong with a PEM file of a certificate with its key, as @azure/identity would say at the first token. */
const faultOf = (path: string): string | undefined => {
  const pem = (() => {
    try {
      return readFileSync(path, "utf8")
    } catch {
      return undefined
    }
  })()
  if (pem === undefined) return "can't be read"
  try {
    return createPrivateKey(pem).asymmetricKeyType !== "rsa"
      ? "has a key that isn't RSA, the only kind that Entra ID takes"
      : new X509Certificate(pem).checkPrivateKey(createPrivateKey(pem))
        ? undefined
        : "holds a key that isn't its certificate's"
  } catch {
    return "doesn't hold both a certificate and its private key without a password"
  }
}

const certificateProof = ({ certificatePath }: Environment): Effect.Effect<Proof, CredentialsMisconfigured> =>
  Effect.suspend(() => {
    if (certificatePath === "") {
      return misconfigured(
        "AZURE_CREDENTIAL is certificate, but no certificate is set.",
        "Set AZURE_CLIENT_CERTIFICATE_PATH."
      )
    }
    const fault = faultOf(certificatePath)
    return fault === undefined
      ? Effect.succeed({ _tag: "Certificate", path: certificatePath })
      : misconfigured(
          `AZURE_CLIENT_CERTIFICATE_PATH names a file that ${fault}.`,
          "Set it to a PEM file with an RSA certificate and its private key."
        )
  })

const managedProof = ({ identity }: Environment): Effect.Effect<Proof> =>
  Effect.succeed({ _tag: "ManagedIdentity", ...(identity === "" ? {} : { identity }) })

const workloadProof = ({ tokenFile }: Environment): Effect.Effect<Proof, CredentialsMisconfigured> =>
  Effect.suspend(() =>
    existsSync(tokenFile)
      ? Effect.succeed({ _tag: "WorkloadIdentity", tokenFile })
      : misconfigured(
          tokenFile === ""
            ? "AZURE_CREDENTIAL is workload-identity, but no token file is set."
            : "AZURE_FEDERATED_TOKEN_FILE names a file that isn't there.",
          "Set AZURE_FEDERATED_TOKEN_FILE to the file in which the cluster keeps the token."
        )
  )

const isGuid = (id: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/iu.test(id)

const proofOf = (given: Environment): Effect.Effect<Proof, CredentialsMisconfigured> => {
  switch (given.credential) {
    case "secret":
      return secretProof(given)
    case "certificate":
      return certificateProof(given)
    case "managed-identity":
      return managedProof(given)
    case "workload-identity":
      return workloadProof(given)
    case "":
      if (Redacted.value(given.secret) !== "") return secretProof(given)
      if (given.certificatePath !== "") return certificateProof(given)
      return given.tokenFile === "" ? managedProof(given) : workloadProof(given)
    default:
      return misconfigured(
        `AZURE_CREDENTIAL is "${given.credential}".`,
        "Set it to secret, certificate, managed-identity or workload-identity, or remove it."
      )
  }
}

/**
 * From the environment: AZURE_TENANT_ID, AZURE_CLIENT_ID, and a proof. Which one, AZURE_CREDENTIAL says; where it is
 * left out, the secret counts if there is one, else the certificate, else the token file, else the managed identity.
 */
export const entraSettings: Effect.Effect<EntraSettings, CredentialsMisconfigured | Config.ConfigError> = Effect.gen(
  function* () {
    const given = yield* environment
    const missing = [
      ...(given.tenantId === "" ? ["AZURE_TENANT_ID"] : []),
      ...(given.clientId === "" ? ["AZURE_CLIENT_ID"] : [])
    ]
    if (missing.length > 0) {
      return yield* misconfigured(
        `${missing.join(" and ")} ${missing.length === 1 ? "isn't" : "aren't"} set.`,
        "Copy both from the app registration of Incident Teams in Entra ID."
      )
    }
    const ids = {
      AZURE_TENANT_ID: given.tenantId,
      AZURE_CLIENT_ID: given.clientId,
      AZURE_MANAGED_IDENTITY_CLIENT_ID: given.identity
    }
    for (const [name, id] of Object.entries(ids)) {
      if (id !== "" && !isGuid(id)) {
        return yield* misconfigured(`${name} is "${id}".`, "Set it to a GUID, as Entra ID shows it.")
      }
    }
    const { authorityHost } = given
    // @azure/identity throws on anything but https when the first token is asked for: too late to tell anybody.
    if (authorityHost !== "" && (!URL.canParse(authorityHost) || new URL(authorityHost).protocol !== "https:")) {
      return yield* misconfigured(
        `AZURE_AUTHORITY_HOST is "${authorityHost}".`,
        "Set it to an address that begins with https://, or remove it to use the public cloud."
      )
    }
    return {
      tenantId: given.tenantId,
      clientId: given.clientId,
      proof: yield* proofOf(given),
      ...(authorityHost === "" ? {} : { authorityHost: authorityHost.replace(/\/+$/u, "") })
    }
  }
)
