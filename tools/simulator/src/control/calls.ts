import { Hono } from "hono"
import type { World } from "../World.ts"
import { tenantOf } from "./ControlFailure.ts"

/** The record of requests: `?since=<seq>` leaves out those up to it; `?surface=graph` those of other surfaces. */
export const calls = (world: World): Hono => {
  const app = new Hono()

  app.get("/tenants/:tenant/calls", (c) => {
    const tenant = tenantOf(world, c)
    const since = Number(c.req.query("since") ?? 0)
    const surface = c.req.query("surface")
    const value = tenant.calls.filter((call) => call.seq > since && (surface === undefined || call.surface === surface))
    return c.json({ value, last: tenant.calls.at(-1)?.seq ?? since })
  })

  app.delete("/tenants/:tenant/calls", (c) => {
    tenantOf(world, c).calls = []
    return c.body(null, 204)
  })

  return app
}
