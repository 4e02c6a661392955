import { Hono } from "hono"
import type { World } from "../platform/World.ts"
import { armControl } from "./arm.ts"
import { ControlFailure } from "./ControlFailure.ts"
import { cosmosControl } from "./cosmos.ts"
import { directory } from "./directory.ts"
import { faults } from "./faults.ts"
import { manualChanges } from "./manualChanges.ts"
import { calls, tenants } from "./tenants.ts"
import { deviceSignIns, tokens } from "./tokens.ts"
import { truth } from "./truth.ts"

/** The control API, for tests and the sandbox: no authentication, loopback only, not recorded, without faults. */
export const controlSurface = (world: World): Hono => {
  const app = new Hono()
  for (const routes of [tenants, tokens, deviceSignIns, directory, faults, manualChanges, calls, truth, cosmosControl])
    app.route("/control", routes(world))
  app.route(
    "/",
    armControl({
      tenant: (id) => {
        const tenant = world.find(id)
        return tenant && { arm: tenant.state.arm, changed: () => tenant.changed() }
      },
      now: () => new Date(world.clock.now()),
      after: (platformMillis) => world.clock.now() + world.clock.real(platformMillis)
    })
  )
  app.onError((error, c) => {
    if (error instanceof ControlFailure) return c.json({ error: error.message }, error.status)
    console.error(error)
    return c.json({ error: `Simulator bug: ${error.stack ?? error.message}` }, 500)
  })
  return app
}
