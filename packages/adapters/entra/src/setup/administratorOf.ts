import type { AccessToken, TokenCredential } from "@azure/core-auth"
import { Config, Console, Effect, Layer } from "effect"
import { credentialsUnavailable } from "../CredentialsUnavailable.ts"
import { Administrator, type AdministratorAnswer, type AdministratorCall, SetupFailed } from "./Administrator.ts"

const scopes = {
  graph: "https://graph.microsoft.com/.default",
  azure: "https://management.azure.com/.default"
} as const

const addresses = Config.all({
  graph: Config.String("GRAPH_URL").pipe(Config.withDefault("https://graph.microsoft.com")),
  azure: Config.String("ARM_URL").pipe(Config.withDefault("https://management.azure.com")),
  authorityHost: Config.String("AZURE_AUTHORITY_HOST").pipe(Config.withDefault(""))
})

/** A token isn't used beyond this, so that it doesn't expire on its way. */
const usableForMillis = 60_000

/** Milliseconds; an administrator waits, so an answer may take its time. */
const timeout = 60_000

/**
 * Signs the administrator in: as the Azure CLI is signed in, if it is, otherwise by a code that is entered in a browser.
 * `say`: shows the code's message. `keep`: takes the token with which the Azure CLI was tried.
 */
const signIn = async (
  tenantId: string,
  authorityHost: string,
  say: (message: string) => void,
  keep: (graphToken: AccessToken) => void
): Promise<TokenCredential> => {
  const { AzureCliCredential, DeviceCodeCredential } = await import("@azure/identity")
  const cli = new AzureCliCredential({ tenantId })
  try {
    keep(await cli.getToken(scopes.graph))
    return cli
  } catch {
    return new DeviceCodeCredential({
      tenantId,
      userPromptCallback: ({ message }) => say(message),
      // Instance discovery always asks login.microsoftonline.com, regardless of the authority host.
      ...(authorityHost === "" ? {} : { authorityHost, disableInstanceDiscovery: true })
    })
  }
}

const failed = (reason: string, remedy: string) => (cause: unknown) => new SetupFailed({ reason, remedy, cause })

const answerOf = async (response: Response): Promise<AdministratorAnswer> => {
  const text = await response.text()
  const isJson = response.headers.get("content-type")?.includes("json") === true && text !== ""
  const seconds = Number(response.headers.get("retry-after") ?? Number.NaN)
  return {
    status: response.status,
    body: isJson ? JSON.parse(text) : undefined,
    ...(Number.isFinite(seconds) ? { retryAfter: seconds } : {})
  }
}

/** The administrator of a tenant. Nobody is asked to sign in before the first request. */
export const layer = (tenantId: string): Layer.Layer<Administrator, Config.ConfigError> =>
  Layer.effect(
    Administrator,
    Effect.gen(function* () {
      const { authorityHost, ...hosts } = yield* addresses
      const context = yield* Effect.context()
      const say = (message: string) => Effect.runSyncWith(context)(Console.error(message))
      let credential: Promise<TokenCredential> | undefined
      // The Azure CLI is a process of a second, and keeps no token for us.
      const tokens = new Map<AdministratorCall["to"], AccessToken>()
      const tokenFor = (to: AdministratorCall["to"]) =>
        Effect.tryPromise({
          try: async () => {
            const keep = (first: AccessToken) => void tokens.set("graph", first)
            const signedIn = await (credential ??= signIn(tenantId, authorityHost, say, keep))
            const known = tokens.get(to)
            if (known !== undefined && known.expiresOnTimestamp > Date.now() + usableForMillis) return known.token
            const token = await signedIn.getToken(scopes[to])
            if (token !== null) tokens.set(to, token)
            return token?.token ?? ""
          },
          catch: (cause) => {
            const { reason, remedy } = credentialsUnavailable(cause)
            return failed(`Signing in failed. ${reason}`, remedy)(cause)
          }
        })
      return {
        authority: authorityHost === "" ? "https://login.microsoftonline.com" : authorityHost.replace(/\/+$/u, ""),
        patience: { tries: 12, pauseMillis: 1_000 },
        send: ({ to, method, path, body, headers = {} }) =>
          Effect.flatMap(tokenFor(to), (token) =>
            Effect.tryPromise({
              try: async () => {
                const url = to === "graph" ? `${hosts.graph}/v1.0${path}` : `${hosts.azure}${path}`
                const response = await fetch(url, {
                  method,
                  headers: { authorization: `Bearer ${token}`, "content-type": "application/json", ...headers },
                  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
                  signal: AbortSignal.timeout(timeout)
                })
                return answerOf(response)
              },
              catch: failed(
                `${to === "graph" ? "Microsoft Graph" : "Azure"} can't be reached.`,
                "Check the network and the proxy settings, and run the command again: it continues."
              )
            })
          )
      }
    })
  )
