/** RFC 9110, 13.1.1: `*`, or a list of entity tags of which one is meant. Weak ones never match. */
export const matchesEtag = (ifMatch: string, etag: string): boolean =>
  ifMatch.trim() === "*" || ifMatch.match(/(?:W\/)?"[^"]*"/gu)?.includes(etag) === true

const opaque = (tag: string): string => tag.trim().replace(/^W\//u, "")

/** RFC 9110, 13.1.2: whether the caller has this state already. Weak tags match too. */
export const hasState = (ifNoneMatch: string, etag: string): boolean =>
  ifNoneMatch.trim() === "*" ||
  (ifNoneMatch.match(/(?:W\/)?"[^"]*"/gu) ?? [ifNoneMatch]).some((tag) => opaque(tag) === opaque(etag))
