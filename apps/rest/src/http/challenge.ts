/** A quoted string may hold neither quotes nor backslashes nor what isn't ASCII. */
const quoted = (text: string): string => `"${text.replaceAll(/[^\x20-\x7e]|["\\]/gu, "")}"`

/** WWW-Authenticate by RFC 6750, section 3: without a token no error, otherwise `invalid_token` and why. */
export const challenge = (refusal: { readonly missing: boolean; readonly detail: string }, signInUrl: string): string =>
  [
    `Bearer realm="incident-teams"`,
    `authorization_uri=${quoted(signInUrl)}`,
    ...(refusal.missing ? [] : [`error="invalid_token"`, `error_description=${quoted(refusal.detail)}`])
  ].join(", ")
