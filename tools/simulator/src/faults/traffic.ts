import { randomUUID } from "node:crypto"
import { setTimeout as pause } from "node:timers/promises"
import type { Context, MiddlewareHandler } from "hono"
import { decodeJwt } from "jose"
import { accountHolder } from "../cosmos/access/identify.ts"
import { cosmosOperation } from "../cosmos/cosmosOperation.ts"
import { bearerOf } from "../platform/bearerToken.ts"
import type { Call } from "../platform/Call.ts"
import type { Fault } from "../platform/Fault.ts"
import { type Surface, surfaceOf, withoutVersion } from "../platform/requestPath.ts"
import type { ServerEnv } from "../platform/ServerEnv.ts"
import type { Tenant } from "../platform/Tenant.ts"
import type { World } from "../platform/World.ts"
import { sampleTenantId } from "../sample/people.ts"
import { faultAnswer, emptyPage, rewriteLocation, truncateBody, resetConnection } from "./faultAnswers.ts"
import { matchFaults } from "./matchFaults.ts"

const recordedHeaders = new Set([
  "client-request-id",
  "prefer",
  "consistencylevel",
  "user-agent",
  "x-ms-client-request-id"
])

/** Returns the tenant whose records and faults a request belongs to. The token is read, not verified: surfaces do that. */
const tenantOf = (world: World, surface: Surface, path: string, request: Request): Tenant | undefined => {
  if (surface === "cosmos") return accountHolder(world, request)
  if (surface === "entra") {
    const [, first = "", second = ""] = path.split("/")
    if (first !== "msi") return world.find(first)
    return world.find(second === "token" ? sampleTenantId : second)
  }
  try {
    const { tid } = decodeJwt(bearerOf(request) ?? "")
    return typeof tid === "string" ? world.tenants.get(tid) : undefined
  } catch {
    return undefined
  }
}

const record = (tenant: Tenant, c: Context<ServerEnv>, surface: Exclude<Surface, "control">): Call => {
  const url = new URL(c.req.url)
  const headers: Record<string, string> = {}
  for (const [name, value] of c.req.raw.headers) {
    if (recordedHeaders.has(name) || name.startsWith("x-incident-teams-")) headers[name] = value
  }
  const clientRequestId = headers["client-request-id"] ?? headers["x-ms-client-request-id"]
  return tenant.record({
    at: new Date(tenant.clock.now()).toISOString(),
    surface,
    method: c.req.method,
    path: withoutVersion(c.req.path),
    ...(surface === "cosmos" ? { operation: cosmosOperation(c.req.raw) } : {}),
    ...(url.search === "" ? {} : { query: decodeURIComponent(url.search.slice(1).replaceAll("+", " ")) }),
    status: 0,
    durationMillis: 0,
    requestId: c.get("requestId"),
    ...(clientRequestId === undefined ? {} : { clientRequestId }),
    headers,
    ...(c.env?.batched ? { batched: true as const } : {})
  })
}

/**
 * Middleware for every surface but control: records the call, and applies matching faults before and after the request
 * is carried out. Faults for the handler itself (operations, members) are under `faults`.
 */
export const traffic =
  (world: World): MiddlewareHandler<ServerEnv> =>
  async (c, next) => {
    c.set("requestId", randomUUID())
    c.set("faults", [])
    const { pathname } = new URL(c.req.url)
    const surface = surfaceOf(pathname)
    if (surface === "control") return next()
    const tenant = tenantOf(world, surface, pathname, c.req.raw)
    if (!tenant) return next()
    c.set("holder", tenant)

    const call = record(tenant, c, surface)
    const start = performance.now()
    c.set("call", call)
    const incoming = { surface, method: c.req.method, path: c.req.path, operation: call.operation }
    const matched = matchFaults(tenant.state.faults, incoming, () => tenant.random())
    if (matched.length > 0) {
      call.faults = matched.map(({ id }) => id)
      tenant.changed()
    }
    try {
      const early = await before(c, tenant, surface, matched)
      if (early) {
        c.res = early
      } else {
        c.set(
          "faults",
          matched.map(({ fault }) => fault)
        )
        await next()
        await after(c, tenant, surface, matched)
      }
      // A reset leaves the status at 0: no answer was sent.
      if (call.reset === undefined) call.status = c.res.status
    } finally {
      call.durationMillis = Math.round(performance.now() - start)
    }
  }

type Matched = ReadonlyArray<{ readonly id: string; readonly fault: Fault }>

/** Returns the answer that replaces the request's effect; undefined: carry the request out. */
const before = async (
  c: Context<ServerEnv>,
  tenant: Tenant,
  surface: Surface,
  matched: Matched
): Promise<Response | undefined> => {
  for (const { id, fault } of matched) {
    if ("afterEffect" in fault && fault.afterEffect) continue
    switch (fault.kind) {
      case "slow":
        await pause(tenant.clock.real(fault.millis))
        break
      case "hold":
        await keepBody(c)
        if ((await tenant.holds.hold(id)) === "drop") return reset(c, "before")
        break
      case "answer":
        return faultAnswer(fault, surface, c)
      case "reset":
        // `midBody` breaks the real answer's body: handled after the effect.
        if (fault.midBody) break
        return reset(c, "before")
      case "emptyPage":
        return emptyPage(c.req.url, surface)
      case "operation":
      case "members":
      case "stale":
      case "truncate":
      case "location":
        break
    }
  }
  return undefined
}

const after = async (c: Context<ServerEnv>, tenant: Tenant, surface: Surface, matched: Matched): Promise<void> => {
  for (const { id, fault } of matched) {
    switch (fault.kind) {
      case "slow":
        if (fault.afterEffect) await pause(tenant.clock.real(fault.millis))
        break
      case "hold":
        if (fault.afterEffect && (await tenant.holds.hold(id)) === "drop") replace(c, reset(c, "after"))
        break
      case "answer":
        if (fault.afterEffect) replace(c, faultAnswer(fault, surface, c))
        break
      case "reset":
        if (fault.afterEffect || fault.midBody) replace(c, await resetAfter(c, fault.midBody === true))
        break
      case "truncate":
        replace(c, await truncateBody(c.res, fault.bytes))
        break
      case "location":
        replace(c, rewriteLocation(c.res, fault.form, `${new URL(c.req.url).origin}/v1.0`))
        break
      case "operation":
      case "members":
      case "stale":
      case "emptyPage":
        break
    }
  }
}

/** Reads the whole request, so that it can be carried out even after its sender has died. */
const keepBody = async (c: Context<ServerEnv>): Promise<void> => {
  const { method, url, headers } = c.req.raw
  if (method === "GET" || method === "HEAD") return
  c.req.raw = new Request(url, { method, headers, body: await c.req.arrayBuffer() })
}

/** Removes the previous answer first, because Hono would copy its headers. */
const replace = (c: Context<ServerEnv>, response: Response): void => {
  c.res = undefined
  c.res = response
}

const reset = (c: Context<ServerEnv>, when: "before" | "after"): Response => {
  const call = c.get("call")
  if (call) call.reset = when
  return resetConnection(c.env)
}

const resetAfter = async (c: Context<ServerEnv>, midBody: boolean): Promise<Response> => {
  const call = c.get("call")
  if (call) call.reset = "after"
  return resetConnection(
    c.env,
    midBody ? { status: c.res.status, headers: c.res.headers, body: await c.res.text() } : undefined
  )
}
