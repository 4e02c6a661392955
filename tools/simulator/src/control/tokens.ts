import { Hono } from "hono"
import { deviceSignInsOf } from "../entra/DeviceSignIns.ts"
import { applicationToken, lifetimeSeconds, type Minting, userToken } from "../entra/tokens.ts"
import { armAudience, graphAudience } from "../platform/bearerToken.ts"
import { isObject, type UncheckedObject } from "../platform/json.ts"
import { makeSigningKey } from "../platform/SigningKey.ts"
import type { Tenant } from "../platform/Tenant.ts"
import type { World } from "../platform/World.ts"
import { bodyOf, ControlFailure, optionalText, requiredText, tenantOf } from "./ControlFailure.ts"
import { findApplication, findUser } from "./find.ts"

/** `graph`, `arm`, an application's key, or any other audience unchanged. Default: the API of the application `server`. */
const audienceOf = (tenant: Tenant, name: string | undefined): string => {
  if (name === "graph") return graphAudience
  if (name === "arm") return armAudience
  const application = tenant.state.applications.find(({ key }) => key === (name ?? "server"))
  if (application) return application.appId
  if (name !== undefined) return name
  throw new ControlFailure(400, "This tenant has no application 'server': set 'audience'.")
}

const mintingOf = async (world: World, tenant: Tenant, body: UncheckedObject): Promise<Minting> => {
  const { expiresIn, claims } = body
  if (expiresIn !== undefined && typeof expiresIn !== "number")
    throw new ControlFailure(400, "'expiresIn' must be a number of seconds.")
  if (claims !== undefined && !isObject(claims)) throw new ControlFailure(400, "'claims' must be an object.")
  return {
    audience: audienceOf(tenant, optionalText(body, "audience")),
    ...(expiresIn === undefined ? {} : { expiresIn }),
    ...(claims === undefined ? {} : { claims }),
    // Another key under the published key's name.
    ...(body["forged"] === true ? { signedBy: { ...(await makeSigningKey()), kid: world.signingKey.kid } } : {})
  }
}

/**
 * POST /tenants/{tid}/tokens: issues a token. `{"user":"ben"}` or `{"application":"playbook"}`, each with
 * `audience`, `expiresIn` (seconds; negative: expired), `claims` (written over the usual ones), `forged: true` (signed
 * by a key that isn't published); for a user also `clientId` and `scope`. A disabled account gets one too: a token
 * from before it was disabled.
 */
export const tokens = (world: World): Hono => {
  const app = new Hono()

  app.post("/tenants/:tenant/tokens", async (c) => {
    const tenant = tenantOf(world, c)
    const body = await bodyOf(c)
    const minting = await mintingOf(world, tenant, body)
    const user = optionalText(body, "user")
    const application = optionalText(body, "application")
    if ((user === undefined) === (application === undefined)) {
      throw new ControlFailure(400, "Set either 'user' or 'application'.")
    }
    const accessToken =
      user === undefined
        ? await applicationToken(world, tenant, findApplication(tenant, application ?? ""), minting)
        : await userToken(
            world,
            tenant,
            findUser(tenant, user),
            optionalText(body, "clientId") ?? minting.audience,
            (optionalText(body, "scope") ?? "access_as_user").split(/\s+/),
            minting
          )
    return c.json({ token_type: "Bearer", expires_in: minting.expiresIn ?? lifetimeSeconds, access_token: accessToken })
  })

  return app
}

/** Device code sign-ins that wait for a person, and the person's decision: `{"user":"ben"}` or `{"decline":true}`. */
export const deviceSignIns = (world: World): Hono => {
  const app = new Hono()

  app.get("/tenants/:tenant/device-sign-ins", (c) =>
    c.json({
      value: deviceSignInsOf(tenantOf(world, c))
        .pending(world.clock.now())
        .map(({ userCode, clientId, scope }) => ({ userCode, clientId, scope }))
    })
  )

  app.post("/tenants/:tenant/device-sign-ins/:code", async (c) => {
    const tenant = tenantOf(world, c)
    const code = c.req.param("code").toUpperCase()
    const signIn = deviceSignInsOf(tenant)
      .pending(world.clock.now())
      .find(({ userCode }) => userCode === code)
    if (!signIn) throw new ControlFailure(404, `There is no pending sign-in with the code '${code}'.`)
    const body = await bodyOf(c)
    signIn.decision =
      body["decline"] === true ? "declined" : { signedIn: findUser(tenant, requiredText(body, "user")).id }
    return c.body(null, 204)
  })

  return app
}
