import { randomUUID } from "node:crypto"
import { Hono } from "hono"
import { createMiddleware } from "hono/factory"
import { requiredClaims } from "../platform/multifactor.ts"
import { authorizationVersions, checkApiVersion, cosmosVersions, hasTasks, sentinelVersions } from "./apiVersions.ts"
import type { ArmEnvironment } from "./ArmCall.ts"
import { subscriptionOf, writtenSegments } from "./ArmCall.ts"
import type { ArmCaller } from "./ArmCaller.ts"
import {
  ArmError,
  insufficientClaims,
  invalidAuthenticationToken,
  invalidResourceType,
  methodNotAllowed,
  tooManyRequests
} from "./ArmError.ts"
import { cosmosRoutes } from "./cosmosRoutes.ts"
import { childRoutes, comments, relations, tasks } from "./incidents/childRoutes.ts"
import { evidenceRoutes, incidentRoutes } from "./incidents/incidentRoutes.ts"
import { queryOption } from "./odata/page.ts"
import { authorizationRoutes } from "./rbac/authorizationRoutes.ts"
import { makeThrottle, operationKind } from "./throttling.ts"

interface ArmAccess {
  /** Verifies the bearer token for audience https://management.azure.com; `undefined` when it can't be. */
  caller(request: Request): Promise<ArmCaller | undefined>
  now(): Date
  /** Factor by which the throttle's buckets fill faster than `now`. Default: 1. */
  readonly scale?: number
}

const incidents =
  "/subscriptions/:subscription/resourcegroups/:group/providers/microsoft.operationalinsights/workspaces/:workspace" +
  "/providers/microsoft.securityinsights/incidents"

const authorization = "/providers/microsoft.authorization/"

/**
 * The path for routing: ARM ignores case in providers, types and names, and Microsoft.Authorization can follow any
 * scope, so routes get the path in lower case, starting at that namespace if it is there.
 */
const routedPath = (request: Request): string => {
  const path = new URL(request.url).pathname.toLowerCase()
  const at = path.lastIndexOf(authorization)
  return at < 0 ? path : path.slice(at)
}

const isArmPath = (path: string): boolean => /^\/(subscriptions|providers)(\/|$)/i.test(path)

/** The last provider of a path, for error texts. */
const namespaceOf = (path: string): string =>
  path
    .match(/\/providers\/([^/]+)/gi)
    ?.at(-1)
    ?.slice("/providers/".length) ?? ""

/**
 * Azure Resource Manager for Microsoft Sentinel: incidents and what belongs to them, permissions, role assignments.
 * Passes on every path that isn't ARM's.
 */
export const armSurface = (access: ArmAccess): Hono => {
  const throttle = makeThrottle(() => access.now().getTime(), access.scale ?? 1)
  const arm = new Hono<ArmEnvironment>({ getPath: routedPath })

  arm.onError((error, c) => {
    if (error instanceof ArmError) return error.toResponse()
    console.error(error)
    return c.json({ error: { code: "InternalServerError", message: "Internal server error" } }, 500)
  })

  const identify = createMiddleware<ArmEnvironment>(async (c, next) => {
    const requestId = randomUUID()
    await next()
    const { headers } = c.res
    headers.set("x-ms-request-id", requestId)
    headers.set("x-ms-correlation-request-id", c.req.header("x-ms-correlation-request-id") ?? requestId)
    headers.set("x-ms-routing-request-id", `SIMULATOR:${access.now().toISOString()}:${requestId}`)
    const clientRequestId = c.req.header("x-ms-client-request-id")
    if (clientRequestId !== undefined && c.req.header("x-ms-return-client-request-id") === "true") {
      headers.set("x-ms-client-request-id", clientRequestId)
    }
  })

  const authenticate = createMiddleware<ArmEnvironment>(async (c, next) => {
    const caller = await access.caller(c.req.raw)
    if (caller === undefined) {
      throw invalidAuthenticationToken(/^bearer\s+\S/i.test(c.req.header("authorization") ?? ""))
    }
    const { withoutMultifactor } = caller.arm.behavior
    const isWrite = c.req.method === "PUT" || c.req.method === "DELETE" || c.req.method === "PATCH"
    if (
      !caller.multifactor &&
      (withoutMultifactor === "refuse" || (withoutMultifactor === "refuseWrites" && isWrite))
    ) {
      throw insufficientClaims(requiredClaims)
    }
    c.set("caller", caller)
    c.set("now", () => access.now())
    await next()
  })

  const version = createMiddleware<ArmEnvironment>(async (c, next) => {
    const { pathname, searchParams } = new URL(c.req.url)
    const supported = c.req.path.startsWith(authorization)
      ? authorizationVersions
      : c.req.path.includes("/providers/microsoft.documentdb/")
        ? cosmosVersions
        : sentinelVersions
    c.set("apiVersion", checkApiVersion(queryOption(searchParams, "api-version"), supported, pathname))
    await next()
  })

  const limit = createMiddleware<ArmEnvironment>(async (c, next) => {
    const { objectId, arm: state } = c.var.caller
    if (!state.behavior.throttling) return next()
    const [root = "", subscription = ""] = writtenSegments(c)
    const scope = root.toLowerCase() === "subscriptions" ? "subscription" : "tenant"
    const kind = operationKind(c.req.method)
    const key = [c.var.caller.tenantId, objectId, scope === "subscription" ? subscription.toLowerCase() : ""].join(" ")
    const admission = throttle.admit(key, kind)
    if (!admission.admitted) throw tooManyRequests(kind.slice(0, -1), admission.retryAfterSeconds)
    await next()
    c.res.headers.set(`x-ms-ratelimit-remaining-${scope}-${kind}`, String(admission.remaining))
  })

  arm.use(identify, authenticate, version, limit)

  arm.use("/subscriptions/:subscription/*", async (c, next) => {
    subscriptionOf(c, c.req.param("subscription"))
    await next()
  })
  arm.use(`${incidents}/:incident/tasks/*`, async (c, next) => {
    if (!hasTasks(c.var.apiVersion)) throw invalidResourceType("Microsoft.SecurityInsights", c.var.apiVersion)
    await next()
  })

  authorizationRoutes(arm)
  cosmosRoutes(arm)
  incidentRoutes(arm, incidents)
  evidenceRoutes(arm, incidents)
  childRoutes(arm, incidents, comments)
  childRoutes(arm, incidents, relations)
  childRoutes(arm, incidents, tasks)

  for (const path of [incidents, `${incidents}/:incident`, `${incidents}/:incident/:list{alerts|bookmarks|entities}`]) {
    arm.all(path, (c) => {
      throw methodNotAllowed(c.req.method)
    })
  }

  // createTeam too: removed in 2025-01-01-preview, and no longer served for earlier versions.
  arm.notFound((c) => invalidResourceType(namespaceOf(new URL(c.req.url).pathname), c.var.apiVersion).toResponse())

  const surface = new Hono()
  surface.use(async (c, next) => (isArmPath(new URL(c.req.url).pathname) ? arm.fetch(c.req.raw, c.env) : next()))
  return surface
}
