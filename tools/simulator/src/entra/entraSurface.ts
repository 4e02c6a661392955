import { Hono } from "hono"
import { issuerOf } from "../platform/bearerToken.ts"
import type { Tenant } from "../platform/Tenant.ts"
import type { World } from "../platform/World.ts"
import { requestedResource } from "./audience.ts"
import { clientOf, withBasicCredentials } from "./authenticateClient.ts"
import { asksForMultifactor, isClaimsRequest } from "./conditionalAccess.ts"
import { deviceSignInsOf } from "./DeviceSignIns.ts"
import { answerEntraError, EntraError } from "./entraError.ts"
import { managedIdentity } from "./managedIdentity.ts"
import { answerTokenRequest } from "./tokenEndpoint.ts"

/** `POST /{tenant}/oauth2/v2.0/devicecode`: the codes for a device's sign-in. Throws EntraError. */
const answerDeviceRequest = (world: World, tenant: Tenant, form: URLSearchParams) => {
  const client = clientOf(tenant, form)
  const scope = form.get("scope") ?? ""
  requestedResource(world, tenant, scope)
  const claims = form.get("claims")
  if (!isClaimsRequest(claims)) {
    throw new EntraError(400, "invalid_request", 9002339, "The parameter 'claims' is not a JSON object.")
  }
  const { userCode, deviceCode, intervalSeconds } = deviceSignInsOf(tenant).begin(
    { clientId: client.appId, scope, multifactor: asksForMultifactor(claims) },
    tenant.state.behavior,
    world.clock.now()
  )
  const verificationUri = `${world.pages}/device`
  return {
    user_code: userCode,
    device_code: deviceCode,
    verification_uri: verificationUri,
    expires_in: tenant.state.behavior.deviceCodeSeconds,
    interval: intervalSeconds,
    message: `To sign in, use a web browser to open the page ${verificationUri} and enter the code ${userCode} to authenticate.`
  }
}

/** Microsoft Entra ID for @azure/identity and token verifiers, at `/{tenant id or domain}/…`. */
export const entraSurface = (world: World): Hono => {
  const app = new Hono()

  const tenantOf = (name: string): Tenant => {
    const tenant = world.find(name)
    if (tenant) return tenant
    throw new EntraError(
      400,
      "invalid_tenant",
      90002,
      `Tenant '${name}' not found. Check to make sure you have the correct tenant ID.`
    )
  }

  app.route("/msi", managedIdentity(world))

  app.get("/:tenant/v2.0/.well-known/openid-configuration", (c) => {
    const { id } = tenantOf(c.req.param("tenant"))
    const authority = `${world.base}/${id}`
    return c.json({
      issuer: issuerOf(world, id),
      // For browsers, which don't know the certificate.
      authorization_endpoint: `${world.pages}/${id}/oauth2/v2.0/authorize`,
      end_session_endpoint: `${world.pages}/${id}/oauth2/v2.0/logout`,
      token_endpoint: `${authority}/oauth2/v2.0/token`,
      device_authorization_endpoint: `${authority}/oauth2/v2.0/devicecode`,
      jwks_uri: `${authority}/discovery/v2.0/keys`,
      token_endpoint_auth_methods_supported: ["client_secret_post", "private_key_jwt", "client_secret_basic"],
      response_types_supported: ["code", "id_token", "code id_token", "id_token token"],
      scopes_supported: ["openid", "profile", "email", "offline_access"],
      subject_types_supported: ["pairwise"],
      id_token_signing_alg_values_supported: ["RS256"],
      tenant_region_scope: null
    })
  })

  app.get("/:tenant/discovery/v2.0/keys", (c) => {
    tenantOf(c.req.param("tenant"))
    return c.json({ keys: [world.signingKey.published] })
  })

  app.post("/:tenant/oauth2/v2.0/token", async (c) => {
    const tenant = tenantOf(c.req.param("tenant"))
    const answer = await answerTokenRequest(
      world,
      tenant,
      withBasicCredentials(new URLSearchParams(await c.req.text()), c.req.header("authorization"))
    )
    return c.json(answer, 200, { "cache-control": "no-store, no-cache" })
  })

  app.post("/:tenant/oauth2/v2.0/devicecode", async (c) => {
    const tenant = tenantOf(c.req.param("tenant"))
    return c.json(answerDeviceRequest(world, tenant, new URLSearchParams(await c.req.text())), 200, {
      "cache-control": "no-store, no-cache"
    })
  })

  app.onError((error, c) => {
    if (error instanceof EntraError) return answerEntraError(c, error)
    throw error
  })
  return app
}
