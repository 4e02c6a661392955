import { Hono } from "hono"
import type { MiddlewareHandler } from "hono"
import type { World } from "../../World.ts"
import { allow, either } from "../allow.ts"
import type { GraphEnv } from "../GraphEnv.ts"
import { badRequest } from "../GraphFailure.ts"
import { groupResource } from "../groups/groupResource.ts"
import { transitiveGroupIds } from "../groups/membership.ts"
import { jsonBody, textsOf } from "../jsonBody.ts"
import { metadata, page, selected } from "../odata/answer.ts"
import { checkConsistency, queryOf } from "../odata/query.ts"
import { readUsers, userOf } from "./users.ts"

const groupMembership = either(
  "GroupMember.Read.All",
  "GroupMember.ReadWrite.All",
  "Group.Read.All",
  "Group.ReadWrite.All",
  "Directory.Read.All",
  "Directory.ReadWrite.All"
)

/** Which groups hold a user, nested ones included: checkMemberGroups, getMemberGroups, transitiveMemberOf. */
export const userGroups = (world: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()
  // Both halves of the pair: one permission for the user, one for the groups (directoryobject-checkmembergroups).
  const pair: ReadonlyArray<MiddlewareHandler<GraphEnv>> = [
    allow(readUsers, "directory"),
    allow(groupMembership, "directory")
  ]
  const memberOf = allow(either("User.Read.All", ...groupMembership.application), "directory")

  app.use("/users/:id/checkMemberGroups", ...pair)
  app.post("/users/:id/checkMemberGroups", async (c) => {
    const user = userOf(c, c.req.param("id"))
    const asked = textsOf(await jsonBody(c), "groupIds")
    if (asked.length === 0) throw badRequest("The property 'groupIds' is required.")
    if (asked.length > 20) throw badRequest("Too many elements in the collection 'groupIds': at most 20.")
    const held = new Set(transitiveGroupIds(c.get("tenant"), user.id))
    return c.json({
      "@odata.context": metadata("Collection(Edm.String)"),
      value: asked.filter((id) => held.has(id.toLowerCase()))
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
      const asked = queryOf(c)
      const { search, filter, orderBy } = asked
      const query = checkConsistency(c, asked, {
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
      return c.json({ ...found, value: found.value.map((item) => selected(item, query.select)) })
    })
  }

  return app
}
