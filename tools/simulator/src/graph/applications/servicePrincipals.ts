import { Hono } from "hono"
import type { Application } from "../../platform/Directory.ts"
import { guidOf } from "../../platform/guid.ts"
import { hasPrincipal, isKnown, type Resource, resourcesOf } from "../../platform/resources.ts"
import type { Tenant } from "../../platform/Tenant.ts"
import type { World } from "../../platform/World.ts"
import { allow, either } from "../allow.ts"
import type { GraphContext, GraphEnv } from "../GraphEnv.ts"
import { badRequest, GraphFailure, resourceNotFound } from "../GraphFailure.ts"
import { jsonBody, textOf } from "../jsonBody.ts"
import { metadata, page, selectInPage, selectProperties } from "../odata/answer.ts"
import { queryOf } from "../odata/query.ts"
import { consenters, forRoles, registrars, requireRole } from "./administrator.ts"
import { readApplications, writeApplications } from "./applications.ts"

const principalResource = ({ objectId, appId, displayName, roles, scopes }: Resource) => ({
  id: objectId,
  appId,
  displayName,
  accountEnabled: true,
  servicePrincipalType: "Application",
  appRoles: roles.map((role) => ({ ...role, isEnabled: true, allowedMemberTypes: ["Application"] })),
  oauth2PermissionScopes: scopes.map((scope) => ({ ...scope, isEnabled: true, type: "Admin" }))
})

/** By object id or `appId=…`. */
const principalOf = (c: GraphContext): Resource => {
  const key = c.req.param("key") ?? ""
  const found = resourcesOf(c.get("tenant")).find(({ objectId, appId }) => key === objectId || key === `appId=${appId}`)
  if (!found) throw resourceNotFound(key)
  return found
}

const clientOf = (tenant: Tenant, objectId: string): Application | undefined =>
  tenant.state.applications.find(
    (application) => application.objectId === objectId && hasPrincipal(tenant, application)
  )

interface Assignment {
  readonly id: string
  readonly audience: string
  readonly role: string
  readonly resource: Resource
  readonly appRoleId: string
}

/** What is granted to an application, whether over Graph or by the control API. */
const assignmentsOf = (tenant: Tenant, { objectId, roles }: Application): ReadonlyArray<Assignment> =>
  resourcesOf(tenant).flatMap((resource) =>
    (roles[resource.audience] ?? []).flatMap((role) =>
      resource.roles
        .filter(({ value }) => value === role)
        .map(({ id }) => ({
          id: guidOf(`assignment/${objectId}/${resource.objectId}/${id}`),
          audience: resource.audience,
          role,
          resource,
          appRoleId: id
        }))
    )
  )

const assignmentResource = (client: Application, { id, resource, appRoleId }: Assignment) => ({
  id,
  appRoleId,
  principalId: client.objectId,
  principalType: "ServicePrincipal",
  principalDisplayName: client.displayName,
  resourceId: resource.objectId,
  resourceDisplayName: resource.displayName
})

const assign = either("AppRoleAssignment.ReadWrite.All")
const invalidReference = () => badRequest("Not a valid reference update.")

/** /servicePrincipals: upsert by `appId`, read, and what applications are granted (appRoleAssignments). */
export const servicePrincipals = (world: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.get("/servicePrincipals/:key", allow(readApplications, "directory"), (c) =>
    c.json({
      "@odata.context": metadata("servicePrincipals/$entity"),
      ...selectProperties(principalResource(principalOf(c)), queryOf(c).select)
    })
  )

  app.patch(
    "/servicePrincipals/:key",
    allow(writeApplications, "directory"),
    forRoles([...registrars, "Application Developer"]),
    (c) => {
      const tenant = c.get("tenant")
      const key = c.req.param("key")
      if (resourcesOf(tenant).some(({ objectId, appId }) => key === objectId || key === `appId=${appId}`))
        return c.body(null, 204)
      const appId = key.replace(/^appId=/u, "")
      const application = tenant.state.applications.find((candidate) => candidate.appId === appId)
      const registration = application?.registration
      if (c.req.header("prefer") !== "create-if-missing") throw resourceNotFound(key)
      if (application === undefined || registration === undefined || !isKnown(tenant, registration.createdAt)) {
        const message = `The appId '${appId}' of the service principal does not reference a valid application object.`
        throw new GraphFailure(400, "Request_BadRequest", message, {
          details: [{ code: "NoBackingApplicationObject", message, target: "appId" }]
        })
      }
      if (registration.principalCreatedAt !== undefined) {
        throw new GraphFailure(
          409,
          "Request_MultipleObjectsWithSameKeyValue",
          `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`
        )
      }
      registration.principalCreatedAt = tenant.clock.now()
      tenant.changed()
      const made = { ...application, audience: appId, roles: [], scopes: [] }
      return c.json({ "@odata.context": metadata("servicePrincipals/$entity"), ...principalResource(made) }, 201)
    }
  )

  app.get("/servicePrincipals/:key/appRoleAssignments", allow(readApplications, "directory"), (c) => {
    const tenant = c.get("tenant")
    const query = queryOf(c)
    const client = clientOf(tenant, principalOf(c).objectId)
    const all = client === undefined ? [] : assignmentsOf(tenant, client).map((one) => assignmentResource(client, one))
    return c.json(selectInPage(page(c, world, query, all, { context: "appRoleAssignments" }), query.select))
  })

  app.post("/servicePrincipals/:key/appRoleAssignments", allow(assign, "directory"), async (c) => {
    const tenant = c.get("tenant")
    const body = await jsonBody(c)
    const resource = resourcesOf(tenant).find(({ objectId }) => objectId === textOf(body, "resourceId"))
    // Only Microsoft Graph's permissions need the higher role.
    requireRole(c, resource?.displayName === "Microsoft Graph" ? consenters : [...consenters, ...registrars])
    const principalId = textOf(body, "principalId") ?? ""
    if (principalId !== c.req.param("key")) throw badRequest("Property principalId must be the service principal's id.")
    const client = clientOf(tenant, principalId)
    if (client === undefined || resource === undefined) throw invalidReference()
    const role = resource.roles.find(({ id }) => id === textOf(body, "appRoleId"))
    if (role === undefined) throw badRequest("Permission being assigned was not found on application.")
    const granted = client.roles[resource.audience] ?? []
    if (granted.includes(role.value)) throw badRequest("Permission being assigned already exists on the object")
    client.roles[resource.audience] = [...granted, role.value]
    tenant.changed()
    const made = assignmentsOf(tenant, client).find(({ appRoleId }) => appRoleId === role.id)
    if (made === undefined) throw invalidReference()
    return c.json(
      { "@odata.context": metadata("appRoleAssignments/$entity"), ...assignmentResource(client, made) },
      201
    )
  })

  app.delete(
    "/servicePrincipals/:key/appRoleAssignments/:assignment",
    allow(assign, "directory"),
    forRoles(consenters),
    (c) => {
      const tenant = c.get("tenant")
      const client = clientOf(tenant, c.req.param("key"))
      const id = c.req.param("assignment")
      const found = client && assignmentsOf(tenant, client).find((assignment) => assignment.id === id)
      if (!client || !found) throw resourceNotFound(id)
      client.roles[found.audience] = (client.roles[found.audience] ?? []).filter((role) => role !== found.role)
      tenant.changed()
      return c.body(null, 204)
    }
  )

  return app
}
