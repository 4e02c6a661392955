import { Hono } from "hono"
import type { DirectoryGroup } from "../../platform/Directory.ts"
import type { UncheckedObject } from "../../platform/json.ts"
import type { Tenant } from "../../platform/Tenant.ts"
import type { World } from "../../platform/World.ts"
import { allow } from "../allow.ts"
import type { GraphContext, GraphEnv } from "../GraphEnv.ts"
import { badRequest, resourceNotFound } from "../GraphFailure.ts"
import { jsonBody, textOf, textsOf } from "../jsonBody.ts"
import { metadata, page, applyQuery, selectInPage, selectProperties } from "../odata/answer.ts"
import { checkConsistency, checkIndexed, queryOf } from "../odata/query.ts"
import { searchOf } from "../odata/search.ts"
import { createGroups, readGroups, writeGroups } from "./groupPermissions.ts"
import { groupResource, indexedGroupProperties } from "./groupResource.ts"
import { checkGroupText, checkNickname, newGroup } from "./newGroup.ts"

export const groupOf = (c: GraphContext, id: string) => {
  const group = c.get("tenant").group(id)
  if (!group) throw resourceNotFound(id)
  return group
}

/** A read goes to a replica that may not have a new group yet. */
const isReadable = (tenant: Tenant, { createdAt }: DirectoryGroup): boolean =>
  createdAt + tenant.clock.real(tenant.state.behavior.groupReadLagMillis) <= tenant.clock.now()

/** /groups and /groups/{id}: list, create, read, update, soft-delete. */
export const groups = (world: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.get("/groups", allow(readGroups, "directory"), (c) => {
    const tenant = c.get("tenant")
    const query = checkConsistency(c, queryOf(c))
    checkIndexed(query, indexedGroupProperties)
    const search = searchOf(
      query,
      ["displayName", "description", "mail", "mailNickname"],
      ["displayName", "description"]
    )
    const now = tenant.clock.now()
    const listed = Object.values(tenant.state.groups)
      .filter((group) => group.deletedAt === null && group.indexedAt <= now)
      .map((group) => groupResource(tenant, group))
    const found = page(c, world, query, applyQuery(listed, query, search), { context: "groups" })
    return c.json(selectInPage(found, query.select))
  })

  app.post("/groups", allow(createGroups, "directory"), async (c) => {
    const tenant = c.get("tenant")
    const body = await jsonBody(c)
    const uniqueName = textOf(body, "uniqueName") ?? null
    if (uniqueName !== null && Object.values(tenant.state.groups).some((group) => group.uniqueName === uniqueName)) {
      throw badRequest("Another object with the same value for property uniqueName already exists.")
    }
    const group = newGroup(tenant, c.get("caller"), body, uniqueName)
    return c.json({ "@odata.context": metadata("groups/$entity"), ...groupResource(tenant, group) }, 201)
  })

  app.get("/groups/:id", allow(readGroups, "directory"), (c) => {
    const found = groupOf(c, c.req.param("id"))
    if (!isReadable(c.get("tenant"), found)) throw resourceNotFound(found.id)
    const group = groupResource(c.get("tenant"), found)
    return c.json({ "@odata.context": metadata("groups/$entity"), ...selectProperties(group, queryOf(c).select) })
  })

  app.patch("/groups/:id", allow(writeGroups, "directory"), async (c) => {
    const tenant = c.get("tenant")
    const group = groupOf(c, c.req.param("id"))
    updateGroup(tenant, group, await jsonBody(c))
    tenant.changed()
    return c.body(null, 204)
  })

  app.delete("/groups/:id", allow(writeGroups, "directory"), (c) => {
    const tenant = c.get("tenant")
    const group = groupOf(c, c.req.param("id"))
    if (group.groupTypes.includes("Unified")) group.deletedAt = tenant.clock.now()
    else tenant.forget(group.id)
    tenant.changed()
    return c.body(null, 204)
  })

  return app
}

const changeable = new Set(["displayName", "description", "visibility", "mailNickname"])
/** May be sent again, as in an upsert, but not changed. */
const repeatable = new Set(["mailEnabled", "securityEnabled", "groupTypes"])

/** Updates an existing group. Binds of owners and members have no effect. */
const updateGroup = (tenant: Tenant, group: DirectoryGroup, body: UncheckedObject): void => {
  const { displayName, description } = checkGroupText(body)
  const current: UncheckedObject = { ...group }
  for (const [name, value] of Object.entries(body)) {
    if (name.includes("@odata") || changeable.has(name)) continue
    const same = repeatable.has(name) && JSON.stringify(value) === JSON.stringify(current[name])
    if (!same) throw badRequest(`Property '${name}' is read-only and cannot be set.`)
  }
  const visibility = textOf(body, "visibility")
  const mailNickname = textOf(body, "mailNickname")
  if (mailNickname !== undefined && mailNickname !== group.mailNickname) {
    group.mailNickname = checkNickname(tenant, mailNickname)
    if (group.mailEnabled) group.mail = `${mailNickname}@${tenant.state.domain}`
  }
  if (displayName !== undefined) group.displayName = displayName
  if (description !== undefined) group.description = description
  if (visibility !== undefined) group.visibility = visibility
}

const keyOf = (segment: string): string => segment.slice("uniqueName=".length)

const find = (tenant: Tenant, uniqueName: string): DirectoryGroup | undefined =>
  Object.values(tenant.state.groups).find((group) => group.uniqueName === uniqueName && group.deletedAt === null)

/**
 * `/groups(uniqueName='…')`, the alternate key (group-upsert). PATCH with
 * `Prefer: create-if-missing` is the one idempotent way to create a group; without the header it only updates.
 */
export const groupsByUniqueName = (_: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.get("/groups/:key{uniqueName=.+}", allow(readGroups, "directory"), (c) => {
    const tenant = c.get("tenant")
    const uniqueName = keyOf(c.req.param("key"))
    const group = find(tenant, uniqueName)
    if (!group || !isReadable(tenant, group)) throw resourceNotFound(uniqueName)
    return c.json({
      "@odata.context": metadata("groups/$entity"),
      ...selectProperties(groupResource(tenant, group), queryOf(c).select)
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
    // A replica that doesn't have the group yet creates it again, which fails over the nickname.
    if (existing && isReadable(tenant, existing)) {
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
