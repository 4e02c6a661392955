import { Hono } from "hono"
import { armSurface } from "./arm/armSurface.ts"
import { controlSurface } from "./control/controlSurface.ts"
import { cosmosSurface } from "./cosmos/cosmosSurface.ts"
import { armCaller } from "./entra/armCaller.ts"
import { entraSurface } from "./entra/entraSurface.ts"
import { traffic } from "./faults/traffic.ts"
import { graphSurface } from "./graph/graphSurface.ts"
import { routingPath } from "./odataPath.ts"
import type { ServerEnv } from "./ServerEnv.ts"
import type { World } from "./World.ts"

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
    c.json(
      { error: { code: "NotFound", message: `The simulator serves nothing at ${c.req.method} ${c.req.path}.` } },
      404
    )
  )
  return app
}
