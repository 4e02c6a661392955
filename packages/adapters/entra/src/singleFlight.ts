import type { AccessToken, GetTokenOptions, TokenCredential } from "@azure/core-auth"
import { credentialsUnavailable, noAnswer } from "./CredentialsUnavailable.ts"

const keyOf = (scopes: string | ReadonlyArray<string>, options: GetTokenOptions | undefined): string =>
  JSON.stringify([scopes, options?.tenantId, options?.claims, options?.enableCae])

/** A token isn't used beyond this, so that it doesn't expire on its way. */
const usableForMillis = 60_000

/**
 * Tokens of one kind of credential. It asks for equal tokens once at a time, gives up after `boundMillis`, and rejects
 * with CredentialsUnavailable only. `@azure/identity` does none of the three: ten first calls made twenty requests, and
 * a caller's abort signal or time-out is ignored.
 *
 * After a failure the next token is requested by a new credential: the library repeats a 429 or 5xx from memory for a
 * minute without asking (msal-common, ThrottlingUtils), and a renewed certificate is read only by a new one. A token
 * that is still valid is used while Entra ID can't be reached.
 */
export const singleFlight = (make: () => Promise<TokenCredential>, boundMillis: number): TokenCredential => {
  const made = new Map<string, Promise<TokenCredential>>()
  const flying = new Map<string, Promise<AccessToken | null>>()
  const latest = new Map<string, AccessToken>()

  const credentialFor = (key: string): Promise<TokenCredential> => {
    const credential = made.get(key) ?? make()
    made.set(key, credential)
    return credential
  }

  const ask = async (
    key: string,
    scopes: string | Array<string>,
    options?: GetTokenOptions
  ): Promise<AccessToken | null> => {
    let timer: NodeJS.Timeout | undefined
    const bound = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(noAnswer(boundMillis)), boundMillis)
    })
    try {
      const answer = credentialFor(key).then((credential) => credential.getToken(scopes, options))
      const token = await Promise.race([answer, bound])
      if (token !== null) latest.set(key, token)
      return token
    } catch (error) {
      made.delete(key)
      const failure = credentialsUnavailable(error)
      const last = latest.get(key)
      if (
        failure.kind === "unreachable" &&
        last !== undefined &&
        last.expiresOnTimestamp - Date.now() > usableForMillis
      ) {
        return last
      }
      throw failure
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    getToken: (scopes, options) => {
      const key = keyOf(scopes, options)
      const known = flying.get(key)
      if (known !== undefined) return known
      const started = ask(key, scopes, options).finally(() => flying.delete(key))
      flying.set(key, started)
      return started
    }
  }
}
