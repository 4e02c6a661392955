import type { AccessToken, GetTokenOptions, TokenCredential } from "@azure/core-auth"
import { credentialsUnavailable, noAnswer } from "./CredentialsUnavailable.ts"

const keyOf = (scopes: string | ReadonlyArray<string>, options: GetTokenOptions | undefined): string =>
  JSON.stringify([scopes, options?.tenantId, options?.claims, options?.enableCae])

/**
 * A credential that is made when the first token is asked for, asks for equal tokens once at a time, gives up after
 * `boundMillis`, and rejects with CredentialsUnavailable only. `@azure/identity` does none of the three: ten first
 * calls made twenty requests, and a caller's abort signal or time-out is ignored.
 */
export const singleFlight = (make: () => Promise<TokenCredential>, boundMillis: number): TokenCredential => {
  let made: Promise<TokenCredential> | undefined
  const flying = new Map<string, Promise<AccessToken | null>>()

  const ask = async (scopes: string | Array<string>, options?: GetTokenOptions): Promise<AccessToken | null> => {
    made ??= make().catch((error: unknown) => {
      made = undefined
      throw error
    })
    let timer: NodeJS.Timeout | undefined
    const bound = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(noAnswer(boundMillis)), boundMillis)
    })
    try {
      return await Promise.race([made.then((credential) => credential.getToken(scopes, options)), bound])
    } catch (error) {
      throw credentialsUnavailable(error)
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    getToken: (scopes, options) => {
      const key = keyOf(scopes, options)
      const known = flying.get(key)
      if (known !== undefined) return known
      const started = ask(scopes, options).finally(() => flying.delete(key))
      flying.set(key, started)
      return started
    }
  }
}
