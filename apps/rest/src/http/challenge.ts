import { NotAuthorized } from "@incident-teams/application/ports/IncidentSource"
import { TokenRefused } from "../authentication/TokenVerifier.ts"

/** A quoted string may hold neither quotes nor backslashes nor what isn't ASCII. */
const quoted = (text: string): string => `"${text.replaceAll(/[^\x20-\x7e]|["\\]/gu, "")}"`

const error = (failure: unknown, detail: string): ReadonlyArray<string> => {
  if (failure instanceof TokenRefused && failure.missing) return []
  const why = `error_description=${quoted(detail)}`
  const claims = failure instanceof NotAuthorized ? failure.claims : undefined
  return claims === undefined
    ? [`error="invalid_token"`, why]
    : [`error="insufficient_claims"`, why, `claims="${Buffer.from(claims).toString("base64")}"`]
}

/**
 * WWW-Authenticate by RFC 6750, section 3: without a token no error, otherwise `invalid_token` and why. Where a policy
 * demands more of the sign-in, `insufficient_claims` and which, as Microsoft's services say it.
 */
export const challenge = (failure: unknown, detail: string, signInUrl: string): string =>
  [`Bearer realm="incident-teams"`, `authorization_uri=${quoted(signInUrl)}`, ...error(failure, detail)].join(", ")
