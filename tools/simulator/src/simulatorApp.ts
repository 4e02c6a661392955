import { Hono } from "hono"
import type { ArmCaller } from "./arm/ArmCaller.ts"
import { armSurface } from "./arm/armSurface.ts"
import { controlSurface } from "./control/controlSurface.ts"
import { builtInDataRoles } from "./cosmos/access/dataRoles.ts"
import { cosmosSurface } from "./cosmos/cosmosSurface.ts"
import { entraSurface } from "./entra/entraSurface.ts"
import { traffic } from "./faults/traffic.ts"
import { graphSurface } from "./graph/graphSurface.ts"
import { armAudience, bearerOf, verifyToken } from "./platform/bearerToken.ts"
import { transitiveGroupIds } from "./platform/membership.ts"
import { isMultifactor } from "./platform/multifactor.ts"
import { routingPath } from "./platform/requestPath.ts"
import { hasPrincipal } from "./platform/resources.ts"
import type { ServerEnv } from "./platform/ServerEnv.ts"
import type { World } from "./platform/World.ts"

/** Returns the caller of Azure Resource Manager; undefined when the bearer token isn't valid for it. */
const armCaller = async (world: World, request: Request): Promise<ArmCaller | undefined> => {
  const verified = await verifyToken(world, bearerOf(request), armAudience)
  if (!verified.ok) return undefined
  const { claims, tenant } = verified
  const objectId = String(claims["oid"])
  const user = tenant.state.users[objectId]
  const application = tenant.state.applications.find((candidate) => candidate.objectId === objectId)
  if (!user && !application) return undefined
  tenant.settle()
  return {
    tenantId: tenant.id,
    objectId,
    kind: user ? "user" : "application",
    displayName: user?.displayName ?? application?.displayName ?? objectId,
    multifactor: !user || isMultifactor(claims),
    ...(user ? { userPrincipalName: user.userPrincipalName } : {}),
    ...(user?.mail ? { email: user.mail } : {}),
    groupIds: transitiveGroupIds(tenant, objectId),
    groupsOf: (other) => transitiveGroupIds(tenant, other),
    principalTypeOf: (other) => {
      if (tenant.state.users[other]) return "User"
      if (tenant.group(other)) return "Group"
      return tenant.state.applications.some((one) => one.objectId === other && hasPrincipal(tenant, one))
        ? "ServicePrincipal"
        : undefined
    },
    arm: tenant.state.arm,
    cosmos: {
      state: tenant.state.cosmos,
      documentEndpoint: `${world.base}/`,
      roleIds: [...builtInDataRoles, ...tenant.state.cosmos.roles].map(({ id }) => id)
    },
    changed: () => tenant.changed()
  }
}

/** All surfaces on one address. Their paths don't collide: `/v1.0/`, `/subscriptions/`, `/dbs/`, `/control/`, `/{tenant}/`. */
export const simulatorApp = (world: World): Hono<ServerEnv> => {
  const app = new Hono<ServerEnv>({ getPath: (request) => routingPath(request.url) })
  app.use(traffic(world))
  app.route("/", controlSurface(world))
  app.route(
    "/v1.0",
    graphSurface(world, (request, env) => app.fetch(request, env))
  )
  app.route(
    "/",
    armSurface({
      caller: (request) => armCaller(world, request),
      now: () => new Date(world.clock.now()),
      scale: world.clock.scale
    })
  )
  app.route("/", cosmosSurface(world))
  app.route("/", entraSurface(world))
  app.notFound((c) =>
    c.json({ error: { code: "NotFound", message: `The simulator doesn't serve ${c.req.method} ${c.req.path}.` } }, 404)
  )
  return app
}
