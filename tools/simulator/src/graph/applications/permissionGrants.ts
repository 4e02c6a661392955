import { Hono } from "hono"
import type { Application } from "../../platform/Directory.ts"
import { guidOf } from "../../platform/guid.ts"
import { hasPrincipal, type Resource, resourcesOf } from "../../platform/resources.ts"
import type { Tenant } from "../../platform/Tenant.ts"
import type { World } from "../../platform/World.ts"
import { allow, either } from "../allow.ts"
import type { GraphEnv } from "../GraphEnv.ts"
import { badRequest, GraphFailure, resourceNotFound } from "../GraphFailure.ts"
import { jsonBody, textOf } from "../jsonBody.ts"
import { applyQuery, metadata, page } from "../odata/answer.ts"
import { queryOf } from "../odata/query.ts"
import { consenters, forRoles, registrars } from "./administrator.ts"

const read = either("DelegatedPermissionGrant.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All")
const write = either("DelegatedPermissionGrant.ReadWrite.All")
const granters = [...consenters, ...registrars]

interface Grant {
  readonly client: Application
  readonly resource: Resource
  readonly id: string
}

/** Consent of an administrator for everyone; what people consent to for themselves isn't simulated. */
const grantsOf = (tenant: Tenant): ReadonlyArray<Grant> =>
  tenant.state.applications
    .filter((client) => hasPrincipal(tenant, client))
    .flatMap((client) =>
      resourcesOf(tenant)
        .filter(({ audience }) => (client.scopes[audience] ?? []).length > 0)
        .map((resource) => ({ client, resource, id: guidOf(`grant/${client.objectId}/${resource.objectId}`) }))
    )

const grantResource = ({ client, resource, id }: Grant) => ({
  id,
  clientId: client.objectId,
  consentType: "AllPrincipals",
  principalId: null,
  resourceId: resource.objectId,
  scope: (client.scopes[resource.audience] ?? []).join(" ")
})

const scopesOf = (resource: Resource, text: string | undefined): Array<string> => {
  const scopes = (text ?? "").split(" ").filter((scope) => scope !== "")
  const unknown = scopes.find((scope) => !resource.scopes.some(({ value }) => value === scope))
  if (unknown !== undefined) throw badRequest(`The scope '${unknown}' doesn't exist on the resource.`)
  return scopes
}

/** /oauth2PermissionGrants: delegated permissions that an administrator grants for everyone. */
export const permissionGrants = (world: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.get("/oauth2PermissionGrants", allow(read, "directory"), (c) => {
    const query = queryOf(c)
    const all = grantsOf(c.get("tenant")).map(grantResource)
    return c.json(page(c, world, query, applyQuery(all, query), { context: "oauth2PermissionGrants" }))
  })

  app.post("/oauth2PermissionGrants", allow(write, "directory"), forRoles(granters), async (c) => {
    const tenant = c.get("tenant")
    const body = await jsonBody(c)
    if (textOf(body, "consentType") !== "AllPrincipals")
      throw badRequest("Only consentType AllPrincipals is simulated.")
    const client = tenant.state.applications.find(
      (application) => application.objectId === textOf(body, "clientId") && hasPrincipal(tenant, application)
    )
    const resource = resourcesOf(tenant).find(({ objectId }) => objectId === textOf(body, "resourceId"))
    if (client === undefined || resource === undefined) throw resourceNotFound(textOf(body, "clientId") ?? "")
    if ((client.scopes[resource.audience] ?? []).length > 0) {
      throw new GraphFailure(409, "Request_MultipleObjectsWithSameKeyValue", "Permission entry already exists.")
    }
    client.scopes[resource.audience] = scopesOf(resource, textOf(body, "scope"))
    tenant.changed()
    const id = guidOf(`grant/${client.objectId}/${resource.objectId}`)
    return c.json(
      { "@odata.context": metadata("oauth2PermissionGrants/$entity"), ...grantResource({ client, resource, id }) },
      201
    )
  })

  app.patch("/oauth2PermissionGrants/:id", allow(write, "directory"), forRoles(granters), async (c) => {
    const tenant = c.get("tenant")
    const grant = grantsOf(tenant).find(({ id }) => id === c.req.param("id"))
    if (grant === undefined) throw resourceNotFound(c.req.param("id"))
    grant.client.scopes[grant.resource.audience] = scopesOf(grant.resource, textOf(await jsonBody(c), "scope"))
    tenant.changed()
    return c.body(null, 204)
  })

  app.delete("/oauth2PermissionGrants/:id", allow(write, "directory"), forRoles(granters), (c) => {
    const tenant = c.get("tenant")
    const grant = grantsOf(tenant).find(({ id }) => id === c.req.param("id"))
    if (grant === undefined) throw resourceNotFound(c.req.param("id"))
    grant.client.scopes[grant.resource.audience] = []
    tenant.changed()
    return c.body(null, 204)
  })

  return app
}
