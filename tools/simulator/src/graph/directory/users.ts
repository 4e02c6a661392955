import { Hono, type MiddlewareHandler } from "hono"
import { transitiveGroupIds } from "../../platform/membership.ts"
import type { World } from "../../platform/World.ts"
import { allow, either } from "../allow.ts"
import type { GraphCaller, GraphContext, GraphEnv } from "../GraphEnv.ts"
import { badRequest, GraphFailure, resourceNotFound } from "../GraphFailure.ts"
import { jsonBody, textsOf } from "../jsonBody.ts"
import { metadata, page, applyQuery, selectInPage, selectProperties } from "../odata/answer.ts"
import { checkConsistency, checkIndexed, queryOf } from "../odata/query.ts"
import { searchOf } from "../odata/search.ts"
import { groupResource } from "./groupResource.ts"
import { basicUserProperties, indexedUserProperties, userResource, usualUserProperties } from "./userResource.ts"

const full = ["User.Read.All", "User.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"]
const readUsers = either("User.ReadBasic.All", ...full)

const userOf = (c: GraphContext, key: string) => {
  const user = c.get("tenant").user(key)
  if (!user) throw resourceNotFound(key)
  return user
}

/** Returns the properties to show: User.ReadBasic.All allows only the basic ones. Throws 403 for others in $select. */
const visibleTo = (caller: GraphCaller, select: ReadonlyArray<string> | undefined): ReadonlyArray<string> => {
  if (full.some((name) => caller.permissions.has(name))) return select ?? usualUserProperties
  const hidden = select?.find((name) => !basicUserProperties.includes(name))
  if (hidden !== undefined) {
    throw new GraphFailure(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.")
  }
  return select ?? basicUserProperties
}

/** GET /users and /users/{id or userPrincipalName}. */
export const users = (world: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.get("/users", allow(readUsers, "directory"), (c) => {
    const query = checkConsistency(c, queryOf(c))
    checkIndexed(query, indexedUserProperties)
    const search = searchOf(
      query,
      ["displayName", "mail", "userPrincipalName", "givenName", "surname"],
      ["displayName"]
    )
    const all = Object.values(c.get("tenant").state.users).map((user) => ({ ...user }))
    const found = page(c, world, query, applyQuery(all, query, search), { context: "users" })
    const select = visibleTo(c.get("caller"), query.select)
    return c.json({ ...found, value: found.value.map((user) => selectProperties(userResource(user), select)) })
  })

  app.get("/users/:id", allow(readUsers, "directory"), (c) => {
    const user = userResource(userOf(c, c.req.param("id")))
    const select = visibleTo(c.get("caller"), queryOf(c).select)
    return c.json({ "@odata.context": metadata("users/$entity"), ...selectProperties(user, select) })
  })

  return app
}

const directory = ["Directory.Read.All", "Directory.ReadWrite.All"]
/** Group.ReadWrite.All isn't in the table for a user's memberships (directoryobject-checkmembergroups). */
const groupMembership = either("GroupMember.Read.All", "Group.Read.All", ...directory)
const usersWithGroups = { application: ["User.Read.All", ...directory], delegated: readUsers.delegated }

/** Groups that contain a user, directly or nested: checkMemberGroups, getMemberGroups, transitiveMemberOf. */
export const userGroups = (world: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()
  // Two permissions are needed: one for the user, one for the groups (directoryobject-checkmembergroups).
  const pair: ReadonlyArray<MiddlewareHandler<GraphEnv>> = [
    allow(usersWithGroups, "directory"),
    allow(groupMembership, "directory")
  ]
  const memberOf = allow(either("User.Read.All", ...groupMembership.application), "directory")

  app.use("/users/:id/checkMemberGroups", ...pair)
  app.post("/users/:id/checkMemberGroups", async (c) => {
    const user = userOf(c, c.req.param("id"))
    const requested = textsOf(await jsonBody(c), "groupIds")
    if (requested.length === 0) throw badRequest("The property 'groupIds' is required.")
    if (requested.length > 20) throw badRequest("Too many elements in the collection 'groupIds': at most 20.")
    const held = new Set(transitiveGroupIds(c.get("tenant"), user.id))
    return c.json({
      "@odata.context": metadata("Collection(Edm.String)"),
      value: requested.filter((id) => held.has(id.toLowerCase()))
    })
  })

  app.use("/users/:id/getMemberGroups", ...pair)
  app.post("/users/:id/getMemberGroups", async (c) => {
    const tenant = c.get("tenant")
    const user = userOf(c, c.req.param("id"))
    const body = await jsonBody(c)
    if (typeof body["securityEnabledOnly"] !== "boolean")
      throw badRequest("The property 'securityEnabledOnly' is required.")
    const value = transitiveGroupIds(tenant, user.id).filter(
      (id) => body["securityEnabledOnly"] !== true || tenant.group(id)?.securityEnabled
    )
    return c.json({ "@odata.context": metadata("Collection(Edm.String)"), value })
  })

  for (const path of [
    "/users/:id/transitiveMemberOf",
    "/users/:id/transitiveMemberOf/:cast{(microsoft\\.)?graph\\.group}"
  ] as const) {
    app.get(path, memberOf, (c) => {
      const tenant = c.get("tenant")
      const requested = queryOf(c)
      const { search, filter, orderBy } = requested
      const query = checkConsistency(c, requested, {
        advanced: search !== undefined || filter !== undefined || orderBy !== undefined
      })
      const groups = transitiveGroupIds(tenant, userOf(c, c.req.param("id")).id).flatMap((id) => tenant.group(id) ?? [])
      const items = groups.map((group) => ({
        "@odata.type": "#microsoft.graph.group",
        ...groupResource(tenant, group)
      }))
      const found = page(
        c,
        world,
        query,
        items.filter((item) => query.filter?.test(item) ?? true),
        { context: "directoryObjects" }
      )
      return c.json(selectInPage(found, query.select))
    })
  }

  return app
}
