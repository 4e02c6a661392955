import type { GraphRequest } from "../wire/GraphRequest.ts"

/** At most `most` of what bears `key` within `windowMillis` of platform time. */
export interface Limit {
  readonly key: string
  readonly most: number
  readonly windowMillis: number
  /** How much of `most` the request takes. */
  readonly cost: number
  /** It holds for all processes of the installation together. What is narrower is met by one at a time, who holds the team. */
  readonly shared?: true
}

const second = 1_000
const minute = 60 * second

/** Requests of an application in a tenant, a second (Graph: throttling limits of Microsoft Teams). */
interface Row {
  readonly method: GraphRequest["method"]
  readonly path: RegExp
  readonly perSecond: number
  readonly perTeamAndMinute?: number
}

const row = (
  method: GraphRequest["method"],
  path: string,
  perSecond: number,
  more: Pick<Row, "perTeamAndMinute"> = {}
): Row => ({ method, path: new RegExp(`^${path}$`, "u"), perSecond, ...more })

const team = "/teams/[^/]+"
const tabs = `${team}/channels/[^/]+/tabs`

/** What isn't listed counts as "other", with one request a second on the same resource. */
const rows: ReadonlyArray<Row> = [
  row("PUT", "/groups/[^/]+/team", 6),
  row("GET", team, 30),
  row("PATCH", team, 30),
  row("GET", `${team}/members`, 60),
  row("POST", `${team}/members`, 30, { perTeamAndMinute: 4 }),
  row("GET", tabs, 30),
  row("POST", tabs, 30),
  row("PATCH", `${tabs}/[^/]+`, 30),
  row("DELETE", `${tabs}/[^/]+`, 15),
  row("POST", `${team}/installedApps`, 30)
]

/** Resource units of directory requests, before what $select takes off (Graph: identity and access limits). */
const units = (method: GraphRequest["method"], path: string): number => {
  if (/\/transitiveMembers(?:\/|$)/u.test(path)) return 5
  if (path.endsWith("/checkMemberGroups")) return 4
  return method === "GET" && path.startsWith("/users") ? 2 : 1
}

/**
 * Requests below /security in a minute. Graph documents 150 for alerts, and nothing for incidents; the older API of
 * Microsoft Defender has 50.
 */
const securityRequests = 50

/** What a small tenant may use in 10 s; larger ones may more. */
const directoryUnits = 3_500

/**
 * The documented limits that a request counts against, the narrowest first: a request that waits for a team's turn
 * doesn't stand in the tenant's line, so that one busy team holds up no other.
 */
export const limitsOf = ({ method, path }: Pick<GraphRequest, "method" | "path">): ReadonlyArray<Limit> => {
  if (path.startsWith("/security/")) {
    return [{ key: "security", most: securityRequests, windowMillis: minute, cost: 1, shared: true }]
  }
  const teamId = /^\/(?:teams|groups)\/([^/(]+)(?=\/|$)/u.exec(path)?.[1]
  if (!/^\/teams(?:\/|$)|^\/groups\/[^/]+\/team$/u.test(path)) {
    return [
      { key: "directory", most: directoryUnits, windowMillis: 10 * second, cost: units(method, path), shared: true }
    ]
  }
  const found = rows.find((candidate) => candidate.method === method && candidate.path.test(path))
  const category =
    found === undefined ? (method === "GET" ? "other reads" : "other writes") : `${method} ${found.path.source}`
  const channel = /^\/teams\/[^/]+\/channels\/([^/]+)/u.exec(path)?.[1]
  return [
    ...(channel === undefined ? [] : [{ key: `channel ${channel}`, most: 1, windowMillis: second, cost: 1 }]),
    ...(found === undefined ? [{ key: `${method} ${path}`, most: 1, windowMillis: second, cost: 1 }] : []),
    ...(found?.perTeamAndMinute === undefined
      ? []
      : [{ key: `${category} ${teamId}`, most: found.perTeamAndMinute, windowMillis: minute, cost: 1 }]),
    ...(teamId === undefined ? [] : [{ key: `team ${teamId}`, most: 4, windowMillis: second, cost: 1 }]),
    { key: category, most: found?.perSecond ?? 30, windowMillis: second, cost: 1, shared: true }
  ]
}
