/**
 * Writes OData keys as path segments, so that plain routes match every documented form:
 * `/teams('a')/operations('b')` becomes `/teams/a/operations/b`, `/groups(uniqueName='x')` becomes
 * `/groups/uniqueName=x`. Quotes and parentheses may be percent-encoded.
 */
export const odataPath = (path: string): string =>
  path
    .replaceAll(/%2[789]/gi, (hex) => decodeURIComponent(hex))
    .replaceAll(
      /\/?\((?:(\w+)=)?'((?:[^']|'')*)'\)/g,
      (_, name: string | undefined, value: string) => `/${name ? `${name}=` : ""}${value.replaceAll("''", "'")}`
    )

export type Surface = "graph" | "arm" | "entra" | "cosmos" | "control"

/** Returns the surface that a path belongs to; paths of the surfaces don't collide. */
export const surfaceOf = (path: string): Surface => {
  if (path.startsWith("/v1.0/") || path.startsWith("/beta/")) return "graph"
  if (path.startsWith("/subscriptions/") || path.startsWith("/providers/")) return "arm"
  if (path === "/" || path === "/dbs" || path.startsWith("/dbs/")) return "cosmos"
  if (path === "/control" || path.startsWith("/control/")) return "control"
  return "entra"
}

/** Returns the path that the router matches and the record of calls shows. */
export const routingPath = (url: string): string => {
  const path = new URL(url).pathname
  return surfaceOf(path) === "graph" ? odataPath(path) : path
}

/** Removes the version from a path, for faults and records. */
export const withoutVersion = (path: string): string => path.replace(/^\/(?:v1\.0|beta)(?=\/)/, "")
