import { Hono } from "hono"
import type { World } from "../../platform/World.ts"
import { allow } from "../allow.ts"
import type { GraphContext, GraphEnv } from "../GraphEnv.ts"
import { badRequest, resourceNotFound } from "../GraphFailure.ts"
import { metadata, page, applyQuery, selectInPage, selectProperties } from "../odata/answer.ts"
import { checkConsistency, checkIndexed, queryOf } from "../odata/query.ts"
import { readGroups, writeGroups } from "./groupPermissions.ts"
import { groupResource, indexedGroupProperties } from "./groupResource.ts"

/** /directory/deletedItems for Microsoft 365 groups: 30 days after DELETE they can be read and restored, same id. */
export const deletedGroups = (world: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  const deletedGroup = (c: GraphContext, id: string) => {
    const group = c.get("tenant").state.groups[id.toLowerCase()]
    if (!group || group.deletedAt === null) throw resourceNotFound(id)
    return group
  }

  app.get("/directory/deletedItems/:cast{(microsoft\\.)?graph\\.group}", allow(readGroups, "directory"), (c) => {
    const tenant = c.get("tenant")
    const query = checkConsistency(c, queryOf(c))
    checkIndexed(query, [...indexedGroupProperties, "deletedDateTime"])
    const deleted = Object.values(tenant.state.groups)
      .filter((group) => group.deletedAt !== null)
      .map((group) => groupResource(tenant, group))
    const found = page(c, world, query, applyQuery(deleted, query), { context: "groups" })
    return c.json(selectInPage(found, query.select))
  })

  app.get("/directory/deletedItems/:id", allow(readGroups, "directory"), (c) => {
    const group = groupResource(c.get("tenant"), deletedGroup(c, c.req.param("id")))
    return c.json({
      "@odata.context": metadata("directoryObjects/$entity"),
      "@odata.type": "#microsoft.graph.group",
      ...selectProperties(group, queryOf(c).select)
    })
  })

  app.post("/directory/deletedItems/:id/restore", allow(writeGroups, "directory"), (c) => {
    const tenant = c.get("tenant")
    const group = deletedGroup(c, c.req.param("id"))
    const rival = Object.values(tenant.state.groups).find(
      (other) => group.uniqueName !== null && other.uniqueName === group.uniqueName && other.deletedAt === null
    )
    if (rival) throw badRequest("Another object with the same value for property uniqueName already exists.")
    group.deletedAt = null
    tenant.changed()
    return c.json({
      "@odata.context": metadata("directoryObjects/$entity"),
      "@odata.type": "#microsoft.graph.group",
      ...groupResource(tenant, group)
    })
  })

  app.delete("/directory/deletedItems/:id", allow(writeGroups, "directory"), (c) => {
    const tenant = c.get("tenant")
    tenant.forget(deletedGroup(c, c.req.param("id")).id)
    tenant.changed()
    return c.body(null, 204)
  })

  return app
}
