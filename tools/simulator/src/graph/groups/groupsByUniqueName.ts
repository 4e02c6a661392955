import { Hono } from "hono"
import type { DirectoryGroup } from "../../Directory.ts"
import type { Tenant } from "../../Tenant.ts"
import type { World } from "../../World.ts"
import { allow } from "../allow.ts"
import type { GraphEnv } from "../GraphEnv.ts"
import { badRequest, resourceNotFound } from "../GraphFailure.ts"
import { jsonBody, textsOf } from "../jsonBody.ts"
import { metadata, selected } from "../odata/answer.ts"
import { queryOf } from "../odata/query.ts"
import { createGroups, readGroups } from "./groupPermissions.ts"
import { groupResource } from "./groupResource.ts"
import { updateGroup } from "./groups.ts"
import { newGroup } from "./newGroup.ts"

const keyOf = (segment: string): string => segment.slice("uniqueName=".length)

const find = (tenant: Tenant, uniqueName: string): DirectoryGroup | undefined =>
  Object.values(tenant.state.groups).find((group) => group.uniqueName === uniqueName && group.deletedAt === null)

/**
 * `/groups(uniqueName='…')`, the alternate key (group-upsert). Reads by it don't lag. PATCH with
 * `Prefer: create-if-missing` is the one idempotent way to create a group; without the header it only updates.
 */
export const groupsByUniqueName = (_: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.get("/groups/:key{uniqueName=.+}", allow(readGroups, "directory"), (c) => {
    const tenant = c.get("tenant")
    const uniqueName = keyOf(c.req.param("key"))
    const group = find(tenant, uniqueName)
    if (!group) throw resourceNotFound(uniqueName)
    return c.json({
      "@odata.context": metadata("groups/$entity"),
      ...selected(groupResource(tenant, group), queryOf(c).select)
    })
  })

  app.patch("/groups/:key{uniqueName=.+}", allow(createGroups, "directory"), async (c) => {
    const tenant = c.get("tenant")
    const uniqueName = keyOf(c.req.param("key"))
    if (uniqueName.length > 120)
      throw badRequest("Invalid value specified for property 'uniqueName' of resource 'Group'.")
    const body = await jsonBody(c)
    if (body["uniqueName"] !== undefined && body["uniqueName"] !== uniqueName) {
      throw badRequest("Property 'uniqueName' is immutable.")
    }
    const existing = find(tenant, uniqueName)
    if (existing) {
      if (textsOf(body, "owners@odata.bind").length + textsOf(body, "members@odata.bind").length > 20) {
        throw badRequest("The number of relationships in the request exceeds the maximum of 20.")
      }
      const { uniqueName: _same, ...change } = body
      updateGroup(tenant, existing, change)
      tenant.changed()
      return c.body(null, 204)
    }
    const prefer = c.req
      .header("prefer")
      ?.split(",")
      .map((part) => part.trim().toLowerCase())
    if (!prefer?.includes("create-if-missing")) throw resourceNotFound(uniqueName)
    const deleted = Object.values(tenant.state.groups).some((group) => group.uniqueName === uniqueName)
    if (deleted && tenant.state.behavior.deletedUniqueName === "taken") {
      throw badRequest("Another object with the same value for property uniqueName already exists.")
    }
    const group = newGroup(tenant, c.get("caller"), body, uniqueName)
    return c.json({ "@odata.context": metadata("groups/$entity"), ...groupResource(tenant, group) }, 201)
  })

  return app
}
