import { type Context, Hono } from "hono"
import { transitiveMemberIds } from "../../platform/membership.ts"
import type { Tenant } from "../../platform/Tenant.ts"
import type { World } from "../../platform/World.ts"
import { allow } from "../allow.ts"
import type { GraphEnv } from "../GraphEnv.ts"
import { badRequest, GraphFailure, resourceNotFound } from "../GraphFailure.ts"
import { boundKey, jsonBody, textOf } from "../jsonBody.ts"
import { page, applyQuery, selectProperties } from "../odata/answer.ts"
import { checkConsistency, queryOf } from "../odata/query.ts"
import { searchOf } from "../odata/search.ts"
import { readGroupMembers, readGroupOwners, writeGroupMembers, writeGroups } from "./groupPermissions.ts"
import { groupResource } from "./groupResource.ts"
import { groupOf } from "./groups.ts"
import { thingResource, userResource, usualUserProperties } from "./userResource.ts"

type Item = Readonly<Record<string, unknown>>

/** Returns a directory object of any type, as collections of directoryObject show it. */
const directoryObject = (tenant: Tenant, id: string): Item | undefined => {
  const user = tenant.state.users[id]
  if (user) return { "@odata.type": "#microsoft.graph.user", ...userResource(user) }
  const group = tenant.group(id)
  if (group) return { "@odata.type": "#microsoft.graph.group", ...groupResource(tenant, group) }
  const thing = tenant.state.things[id]
  return thing && thingResource(thing)
}

const usual: ReadonlyArray<string> = usualUserProperties
const castTypes = new Set(["user", "group", "device", "servicePrincipal", "orgContact"])

/** /groups/{id}/members, transitiveMembers (both also cast to a type), owners, and the $ref routes that write them. */
export const groupMembers = (world: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  const list = (c: Context<GraphEnv>, ids: ReadonlyArray<string>, cast: string | undefined): Response => {
    const tenant = c.get("tenant")
    const type = cast?.replace(/^(?:microsoft\.)?graph\./, "")
    if (type !== undefined && !castTypes.has(type)) {
      throw new GraphFailure(
        400,
        "Request_UnsupportedQuery",
        `The type 'microsoft.graph.${type}' isn't a member type of groups.`
      )
    }
    const requested = queryOf(c)
    const { search, filter, orderBy } = requested
    const query = checkConsistency(c, requested, {
      advanced: search !== undefined || filter !== undefined || orderBy !== undefined
    })
    const test = searchOf(query, ["displayName", "mail", "description"], ["displayName", "description"])
    const objects = ids
      .flatMap((id): ReadonlyArray<Item> => {
        const object = directoryObject(tenant, id)
        return object ? [object] : []
      })
      .filter((item) => type === undefined || item["@odata.type"] === `#microsoft.graph.${type}`)
    const found = page(c, world, query, applyQuery(objects, query, test), { context: "directoryObjects" })
    const value = found.value.map((item) =>
      selectProperties(
        item,
        // Without a cast, a property that only some types have is left out of the others.
        type === undefined ? query.select?.filter((name) => name === "*" || Object.hasOwn(item, name)) : query.select,
        item["@odata.type"] === "#microsoft.graph.user" ? usual : undefined
      )
    )
    return c.json({ ...found, value })
  }

  const read = allow(readGroupMembers, "directory")
  const transitive = (c: Context<GraphEnv>, id: string): ReadonlyArray<string> => {
    const tenant = c.get("tenant")
    const eventual = c.req.header("consistencylevel")?.toLowerCase() === "eventual"
    return transitiveMemberIds(tenant, groupOf(c, id).id, eventual ? tenant.state.behavior.unindexedMembers : 0)
  }
  app.get("/groups/:id/transitiveMembers", read, (c) => list(c, transitive(c, c.req.param("id")), undefined))
  app.get("/groups/:id/transitiveMembers/:cast", read, (c) =>
    list(c, transitive(c, c.req.param("id")), c.req.param("cast"))
  )
  app.get("/groups/:id/members", read, (c) => list(c, groupOf(c, c.req.param("id")).members, undefined))
  app.get("/groups/:id/members/:cast{(microsoft\\.)?graph\\..+}", read, (c) =>
    list(c, groupOf(c, c.req.param("id")).members, c.req.param("cast"))
  )
  app.get("/groups/:id/owners", allow(readGroupOwners, "directory"), (c) =>
    list(c, groupOf(c, c.req.param("id")).owners, undefined)
  )

  /** Changes the directory at once, but the group's team only after the background sync. */
  for (const relation of ["owners", "members"] as const) {
    app.post(
      `/groups/:id/${relation}/$ref`,
      allow(relation === "owners" ? writeGroups : writeGroupMembers, "directory"),
      async (c) => {
        const tenant = c.get("tenant")
        const group = groupOf(c, c.req.param("id"))
        const reference = textOf(await jsonBody(c), "@odata.id")
        const key = reference === undefined ? undefined : boundKey(reference, "users", "directoryObjects", "groups")
        if (key === undefined)
          throw badRequest("The '@odata.id' property is required and must reference a directory object.")
        const id = tenant.user(key)?.id ?? tenant.group(key)?.id
        if (id === undefined) throw resourceNotFound(key)
        const unified = group.groupTypes.includes("Unified")
        if (tenant.state.groups[id] && (unified || relation === "owners")) {
          throw badRequest(`Invalid type of object was referenced for the property '${relation}'.`)
        }
        if (group[relation].includes(id)) {
          throw badRequest(
            `One or more added object references already exist for the following modified properties: '${relation}'.`
          )
        }
        group[relation].push(id)
        if (relation === "owners" && unified && !group.members.includes(id)) group.members.push(id)
        syncToTeam(tenant, group.id, id, relation)
        tenant.changed()
        return c.body(null, 204)
      }
    )
  }

  return app
}

const syncToTeam = (tenant: Tenant, groupId: string, userId: string, relation: "owners" | "members"): void => {
  const team = tenant.state.teams[groupId]
  if (!team) return
  const known = team.members.find((member) => member.userId === userId)
  if (known) {
    if (relation === "owners" && !known.roles.includes("owner")) known.roles = ["owner"]
    return
  }
  team.members.push({
    userId,
    roles: relation === "owners" ? ["owner"] : tenant.state.users[userId]?.userType === "Guest" ? ["guest"] : [],
    addedAt: tenant.clock.now(),
    visibleAt: tenant.after(tenant.state.behavior.groupSyncMillis)
  })
}
