import type { JWTPayload } from "jose"

/** Of a token whose person passed multifactor authentication: its claims beside the usual ones. */
export const multifactorClaims = { amr: ["pwd", "mfa"] } as const

export const isMultifactor = ({ amr }: JWTPayload): boolean => Array.isArray(amr) && amr.includes("mfa")

/** What a refusal asks the next sign-in for; Entra's own names the policies. */
export const requiredClaims = JSON.stringify({
  access_token: { capolids: { essential: true, values: ["5b1e1a3f-1f5c-4b6e-8d2a-3c9b7f0e6d14"] } }
})
