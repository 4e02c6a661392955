import type { Call } from "./Call.ts"

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
