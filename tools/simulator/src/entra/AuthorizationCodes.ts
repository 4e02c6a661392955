import { createHash, randomBytes } from "node:crypto"
import { perTenant } from "../platform/Tenant.ts"
import { EntraError } from "./entraError.ts"

/** A browser's authorization request after the sign-in. */
interface Authorization {
  /** Application id of the client. */
  readonly clientId: string
  readonly redirectUri: string
  readonly scope: string
  readonly nonce?: string
  /** PKCE (RFC 7636); S256 only, as Entra requires of new clients. */
  readonly challenge?: string
  /** Object id of the signed-in user. */
  readonly user: string
  readonly multifactor: boolean
}

interface Kept extends Authorization {
  readonly expiresAt: number
  redeemed: boolean
}

/** As documented. */
const lifetimeMillis = 10 * 60_000

const grantFailure = (code: number, message: string) => new EntraError(400, "invalid_grant", code, message)

/** The authorization codes of one tenant. They aren't saved: a code is valid for minutes only. */
class AuthorizationCodes {
  readonly #codes = new Map<string, Kept>()

  issue(authorization: Authorization, now: number): string {
    for (const [code, { expiresAt }] of this.#codes) if (expiresAt + lifetimeMillis < now) this.#codes.delete(code)
    const code = `1.${randomBytes(64).toString("base64url")}`
    this.#codes.set(code, { ...authorization, expiresAt: now + lifetimeMillis, redeemed: false })
    return code
  }

  /** Returns the code's authorization and uses up the code. Throws an EntraError otherwise. */
  redeem(form: URLSearchParams, clientId: string, now: number): Authorization {
    const kept = this.#codes.get(form.get("code") ?? "")
    if (kept === undefined || kept.clientId !== clientId) {
      throw grantFailure(70000, "Provided grant is invalid or malformed.")
    }
    if (kept.redeemed) {
      throw grantFailure(54005, "OAuth2 Authorization code was already redeemed, please retry with a new valid code.")
    }
    if (kept.expiresAt <= now) {
      throw grantFailure(70008, "The provided authorization code or refresh token has expired due to inactivity.")
    }
    if (form.get("redirect_uri") !== kept.redirectUri) {
      throw grantFailure(
        500112,
        "The reply address does not match the reply address provided when requesting Authorization code."
      )
    }
    const verifier = form.get("code_verifier")
    if (kept.challenge !== undefined && verifier === null) {
      throw grantFailure(
        501481,
        "The Code_Verifier does not match the code_challenge supplied in the authorization request."
      )
    }
    if (verifier !== null && createHash("sha256").update(verifier).digest("base64url") !== kept.challenge) {
      throw grantFailure(
        501481,
        "The Code_Verifier does not match the code_challenge supplied in the authorization request."
      )
    }
    kept.redeemed = true
    return kept
  }
}

export const authorizationCodesOf = perTenant(() => new AuthorizationCodes())
