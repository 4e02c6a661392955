import { Hono } from "hono"
import type { World } from "../World.ts"
import { bodyOf, ControlFailure, requiredText, tenantOf } from "./ControlFailure.ts"
import { findUser } from "./find.ts"

/** Device code sign-ins that wait for a person, and what that person does: `{"user":"ben"}` or `{"decline":true}`. */
export const deviceSignIns = (world: World): Hono => {
  const app = new Hono()

  app.get("/tenants/:tenant/device-sign-ins", (c) =>
    c.json({
      value: tenantOf(world, c)
        .deviceSignIns.pending(world.clock.now())
        .map(({ userCode, clientId, scope }) => ({ userCode, clientId, scope }))
    })
  )

  app.post("/tenants/:tenant/device-sign-ins/:code", async (c) => {
    const tenant = tenantOf(world, c)
    const code = c.req.param("code").toUpperCase()
    const signIn = tenant.deviceSignIns.pending(world.clock.now()).find(({ userCode }) => userCode === code)
    if (!signIn) throw new ControlFailure(404, `No device waits with the code '${code}'.`)
    const body = await bodyOf(c)
    signIn.decision =
      body["decline"] === true ? "declined" : { signedIn: findUser(tenant, requiredText(body, "user")).id }
    return c.body(null, 204)
  })

  return app
}
