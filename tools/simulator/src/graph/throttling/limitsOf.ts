import type { Limit } from "./Throttles.ts"

/**
 * The documented throttles of Microsoft Graph that a request counts against (throttling-limits, the Teams table's
 * newest edition). Limits over all tenants are left out: each tenant here is a world of its own.
 */
export interface Charge {
  /** For the record of calls, as `POST members`. */
  readonly category: string
  readonly limits: ReadonlyArray<Limit>
  /** Resource units, for the directory's headers; undefined on Teams routes. */
  readonly units?: number
}

const second = 1_000

interface TeamsRow {
  readonly method: string
  readonly path: RegExp
  readonly category: string
  /** Requests per second of an application in a tenant. */
  readonly perSecond: number
  /** One request per second on the very same resource. */
  readonly perResource?: true
  /** Requests per minute on the team. */
  readonly perMinute?: number
}

const team = String.raw`/teams/[^/]+`
const channel = String.raw`${team}/channels/[^/]+`
const row = (
  method: string,
  path: string,
  category: string,
  perSecond: number,
  more: Pick<TeamsRow, "perResource" | "perMinute"> = {}
): TeamsRow => ({ method, path: new RegExp(`^${path}$`), category, perSecond, ...more })

/** The first row that matches counts; what matches none is "other". */
const teamsRows: ReadonlyArray<TeamsRow> = [
  row("PUT", "/groups/[^/]+/team", "PUT team", 6),
  row("GET", `(?:${team}|/groups/[^/]+/team)`, "GET team", 30),
  row("PATCH", team, "PATCH team", 30),
  row("POST", "/teams", "POST teams", 10),
  row("GET", `${team}/members`, "GET members", 60),
  row("POST", `${team}/members`, "POST members", 30, { perMinute: 4 }),
  row("GET", `${team}/channels`, "GET channels", 60, { perResource: true }),
  row("POST", `${team}/channels`, "POST channel", 30, { perResource: true }),
  row("GET", `${channel}/tabs(?:/[^/]+)?`, "GET tab", 30),
  row("POST", `${channel}/tabs`, "POST tab", 30),
  row("PATCH", `${channel}/tabs/[^/]+`, "PATCH tab", 30),
  row("DELETE", `${channel}/tabs/[^/]+`, "DELETE tab", 15),
  row("POST", `${channel}/messages`, "POST channel message", 50),
  row("GET", `${team}/installedApps`, "GET installedApps", 30),
  row("POST", `${team}/installedApps`, "POST installedApps", 30),
  row("DELETE", `${team}/installedApps/[^/]+`, "DELETE installedApps", 15)
]

const teamsCharge = (appId: string, method: string, path: string): Charge => {
  const found =
    teamsRows.find((candidate) => candidate.method === method && candidate.path.test(path)) ??
    row(method, "", method === "GET" ? "other GET" : "other calls", 30, { perResource: true })
  const { category, perSecond, perResource, perMinute } = found
  const teamId = /^\/(?:teams|groups)\/([^/]+)/.exec(path)?.[1]
  const channelId = /^\/teams\/[^/]+\/channels\/([^/]+)/.exec(path)?.[1]
  return {
    category,
    limits: [
      { key: `${appId} ${category}`, most: perSecond, windowMillis: second },
      ...(teamId === undefined ? [] : [{ key: `${appId} team ${teamId}`, most: 4, windowMillis: second }]),
      ...(channelId === undefined ? [] : [{ key: `${appId} channel ${channelId}`, most: 1, windowMillis: second }]),
      ...(perResource ? [{ key: `${appId} ${category} ${path}`, most: 1, windowMillis: second }] : []),
      ...(perMinute === undefined
        ? []
        : [{ key: `${appId} ${category} ${teamId}`, most: perMinute, windowMillis: 60 * second }])
    ]
  }
}

const unitsOf = (method: string, path: string): number => {
  if (method === "GET" && /^\/users(?:\/[^/]+)?$/.test(path)) return 2
  if (method === "GET" && /^\/groups\/[^/]+\/members(?:\/|$)/.test(path)) return 3
  if (method === "GET" && /^\/groups\/[^/]+\/transitiveMembers(?:\/|$)/.test(path)) return 5
  if (path.endsWith("/checkMemberGroups")) return 4
  if (path.endsWith("/getMemberGroups") || /\/transitiveMemberOf(?:\/|$)/.test(path)) return 2
  return 1
}

const directoryCharge = (
  appId: string,
  method: string,
  path: string,
  query: URLSearchParams,
  people: number
): Charge => {
  const top = Number(query.get("$top") ?? Number.NaN)
  const units = Math.max(
    1,
    unitsOf(method, path) - (query.has("$select") ? 1 : 0) + (query.has("$expand") ? 1 : 0) - (top < 20 ? 1 : 0)
  )
  // checkMemberGroups and getMemberGroups read, although they are posted.
  const writes = method !== "GET" && !path.endsWith("MemberGroups")
  const most = people < 50 ? 3_500 : people <= 500 ? 5_000 : 8_000
  return {
    category: writes ? "directory write" : "directory read",
    units,
    limits: [
      { key: `${appId} units`, most, windowMillis: 10 * second, cost: units },
      ...(writes ? [{ key: `${appId} writes`, most: 3_000, windowMillis: 150 * second }] : [])
    ]
  }
}

/** `path` without version, OData keys as segments. `people`: users of the tenant, whose number sets its size class. */
export const chargeOf = (appId: string, method: string, path: string, query: URLSearchParams, people: number): Charge =>
  /^\/teams(?:\/|$)|^\/groups\/[^/]+\/team$/.test(path)
    ? teamsCharge(appId, method, path)
    : directoryCharge(appId, method, path, query, people)
