import type { MiddlewareHandler } from "hono"
import { withoutVersion } from "../../odataPath.ts"
import type { GraphEnv } from "../GraphEnv.ts"
import { GraphFailure } from "../GraphFailure.ts"
import { chargeOf } from "./limitsOf.ts"

/**
 * Counts the request and refuses it with 429 above a limit. Retry-After is in REAL seconds of the wire, rounded up to
 * milliseconds: windows are divided by PLATFORM_TIME_SCALE, so at scale 100 it is a small fraction such as 0.008.
 */
export const throttle = (): MiddlewareHandler<GraphEnv> => async (c, next) => {
  const tenant = c.get("tenant")
  const { appId } = c.get("caller")
  const people = Object.keys(tenant.state.users).length
  const query = new URL(c.req.url).searchParams
  const charge = chargeOf(appId, c.req.method, withoutVersion(c.req.path), query, people)
  const call = c.get("call")
  if (call) call.category = charge.category
  if (!tenant.state.behavior.throttling) return next()
  const broken = tenant.throttles.take(charge.limits)
  const [units] = charge.limits
  if (broken) {
    throw new GraphFailure(429, "TooManyRequests", "Please retry again later.", {
      headers: {
        "retry-after": String((Math.ceil(broken.waitMillis) + 1) / 1_000),
        ...(charge.units === undefined
          ? {}
          : {
              "x-ms-throttle-scope": `Tenant_Application/ReadWrite/${appId}/${tenant.id}`,
              "x-ms-throttle-information": broken.limit.key.endsWith("writes")
                ? "WriteLimitExceeded"
                : "ResourceUnitLimitExceeded"
            })
      },
      inner: { code: "429", message: "Please retry after", status: "429" }
    })
  }
  await next()
  if (charge.units === undefined || !units) return
  c.res.headers.set("x-ms-resource-unit", String(charge.units))
  const share = tenant.throttles.share(units)
  if (share > 0.8) c.res.headers.set("x-ms-throttle-limit-percentage", share.toFixed(2))
}
