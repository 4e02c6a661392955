/** RFC 9110, 13.1.1: `*`, or a list of entity tags of which one is meant. Weak ones never match. */
export const matchesEtag = (ifMatch: string, etag: string): boolean =>
  ifMatch.trim() === "*" || (ifMatch.match(/(?:W\/)?"[^"]*"/gu) ?? [ifMatch.trim()]).includes(etag)
