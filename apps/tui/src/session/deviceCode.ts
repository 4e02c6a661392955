import type { AccessToken, DeviceCodeInfo } from "@azure/identity"
import { Effect, Predicate, Redacted } from "effect"
import type { SignedIn } from "./SignedIn.ts"

/** Where and as what program somebody signs in. */
export type Registration = Pick<SignedIn, "authority" | "tenantId" | "clientId" | "scope">

/** What MSAL keeps of a sign-in between two runs. */
type Kept = Pick<SignedIn, "username" | "record" | "cache" | "accessToken" | "expiresAt">

const requestMillis = 10_000
const microsoft = "https://login.microsoftonline.com"

/** MSAL's cache as a text that lives as long as this object: who gives it out writes it down. */
class CacheText {
  text: string

  constructor(text: string) {
    this.text = text
  }

  readonly beforeCacheAccess = async ({ tokenCache }: CacheAccess): Promise<void> => {
    if (this.text !== "") tokenCache.deserialize(this.text)
  }

  readonly afterCacheAccess = async ({ tokenCache, cacheHasChanged }: CacheAccess): Promise<void> => {
    if (cacheHasChanged) this.text = tokenCache.serialize()
  }
}

/** What MSAL hands to a cache plugin (ICachePlugin of @azure/msal-node). */
interface CacheAccess {
  readonly tokenCache: { deserialize(text: string): void; serialize(): string }
  readonly cacheHasChanged: boolean
}

/** What @azure/identity hands to its plugins, as far as a cache is concerned. */
const isPluginContext = (
  context: unknown
): context is { readonly cachePluginControl: { setPersistence(make: () => Promise<CacheText>): void } } =>
  Predicate.hasProperty(context, "cachePluginControl") &&
  Predicate.hasProperty(context.cachePluginControl, "setPersistence")

/** Loaded late: it takes longer than everything else of a command together, and a token that still holds needs none. */
const identity = () => import("@azure/identity")

const makeCredential = async (
  { authority, tenantId, clientId }: Registration,
  cache: CacheText,
  more: {
    readonly record?: string
    readonly prompt?: (shown: DeviceCodeInfo) => void
  }
) => {
  const { DeviceCodeCredential, deserializeAuthenticationRecord, useIdentityPlugin } = await identity()
  useIdentityPlugin((context) => {
    if (!isPluginContext(context)) throw new Error("@azure/identity takes no cache of ours any more.")
    context.cachePluginControl.setPersistence(() => Promise.resolve(cache))
  })
  return new DeviceCodeCredential({
    tenantId,
    clientId,
    tokenCachePersistenceOptions: { enabled: true },
    disableAutomaticAuthentication: true,
    ...(more.record === undefined ? {} : { authenticationRecord: deserializeAuthenticationRecord(more.record) }),
    userPromptCallback: (shown) => {
      // Where Entra refuses to give a code MSAL goes on without one, and fails when it asks for the tokens.
      if (typeof shown.userCode === "string") more.prompt?.(shown)
    },
    additionalPolicies: [
      {
        position: "perCall",
        policy: {
          name: "requestTimeout",
          sendRequest: (request, next) => next(Object.assign(request, { timeout: requestMillis }))
        }
      }
    ],
    retryOptions: { maxRetries: 1, maxRetryDelayInMs: 1_000 },
    // Instance discovery always asks login.microsoftonline.com, whatever the authority host.
    ...(authority === microsoft ? {} : { authorityHost: authority, disableInstanceDiscovery: true })
  })
}

const keptOf = (token: AccessToken, username: string, record: string, cache: CacheText): Kept => ({
  username,
  record,
  cache: Redacted.make(cache.text),
  accessToken: Redacted.make(token.token),
  expiresAt: token.expiresOnTimestamp
})

/** `claims`: what the sign-in must have (JSON). Fails with whatever @azure/identity throws. */
export const byDeviceCode = (
  registration: Registration,
  prompt: (shown: DeviceCodeInfo) => void,
  claims?: string
): Effect.Effect<Kept, unknown> =>
  Effect.tryPromise({
    try: async (abortSignal) => {
      const cache = new CacheText("")
      const credential = await makeCredential(registration, cache, { prompt })
      const record = await credential.authenticate(registration.scope, {
        abortSignal,
        ...(claims === undefined ? {} : { claims })
      })
      if (record === undefined) throw new Error("Microsoft Entra returned no account.")
      const { serializeAuthenticationRecord } = await identity()
      const token = await credential.getToken(registration.scope, { abortSignal })
      return keptOf(token, record.username, serializeAuthenticationRecord(record), cache)
    },
    catch: (error) => error
  })

/** A new access token for who is signed in, without asking them. Fails with whatever @azure/identity throws. */
export const renewed = (signedIn: SignedIn): Effect.Effect<Kept, unknown> =>
  Effect.tryPromise({
    try: async () => {
      const { username, record } = signedIn
      const cache = new CacheText(Redacted.value(signedIn.cache))
      const credential = await makeCredential(signedIn, cache, { record })
      return keptOf(await credential.getToken(signedIn.scope), username, record, cache)
    },
    catch: (error) => error
  })
