import { createHash } from "node:crypto"
import { readFile } from "node:fs/promises"
import type { AccessToken, TokenCredential } from "@azure/core-auth"
import { type Config, Context, Effect, Layer, Redacted } from "effect"
import { CredentialsUnavailable, credentialsUnavailable } from "./CredentialsUnavailable.ts"
import { type CredentialsMisconfigured, type EntraSettings, entraSettings, type Proof } from "./EntraSettings.ts"
import { RecentlyUsed } from "./RecentlyUsed.ts"
import { singleFlight } from "./singleFlight.ts"

/** How long Entra ID is waited for, in milliseconds. */
export interface Patience {
  /** One request; the SDK's own time-out is none. */
  readonly request: number
  /** A token with everything that it takes: discovery, the request, one retry. */
  readonly token: number
}

export const usualPatience: Patience = { request: 10_000, token: 15_000 }

/** People whose tokens are remembered at the same time. */
const mostAssertions = 500

/** Who we are toward Microsoft's services. Every `getToken` rejects with CredentialsUnavailable and nothing else. */
export class EntraCredentials extends Context.Service<
  EntraCredentials,
  {
    /** Incident Teams itself. */
    readonly application: TokenCredential
    /**
     * Incident Teams in the name of the person whose access token this is (on-behalf-of). The same credential for the
     * same token as long as it is remembered, so that what it got is used again.
     */
    onBehalfOf(assertion: Redacted.Redacted): TokenCredential
  }
>()("@incident-teams/adapter-entra/EntraCredentials") {}

/** A token for `scope`, such as `https://graph.microsoft.com/.default`. */
export const tokenFor = (
  credential: TokenCredential,
  scope: string
): Effect.Effect<AccessToken, CredentialsUnavailable> =>
  Effect.tryPromise({ try: () => credential.getToken(scope), catch: credentialsUnavailable }).pipe(
    Effect.flatMap((token) => (token === null ? Effect.fail(credentialsUnavailable(undefined)) : Effect.succeed(token)))
  )

const identity = () => import("@azure/identity")

/** For every credential: bounded requests, one retry, and no word with another host than the configured one. */
const options = ({ authorityHost }: EntraSettings, patience: Patience) => ({
  additionalPolicies: [
    {
      position: "perCall" as const,
      policy: {
        name: "requestTimeout",
        sendRequest: <Request extends { timeout: number }, Response>(
          request: Request,
          next: (request: Request) => Promise<Response>
        ): Promise<Response> => {
          Object.assign(request, { timeout: patience.request })
          return next(request)
        }
      }
    }
  ],
  retryOptions: { maxRetries: 1, maxRetryDelayInMs: 1_000 },
  // Instance discovery always asks login.microsoftonline.com, whatever the authority host.
  ...(authorityHost === undefined ? {} : { authorityHost, disableInstanceDiscovery: true })
})

/**
 * The token with which the place that we run on vouches for us, and which the app registration trusts (workload identity
 * federation): the managed identity's, or the one that a cluster keeps in a file.
 */
export const assertionOf = (
  settings: EntraSettings,
  patience: Patience,
  proof: Extract<Proof, { readonly _tag: "ManagedIdentity" | "WorkloadIdentity" }>
): (() => Promise<string>) => {
  if (proof._tag === "WorkloadIdentity") {
    return async () => {
      try {
        return (await readFile(proof.tokenFile, "utf8")).trim()
      } catch (cause) {
        throw new CredentialsUnavailable({
          kind: "refused",
          reason: "The token of the workload identity can't be read.",
          remedy: "Set AZURE_FEDERATED_TOKEN_FILE to the file in which the cluster keeps it.",
          by: "operator",
          cause
        })
      }
    }
  }
  const { additionalPolicies, retryOptions } = options(settings, patience)
  return async () => {
    const { ManagedIdentityCredential } = await identity()
    const own = new ManagedIdentityCredential({
      additionalPolicies,
      retryOptions,
      ...(proof.identity === undefined ? {} : { clientId: proof.identity })
    })
    return (await own.getToken("api://AzureADTokenExchange/.default")).token
  }
}

const application = async (settings: EntraSettings, patience: Patience): Promise<TokenCredential> => {
  const { tenantId, clientId, proof } = settings
  const { ClientAssertionCredential, ClientCertificateCredential, ClientSecretCredential } = await identity()
  const common = options(settings, patience)
  switch (proof._tag) {
    case "Secret":
      return new ClientSecretCredential(tenantId, clientId, Redacted.value(proof.secret), common)
    case "Certificate":
      return new ClientCertificateCredential(tenantId, clientId, { certificatePath: proof.path }, common)
    case "ManagedIdentity":
    case "WorkloadIdentity":
      return new ClientAssertionCredential(tenantId, clientId, assertionOf(settings, patience, proof), common)
  }
}

const onBehalfOf = async (
  settings: EntraSettings,
  patience: Patience,
  userAssertionToken: string
): Promise<TokenCredential> => {
  const { tenantId, clientId, proof } = settings
  const { OnBehalfOfCredential } = await identity()
  const common = { ...options(settings, patience), tenantId, clientId, userAssertionToken }
  switch (proof._tag) {
    case "Secret":
      return new OnBehalfOfCredential({ ...common, clientSecret: Redacted.value(proof.secret) })
    case "Certificate":
      return new OnBehalfOfCredential({ ...common, certificatePath: proof.path })
    case "ManagedIdentity":
    case "WorkloadIdentity":
      return new OnBehalfOfCredential({ ...common, getAssertion: assertionOf(settings, patience, proof) })
  }
}

/** Credentials of these settings. Nothing is loaded or asked for before the first token is. */
export const make = (settings: EntraSettings, patience: Patience = usualPatience): EntraCredentials["Service"] => {
  const remembered = new RecentlyUsed<TokenCredential>(mostAssertions)
  return {
    application: singleFlight(() => application(settings, patience), patience.token),
    // By its hash, so that no token is kept as a key.
    onBehalfOf: (assertion) =>
      remembered.get(createHash("sha256").update(Redacted.value(assertion)).digest("base64"), () =>
        singleFlight(() => onBehalfOf(settings, patience, Redacted.value(assertion)), patience.token)
      )
  }
}

/** From the environment, see `entraSettings`. */
export const layer: Layer.Layer<EntraCredentials, CredentialsMisconfigured | Config.ConfigError> = Layer.effect(
  EntraCredentials,
  Effect.map(entraSettings, (settings) => make(settings))
)
