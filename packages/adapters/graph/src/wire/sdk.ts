import type { EntraCredentials } from "@incident-teams/adapter-entra/EntraCredentials"
import {
  type AuthenticationProvider,
  Client,
  type Context,
  GraphClientError,
  type GraphRequest as SdkRequest,
  type Middleware,
  MiddlewareFactory,
  ResponseType
} from "@microsoft/microsoft-graph-client"
import { Predicate } from "effect"
import { type GraphRequest, target } from "./GraphRequest.ts"

/** The only error that the SDK passes on unchanged. Every other loses its cause. */
const wrapCause = (cause: unknown): GraphClientError => {
  const error = new GraphClientError("The request wasn't answered.")
  error.customError = cause
  return error
}

/** The cause that `wrapCause` passed through the SDK, or the error itself. */
export const unwrapCause = (error: unknown): unknown => {
  const cause: unknown = error instanceof GraphClientError ? error.customError : undefined
  return cause ?? error
}

/** Keeps the cause of a failed fetch, which tells a refused connection from one that was lost. */
class CauseKeeper implements Middleware {
  #next: Middleware | undefined

  async execute(context: Context): Promise<void> {
    try {
      await this.#next?.execute(context)
    } catch (error) {
      throw wrapCause(error)
    }
  }

  setNext(next: Middleware): void {
    this.#next = next
  }
}

/**
 * The official client without its own retries: they would repeat a POST after a 503 that had its effect, and can't be
 * aborted while they wait.
 */
export const makeSdk = (url: string, credential: EntraCredentials["Service"]["application"]): Client => {
  const authProvider: AuthenticationProvider = {
    getAccessToken: async () => {
      try {
        return (await credential.getToken("https://graph.microsoft.com/.default"))?.token ?? ""
      } catch (error) {
        throw wrapCause(error)
      }
    }
  }
  const chain = MiddlewareFactory.getDefaultMiddlewareChain(authProvider).filter(
    (middleware) => middleware.constructor.name !== "RetryHandler"
  )
  return Client.initWithMiddleware({
    baseUrl: url,
    defaultVersion: "v1.0",
    // The host's name without a port: only then is the token sent to another host than Microsoft's.
    customHosts: new Set([new URL(url).hostname]),
    middleware: [...chain.slice(0, -1), new CauseKeeper(), ...chain.slice(-1)]
  })
}

const verb = (sdk: SdkRequest, { method, body }: GraphRequest): Promise<unknown> => {
  switch (method) {
    case "GET":
      return sdk.get()
    case "POST":
      return sdk.post(body)
    case "PUT":
      return sdk.put(body)
    case "PATCH":
      return sdk.patch(body)
    case "DELETE":
      return sdk.delete()
  }
}

/** The response as it came, whatever its status. `address`: a path below the version, or a whole one. */
export const fetchRaw = async (
  sdk: Client,
  request: GraphRequest,
  address: string | undefined,
  headers: Readonly<Record<string, string>>,
  signal: AbortSignal
): Promise<Response> => {
  const prepared = sdk
    .api(address ?? target(request))
    .headers({ ...headers })
    .option("signal", signal)
    .responseType(ResponseType.RAW)
  const response = await verb(prepared, request)
  if (isResponse(response)) return response
  throw new TypeError("The Graph client returned no response.")
}

/** No `instanceof`: a server may have put another class in the place of the global one. */
const isResponse = (answer: unknown): answer is Response =>
  Predicate.hasProperty(answer, "headers") && Predicate.hasProperty(answer, "status")
