/** Entra's own are of some hundred characters; this one becomes a header. */
const mostCharacters = 4_000

/**
 * A claims request (OpenID Connect Core, 5.5) as Microsoft's services make it to tell what a sign-in lacks: the JSON of
 * an object. Undefined for anything else.
 */
export const claimsRequest = (text: unknown): string | undefined => {
  if (typeof text !== "string" || text.length > mostCharacters) return undefined
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === "object" && parsed !== null && !Array.isArray(parsed) ? JSON.stringify(parsed) : undefined
  } catch {
    return undefined
  }
}

/**
 * The claims request in a `WWW-Authenticate` header of a Microsoft service ("Claims challenges, claims requests and
 * client capabilities"): `error="insufficient_claims", claims="<base64>"`.
 */
export const claimsChallenged = (header: string | undefined): string | undefined => {
  if (header === undefined || !/\berror="?insufficient_claims"?/u.test(header)) return undefined
  const encoded = /\bclaims="?([\w+/-]+=*)/u.exec(header)?.[1]
  return encoded === undefined ? undefined : claimsRequest(Buffer.from(encoded, "base64").toString("utf8"))
}
