/** A request as it goes over the wire. The token isn't part of it: it is nobody's to see or copy. */
export interface Call {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** JSON. */
  readonly body?: string
}

/** For a POSIX shell. */
export const quoted = (text: string): string =>
  /^[\w./:@%+=,-]+$/u.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`

/** A command that makes the call. The token comes from the environment, so that it's never part of what is copied. */
export const asCurl = ({ method, url, headers, body }: Call): string =>
  [
    "curl",
    ...(method === "GET" ? [] : ["-X", method]),
    "-H",
    '"Authorization: Bearer $INCIDENT_TEAMS_TOKEN"',
    ...Object.entries(headers).flatMap(([name, value]) => ["-H", quoted(`${name}: ${value}`)]),
    ...(body === undefined ? [] : ["--data", quoted(body)]),
    quoted(url)
  ].join(" ")
