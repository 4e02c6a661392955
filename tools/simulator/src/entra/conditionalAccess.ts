import type { JWTPayload } from "jose"
import { isObject, type UncheckedObject } from "../platform/json.ts"
import { isMultifactor, requiredClaims } from "../platform/multifactor.ts"
import type { Tenant } from "../platform/Tenant.ts"
import { EntraError } from "./entraError.ts"

const parseObject = (text: string): UncheckedObject | undefined => {
  try {
    const parsed: unknown = JSON.parse(text)
    return isObject(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

/** Whether a parameter `claims` can be read: absent, or the JSON of an object. */
export const isClaimsRequest = (claims: string | null): boolean => claims === null || parseObject(claims) !== undefined

/**
 * Whether a sign-in with this parameter `claims` asks for multifactor authentication, which a person at the simulator
 * passes by choosing themselves once more: any claim that is essential for the access token does.
 */
export const asksForMultifactor = (claims: string | null): boolean => {
  if (claims === null) return false
  const request = parseObject(claims)?.["access_token"]
  return isObject(request) && Object.values(request).some((claim) => isObject(claim) && claim["essential"] === true)
}

/** Conditional access on what an API asks for in a person's name. Throws an EntraError. */
export const checkConditionalAccess = ({ state }: Tenant, assertion: JWTPayload): void => {
  const { onBehalfOf } = state.behavior
  if (onBehalfOf === "block") {
    throw new EntraError(
      400,
      "interaction_required",
      53003,
      "Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.",
      { claims: requiredClaims, suberror: "message_only" }
    )
  }
  if (onBehalfOf === "mfa" && !isMultifactor(assertion)) {
    throw new EntraError(
      400,
      "interaction_required",
      50076,
      "Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.",
      { claims: requiredClaims, suberror: "basic_action" }
    )
  }
}
