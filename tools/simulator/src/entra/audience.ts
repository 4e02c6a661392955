import { graphAudience, armAudience, cosmosAudience, exchangeAudience } from "../platform/bearerToken.ts"
import type { Tenant } from "../platform/Tenant.ts"
import type { World } from "../platform/World.ts"
import { EntraError } from "./entraError.ts"

/**
 * The `aud` of a token for a resource as clients write it, `https://management.azure.com/`, `api://<client id>` or a
 * bare client id; undefined when the tenant has no such resource.
 */
export const audienceOf = (world: World, tenant: Tenant, resource: string): string | undefined => {
  const plain = resource.replace(/\/+$/, "").toLowerCase()
  if (plain === graphAudience || plain === "00000003-0000-0000-c000-000000000000") return graphAudience
  if (plain === armAudience || plain === "https://management.core.windows.net") return armAudience
  if (plain === exchangeAudience.toLowerCase()) return exchangeAudience
  if (plain === cosmosAudience || plain === world.base) return plain
  const appId = plain.replace(/^api:\/\/(?:[^/]+\/)?/, "")
  const api = tenant.state.applications.find((application) => application.appId === appId)
  // A registered application has only the addresses that it was given.
  const uris = api?.registration?.written["identifierUris"]
  const isNamed = api?.registration === undefined || plain === appId || (Array.isArray(uris) && uris.includes(plain))
  return isNamed ? api?.appId : undefined
}

/** A parsed scope parameter: one resource and, unless it is `.default`, scopes of it. */
export interface RequestedScope {
  readonly resource: string
  readonly scopes: ReadonlyArray<string>
}

const standard = new Set(["openid", "profile", "offline_access", "email"])

/** Undefined when no resource is named, or several. */
const readScope = (scope: string): RequestedScope | undefined => {
  const requested = scope.split(/\s+/).filter((word) => word !== "" && !standard.has(word))
  const resources = new Set(requested.map((word) => word.slice(0, Math.max(word.lastIndexOf("/"), 0))))
  const [resource] = resources
  if (resources.size !== 1 || !resource) return undefined
  return {
    resource,
    scopes: requested.map((word) => word.slice(word.lastIndexOf("/") + 1)).filter((s) => s !== ".default")
  }
}

/** True for sign-in only, for which Entra issues a Graph token with the scopes of OpenID Connect. */
export const isIdentityOnly = (scope: string): boolean =>
  scope.split(/\s+/).every((word) => word === "" || standard.has(word))

/** Returns the parsed scope parameter and the `aud` of a token for it. */
export const requestedResource = (
  world: World,
  tenant: Tenant,
  scope: string
): { readonly requested: RequestedScope; readonly audience: string } => {
  const requested = readScope(scope)
  if (!requested) {
    throw new EntraError(
      400,
      "invalid_scope",
      70011,
      `The provided value for the input parameter 'scope' is not valid: '${scope}'.`
    )
  }
  const audience = audienceOf(world, tenant, requested.resource)
  if (audience !== undefined) return { requested, audience }
  throw new EntraError(
    400,
    "invalid_resource",
    500011,
    `The resource principal named ${requested.resource} was not found in the tenant.`
  )
}
