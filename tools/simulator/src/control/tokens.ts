import { Hono } from "hono"
import { armAudience, graphAudience } from "../entra/audience.ts"
import { makeSigningKey } from "../entra/SigningKey.ts"
import { applicationToken, lifetimeSeconds, type Minting, userToken } from "../entra/tokens.ts"
import { isObject, type JsonObject } from "../graph/jsonBody.ts"
import type { Tenant } from "../Tenant.ts"
import type { World } from "../World.ts"
import { bodyOf, ControlFailure, optionalText, tenantOf } from "./ControlFailure.ts"
import { findApplication, findUser } from "./find.ts"

/** By default the API of the application `server`; `graph`, `arm`, an application's key, or any text as it is. */
const audienceOf = (tenant: Tenant, name: string | undefined): string => {
  if (name === "graph") return graphAudience
  if (name === "arm") return armAudience
  const application = tenant.state.applications.find(({ key }) => key === (name ?? "server"))
  if (application) return application.appId
  if (name !== undefined) return name
  throw new ControlFailure(400, "This tenant has no application 'server': say which 'audience' the token is for.")
}

const mintingOf = async (world: World, tenant: Tenant, body: JsonObject): Promise<Minting> => {
  const { expiresIn, claims } = body
  if (expiresIn !== undefined && typeof expiresIn !== "number")
    throw new ControlFailure(400, "'expiresIn' is a number of seconds.")
  if (claims !== undefined && !isObject(claims)) throw new ControlFailure(400, "'claims' must be an object.")
  return {
    audience: audienceOf(tenant, optionalText(body, "audience")),
    ...(expiresIn === undefined ? {} : { expiresIn }),
    ...(claims === undefined ? {} : { claims }),
    // A key of somebody else's, under the published key's name.
    ...(body["forged"] === true ? { signedBy: { ...(await makeSigningKey()), kid: world.signingKey.kid } } : {})
  }
}

/**
 * POST /tenants/{tid}/tokens: what signing in would give. `{"user":"ben"}` or `{"application":"playbook"}`, each with
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
      throw new ControlFailure(400, "Say whose token: either 'user' or 'application'.")
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
