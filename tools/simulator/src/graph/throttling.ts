import type { MiddlewareHandler } from "hono"
import type { Clock } from "../platform/Clock.ts"
import { withoutVersion } from "../platform/requestPath.ts"
import { perTenant } from "../platform/Tenant.ts"
import type { GraphEnv } from "./GraphEnv.ts"
import { GraphFailure } from "./GraphFailure.ts"

interface Log {
  /** Arrival times, ascending, with what each cost. */
  readonly entries: Array<{ readonly at: number; readonly cost: number }>
  sum: number
}

/** A limit: `most` (requests or units) within `windowMillis` of platform time, for what `key` names. */
export interface Limit {
  readonly key: string
  readonly maximum: number
  readonly windowMillis: number
  /** Default 1. */
  readonly cost?: number
}

/**
 * Sliding windows. Throttled requests count too (Graph: "all requests, also rejected ones, count"), so a client that
 * continues without waiting stays throttled.
 */
export class Throttles {
  readonly #clock: Clock
  readonly #logs = new Map<string, Log>()

  constructor(clock: Clock) {
    this.#clock = clock
  }

  /**
   * Counts a request against all limits. Returns undefined when it is within them; otherwise the broken limit and after how
   * many REAL milliseconds there is room again (windows are divided by the time scale, so this is often a fraction of
   * a second).
   */
  take(limits: ReadonlyArray<Limit>): { readonly limit: Limit; readonly waitMillis: number } | undefined {
    const now = this.#clock.now()
    let broken: { limit: Limit; waitMillis: number } | undefined
    for (const limit of limits) {
      const window = this.#clock.real(limit.windowMillis)
      const cost = limit.cost ?? 1
      const log = this.#log(limit.key)
      this.#expire(log, now - window)
      log.entries.push({ at: now, cost })
      log.sum += cost
      if (log.sum > limit.maximum) {
        const waitMillis = this.#roomAt(log, limit.maximum - cost) + window - now
        if (!broken || waitMillis > broken.waitMillis) broken = { limit, waitMillis }
      }
    }
    return broken
  }

  /** Returns the used share of the limit, for x-ms-throttle-limit-percentage. */
  share(limit: Limit): number {
    return (this.#logs.get(limit.key)?.sum ?? 0) / limit.maximum
  }

  reset(): void {
    this.#logs.clear()
  }

  #log(key: string): Log {
    const log = this.#logs.get(key) ?? { entries: [], sum: 0 }
    this.#logs.set(key, log)
    return log
  }

  #expire(log: Log, before: number): void {
    let expired = 0
    while (expired < log.entries.length && (log.entries[expired]?.at ?? 0) <= before) {
      log.sum -= log.entries[expired]?.cost ?? 0
      expired += 1
    }
    log.entries.splice(0, expired)
  }

  /** Returns the arrival time of the entry whose expiry leaves at most `room` in use. */
  #roomAt(log: Log, room: number): number {
    let rest = log.sum
    for (const { at, cost } of log.entries) {
      rest -= cost
      if (rest <= room) return at
    }
    return log.entries.at(-1)?.at ?? 0
  }
}

/**
 * The documented throttling limits of Microsoft Graph that a request counts against (throttling-limits, the Teams table's
 * newest edition). Limits over all tenants are left out, because tenants here are independent.
 */
interface Charge {
  /** Name for the record of calls, such as `POST members`. */
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
      { key: `${appId} ${category}`, maximum: perSecond, windowMillis: second },
      ...(teamId === undefined ? [] : [{ key: `${appId} team ${teamId}`, maximum: 4, windowMillis: second }]),
      ...(channelId === undefined ? [] : [{ key: `${appId} channel ${channelId}`, maximum: 1, windowMillis: second }]),
      ...(perResource ? [{ key: `${appId} ${category} ${path}`, maximum: 1, windowMillis: second }] : []),
      ...(perMinute === undefined
        ? []
        : [{ key: `${appId} ${category} ${teamId}`, maximum: perMinute, windowMillis: 60 * second }])
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
  const maximum = people < 50 ? 3_500 : people <= 500 ? 5_000 : 8_000
  return {
    category: writes ? "directory write" : "directory read",
    units,
    limits: [
      { key: `${appId} units`, maximum, windowMillis: 10 * second, cost: units },
      ...(writes ? [{ key: `${appId} writes`, maximum: 3_000, windowMillis: 150 * second }] : [])
    ]
  }
}

/** `path` without version, OData keys as segments. `people`: users of the tenant, whose number sets its size class. */
const chargeOf = (appId: string, method: string, path: string, query: URLSearchParams, people: number): Charge =>
  /^\/teams(?:\/|$)|^\/groups\/[^/]+\/team$/.test(path)
    ? teamsCharge(appId, method, path)
    : directoryCharge(appId, method, path, query, people)

export const throttlesOf = perTenant(({ clock }) => new Throttles(clock))

/** The Teams service's own words (msgraph-sdk-javascript#42). */
const teamsBusy = "The server is busy. Please try again later."

/**
 * Counts the request, and answers 429 above a limit. Retry-After is in REAL seconds of the wire: whole ones at scale 1.
 * Windows are divided by PLATFORM_TIME_SCALE, so at scale 100 it is a small fraction such as 0.008.
 */
export const throttle = (): MiddlewareHandler<GraphEnv> => async (c, next) => {
  const tenant = c.get("tenant")
  const { appId } = c.get("caller")
  const people = Object.keys(tenant.state.users).length
  const query = new URL(c.req.url).searchParams
  const charge = chargeOf(appId, c.req.method, withoutVersion(c.req.path), query, people)
  const call = c.get("call")
  if (call) call.category = charge.category
  if (!tenant.state.behavior.throttling) return next()
  const throttles = throttlesOf(tenant)
  const broken = throttles.take(charge.limits)
  const [units] = charge.limits
  if (broken) {
    const isTeams = charge.units === undefined
    const seconds = (Math.ceil(broken.waitMillis) + 1) / 1_000
    const withoutRetryAfter = isTeams && tenant.state.behavior.teamsRetryAfter === "absent"
    throw new GraphFailure(429, "TooManyRequests", isTeams ? teamsBusy : "Please retry again later.", {
      headers: {
        // Whole seconds where the platform's time is real.
        ...(withoutRetryAfter
          ? {}
          : { "retry-after": String(tenant.clock.scale === 1 ? Math.ceil(seconds) : seconds) }),
        ...(charge.units === undefined
          ? {}
          : {
              "x-ms-throttle-scope": `Tenant_Application/ReadWrite/${appId}/${tenant.id}`,
              "x-ms-throttle-information": broken.limit.key.endsWith("writes")
                ? "WriteLimitExceeded"
                : "ResourceUnitLimitExceeded"
            })
      },
      inner: { code: "429", message: "Please retry after", status: "429" }
    })
  }
  await next()
  if (charge.units === undefined || !units) return
  c.res.headers.set("x-ms-resource-unit", String(charge.units))
  const share = throttles.share(units)
  if (share > 0.8) c.res.headers.set("x-ms-throttle-limit-percentage", share.toFixed(2))
}
