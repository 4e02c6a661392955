import { graphAudience, armAudience, cosmosAudience } from "../platform/bearerToken.ts"
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
  if (plain === cosmosAudience || plain === world.base) return plain
  const appId = plain.replace(/^api:\/\//, "")
  return tenant.state.applications.find((application) => application.appId === appId)?.appId
}

/** What a scope parameter asks for: one resource and, unless it is `.default`, scopes of it. */
export interface Asked {
  readonly resource: string
  readonly scopes: ReadonlyArray<string>
}

const standard = new Set(["openid", "profile", "offline_access", "email"])

/** Undefined when no resource is named, or several. */
const askedBy = (scope: string): Asked | undefined => {
  const asked = scope.split(/\s+/).filter((word) => word !== "" && !standard.has(word))
  const resources = new Set(asked.map((word) => word.slice(0, Math.max(word.lastIndexOf("/"), 0))))
  const [resource] = resources
  if (resources.size !== 1 || !resource) return undefined
  return {
    resource,
    scopes: asked.map((word) => word.slice(word.lastIndexOf("/") + 1)).filter((s) => s !== ".default")
  }
}

/** Signing in and nothing else: what Entra gives for that is a token of Graph with the scopes of OpenID Connect. */
export const asksForIdentityOnly = (scope: string): boolean =>
  scope.split(/\s+/).every((word) => word === "" || standard.has(word))

/** What a scope parameter asks for, and the `aud` that a token for it has. */
export const resourceAsked = (
  world: World,
  tenant: Tenant,
  scope: string
): { readonly asked: Asked; readonly audience: string } => {
  const asked = askedBy(scope)
  if (!asked) {
    throw new EntraError(
      400,
      "invalid_scope",
      70011,
      `The provided value for the input parameter 'scope' is not valid: '${scope}'.`
    )
  }
  const audience = audienceOf(world, tenant, asked.resource)
  if (audience !== undefined) return { asked, audience }
  throw new EntraError(
    400,
    "invalid_resource",
    500011,
    `The resource principal named ${asked.resource} was not found in the tenant.`
  )
}
