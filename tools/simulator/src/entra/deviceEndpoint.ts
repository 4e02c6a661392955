import type { Tenant } from "../Tenant.ts"
import type { World } from "../World.ts"
import { resourceAsked } from "./audience.ts"
import { clientOf } from "./authenticateClient.ts"

/** `POST /{tenant}/oauth2/v2.0/devicecode`: what a device shows, and asks for its tokens with. Throws EntraError. */
export const answerDeviceRequest = (world: World, tenant: Tenant, form: URLSearchParams) => {
  const client = clientOf(tenant, form)
  const scope = form.get("scope") ?? ""
  resourceAsked(world, tenant, scope)
  const { userCode, deviceCode, intervalSeconds } = tenant.deviceSignIns.begin(
    client.appId,
    scope,
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
