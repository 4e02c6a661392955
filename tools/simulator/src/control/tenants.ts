import { Hono } from "hono"
import { throttlesOf } from "../graph/throttling.ts"
import { checkBehavior } from "../platform/Behavior.ts"
import { emptyTenant } from "../platform/Tenant.ts"
import type { World } from "../platform/World.ts"
import { sampleTenant } from "../sample/sampleTenant.ts"
import { bodyOf, ControlFailure, optionalText, tenantOf } from "./ControlFailure.ts"

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Creates and removes tenants, and changes how their platform behaves. */
export const tenants = (world: World): Hono => {
  const app = new Hono()

  app.get("/tenants", (c) =>
    c.json({
      value: [...world.tenants.values()].map(({ id, state }) => ({
        id,
        displayName: state.displayName,
        domain: state.domain
      }))
    })
  )

  // Creates or replaces a tenant: 201 when it is new, 200 otherwise.
  app.put("/tenants/:tenant", async (c) => {
    const id = c.req.param("tenant").toLowerCase()
    if (!guid.test(id)) throw new ControlFailure(400, "A tenant id must be a GUID.")
    const body = await bodyOf(c)
    const seed = optionalText(body, "seed") ?? "sample"
    if (seed !== "sample" && seed !== "empty") throw new ControlFailure(400, "'seed' must be sample or empty.")
    const isNew = !world.tenants.has(id)
    const state = seed === "sample" ? sampleTenant(id, world.clock.now()) : emptyTenant(id)
    state.displayName = optionalText(body, "displayName") ?? state.displayName
    state.domain = optionalText(body, "domain") ?? state.domain
    if (typeof body["random"] === "number") state.random = body["random"]
    world.put(state)
    return c.json({ id, displayName: state.displayName, domain: state.domain }, isNew ? 201 : 200)
  })

  app.delete("/tenants/:tenant", (c) => {
    world.remove(tenantOf(world, c).id)
    return c.body(null, 204)
  })

  app.get("/tenants/:tenant/behavior", (c) => c.json(tenantOf(world, c).state.behavior))

  app.patch("/tenants/:tenant/behavior", async (c) => {
    const tenant = tenantOf(world, c)
    const change = await bodyOf(c)
    const invalid = checkBehavior(change)
    if (invalid !== undefined) throw new ControlFailure(400, invalid)
    Object.assign(tenant.state.behavior, change)
    throttlesOf(tenant).reset()
    tenant.changed()
    return c.json(tenant.state.behavior)
  })

  return app
}

/** The record of requests: `?since=<seq>` returns later ones only, `?surface=graph` those of one surface. */
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
