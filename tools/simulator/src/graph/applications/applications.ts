import { Hono, type MiddlewareHandler } from "hono"
import { isKnown } from "../../platform/resources.ts"
import type { World } from "../../platform/World.ts"
import { allow, either } from "../allow.ts"
import type { GraphContext, GraphEnv } from "../GraphEnv.ts"
import { badRequest, resourceNotFound } from "../GraphFailure.ts"
import { jsonBody, textOf } from "../jsonBody.ts"
import { metadata, selectProperties } from "../odata/answer.ts"
import { queryOf } from "../odata/query.ts"
import { registrars, requireRole, rolesOfCaller } from "./administrator.ts"
import {
  addPassword,
  applicationResource,
  asRegistered,
  isRegistered,
  type Registered,
  register,
  removePassword,
  writeApplication
} from "./registration.ts"

const directory = ["Directory.Read.All", "Directory.ReadWrite.All", "Directory.AccessAsUser.All"]
export const readApplications = either("Application.Read.All", "Application.ReadWrite.All", ...directory)
export const writeApplications = either("Application.ReadWrite.All")

/** By object id, `appId=…` or `uniqueName=…`. */
const find = (c: GraphContext, key: string): Registered | undefined => {
  const [name = "", value] = key.includes("=") ? key.split("=") : ["id", key]
  return c
    .get("tenant")
    .state.applications.filter(isRegistered)
    .find(
      ({ appId, registration }) => ({ id: registration.id, appId, uniqueName: registration.uniqueName })[name] === value
    )
}

/** A read goes to a replica that may not have a new application yet. */
export const applicationOf = (c: GraphContext): Registered => {
  const key = c.req.param("key") ?? ""
  const found = find(c, key)
  if (!found || !isKnown(c.get("tenant"), found.registration.createdAt)) throw resourceNotFound(key)
  return found
}

/** The calling application, if it asks about itself: for that it needs no permission (note of "Get servicePrincipal"). */
const ownOf = (c: GraphContext): Registered | undefined => {
  const { kind, appId } = c.get("caller")
  const tenant = c.get("tenant")
  const own = tenant.state.applications.find((application) => application.appId === appId)
  if (kind !== "application" || own === undefined || c.req.param("key") !== `appId=${appId}`) return undefined
  return isRegistered(own) ? own : asRegistered(tenant, own)
}

const readable: MiddlewareHandler<GraphEnv> = (c, next) =>
  ownOf(c) === undefined ? allow(readApplications, "directory")(c, next) : next()

export const changeable = (c: GraphContext): Registered => {
  const found = applicationOf(c)
  requireRole(c, registrars, found.registration.owners)
  return found
}

/**
 * /applications: upsert by `uniqueName` (application-upsert), read, update, delete, and client secrets. Seeded applications
 * have no registration; only they themselves can read one.
 */
export const applications = (_: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.get(
    "/me/transitiveMemberOf/microsoft.graph.directoryRole",
    allow(either("User.Read", ...directory), "directory"),
    (c) => c.json({ "@odata.context": metadata("directoryRoles"), value: rolesOfCaller(c) })
  )

  app.get("/applications/:key", readable, (c) =>
    c.json({
      "@odata.context": metadata("applications/$entity"),
      ...selectProperties(applicationResource(ownOf(c) ?? applicationOf(c)), queryOf(c).select)
    })
  )

  app.patch("/applications/:key", allow(writeApplications, "directory"), async (c) => {
    const tenant = c.get("tenant")
    const key = c.req.param("key")
    const body = await jsonBody(c)
    const existing = find(c, key)
    if (existing && isKnown(tenant, existing.registration.createdAt)) {
      writeApplication(tenant, changeable(c), body)
      tenant.changed()
      return c.body(null, 204)
    }
    const [name, uniqueName] = key.split("=")
    if (name !== "uniqueName" || uniqueName === undefined || c.req.header("prefer") !== "create-if-missing") {
      throw resourceNotFound(key)
    }
    // A replica that doesn't have the application yet creates it again, which the index refuses.
    if (existing) throw badRequest("Another object with the same value for property uniqueName already exists.")
    requireRole(c, [...registrars, "Application Developer"])
    const caller = c.get("caller")
    const made = register(tenant, body, uniqueName, caller.kind === "user" ? caller.objectId : undefined)
    tenant.changed()
    return c.json({ "@odata.context": metadata("applications/$entity"), ...applicationResource(made) }, 201)
  })

  app.delete("/applications/:key", allow(writeApplications, "directory"), (c) => {
    const tenant = c.get("tenant")
    const removed = changeable(c)
    tenant.state.applications = tenant.state.applications.filter((application) => application !== removed)
    tenant.changed()
    return c.body(null, 204)
  })

  app.post("/applications/:key/addPassword", allow(writeApplications, "directory"), async (c) => {
    const tenant = c.get("tenant")
    const credential = addPassword(tenant, changeable(c), await jsonBody(c))
    tenant.changed()
    return c.json({ "@odata.context": metadata("microsoft.graph.passwordCredential"), ...credential })
  })

  app.post("/applications/:key/removePassword", allow(writeApplications, "directory"), async (c) => {
    removePassword(changeable(c), textOf(await jsonBody(c), "keyId") ?? "")
    c.get("tenant").changed()
    return c.body(null, 204)
  })

  return app
}
