import { NotAuthorized } from "@incident-teams/application/ports/IncidentSource"

/** A quoted string may hold neither quotes nor backslashes nor what isn't ASCII. */
const quoted = (text: string): string => `"${text.replaceAll(/[^\x20-\x7e]|["\\]/gu, "")}"`

interface Refusal {
  readonly missing: boolean
  readonly detail: string
  /** What the next sign-in has to carry: JSON. */
  readonly claims?: string | undefined
}

const error = ({ missing, detail, claims }: Refusal): ReadonlyArray<string> => {
  if (missing) return []
  const why = `error_description=${quoted(detail)}`
  return claims === undefined
    ? [`error="invalid_token"`, why]
    : [`error="insufficient_claims"`, why, `claims="${Buffer.from(claims).toString("base64")}"`]
}

/**
 * WWW-Authenticate by RFC 6750, section 3: without a token no error, otherwise `invalid_token` and why. Where a policy
 * demands more of the sign-in, `insufficient_claims` and which, as Microsoft's services say it.
 */
export const challenge = (refusal: Refusal, signInUrl: string): string =>
  [`Bearer realm="incident-teams"`, `authorization_uri=${quoted(signInUrl)}`, ...error(refusal)].join(", ")

/** The claims of a failure that asks for some. */
export const claimsOf = (failure: unknown): string | undefined =>
  failure instanceof NotAuthorized ? failure.claims : undefined
