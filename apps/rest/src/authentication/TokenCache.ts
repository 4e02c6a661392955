import type { VerifiedSession } from "./TokenVerifier.ts"

/**
 * Sessions of tokens that were verified, by the token that they hold anyway, until it expires. A key that Entra withdraws
 * meanwhile therefore still counts for tokens seen before, for an hour or so at most, as everywhere with bearer tokens.
 */
export class TokenCache {
  readonly #sessions = new Map<string, { readonly session: VerifiedSession; readonly expiresAt: number }>()
  readonly #capacity: number

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  /** `nowSeconds`: since 1970, as in `exp`. */
  get(token: string, nowSeconds: number): VerifiedSession | undefined {
    const found = this.#sessions.get(token)
    if (found === undefined) return undefined
    if (found.expiresAt > nowSeconds) return found.session
    this.#sessions.delete(token)
    return undefined
  }

  /** The longest known makes room for the newest. */
  set(token: string, session: VerifiedSession, expiresAt: number): void {
    const [oldest] = this.#sessions.keys()
    if (this.#sessions.size >= this.#capacity && oldest !== undefined) this.#sessions.delete(oldest)
    this.#sessions.set(token, { session, expiresAt })
  }

  get size(): number {
    return this.#sessions.size
  }
}
