import type { GraphPermissionName } from "@incident-teams/adapter-entra/setup/graphPermissions"

/** One call of Microsoft Graph v1.0. */
export interface GraphRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  /** Below the version, keys encoded, as `/teams/{id}/archive`. */
  readonly path: string
  /** Query options as they are meant; encoded when they are sent. */
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON; absent: no body at all. */
  readonly body?: unknown
  /** What the call does, in words that go after "to": `archive the team`. */
  readonly doing: string
  /** Which of our application permissions let it. */
  readonly needs: GraphPermissionName | `${GraphPermissionName} and ${GraphPermissionName}`
}

/** A value inside a single-quoted key or literal of OData. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`

/** A value inside a quoted key of a path. */
export const quotedKey = (text: string): string => encodeURIComponent(quoted(text)).replaceAll("'", "%27")

/** The path with its query. The SDK encodes nothing: `#`, `?` and `&` in a value would cut it. */
export const target = ({ path, query }: Pick<GraphRequest, "path" | "query">): string => {
  const options = Object.entries(query ?? {}).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return options.length === 0 ? path : `${path}?${options.join("&")}`
}

/**
 * A reference to a directory object. Always in the public cloud's words, whatever host is called: Graph reads only what
 * follows the version.
 */
export const bind = (collection: string, id: string): string =>
  `https://graph.microsoft.com/v1.0/${collection}(${quoted(id)})`
