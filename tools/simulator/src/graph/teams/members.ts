import { Hono } from "hono"
import type { Team, TeamMember } from "../../platform/Team.ts"
import type { World } from "../../platform/World.ts"
import { allow } from "../allow.ts"
import type { GraphContext, GraphEnv } from "../GraphEnv.ts"
import { GraphFailure } from "../GraphFailure.ts"
import { jsonBody } from "../jsonBody.ts"
import { metadata, page, selectProperties } from "../odata/answer.ts"
import { queryOf } from "../odata/query.ts"
import { readMember, checkGuests, checkOwnerRight, refusalByFault } from "./requestedMember.ts"
import { addPerson, isLastOwner, isRefusal, listedMembers, removePerson, setRole } from "./roster.ts"
import { teamOf } from "./TeamCall.ts"
import { addMembers, readMembers } from "./teamPermissions.ts"
import { memberResource, membershipId } from "./teamResource.ts"

/** HTTP status of a refused single add. */
const statusOf: Readonly<Record<string, number>> = { NotFound: 404, Forbidden: 403, Conflict: 409 }

const memberOf = (c: GraphContext, team: Team): TeamMember => {
  const id = decodeURIComponent(c.req.param("membership") ?? "")
  const member = team.members.find(({ userId }) => membershipId(team.id, userId) === id)
  if (!member) throw new GraphFailure(404, "NotFound", "Could not find resource", { inner: { code: "ItemNotFound" } })
  return member
}

/** /teams/{id}/members and /members/{membership}: list, add one, read, change the role, remove. */
export const members = (world: World): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.get("/teams/:team/members", allow(readMembers, "teams"), (c) => {
    const tenant = c.get("tenant")
    const team = teamOf(c)
    const query = queryOf(c)
    const items = listedMembers(tenant, team).map((member) => memberResource(tenant, team, member))
    const found = page(
      c,
      world,
      { ...query, count: true },
      items.filter((item) => query.filter?.test(item) ?? true),
      {
        context: `teams('${team.id}')/members`
      }
    )
    // Unlike in the directory, @odata.count is the number of items on this page.
    const value = found.value.map((item) => selectProperties(item, query.select))
    return c.json({ ...found, "@odata.count": value.length, value })
  })

  app.post("/teams/:team/members", allow(addMembers, "teams"), async (c) => {
    const tenant = c.get("tenant")
    const team = teamOf(c, "change")
    const requested = readMember(tenant, await jsonBody(c))
    checkOwnerRight(c, requested.owner)
    checkGuests(c, [requested])
    const visibleAt = tenant.after(tenant.state.behavior.memberLagMillis)
    const result =
      refusalByFault(c, requested.userId) ??
      addPerson(tenant, team, requested.userId ?? requested.key, requested.owner, visibleAt)
    if (isRefusal(result)) throw new GraphFailure(statusOf[result.code] ?? 400, result.code, result.message)
    tenant.changed()
    const body = {
      "@odata.context": metadata(`teams('${team.id}')/members/$entity`),
      ...memberResource(tenant, team, result)
    }
    return c.json(body, 201)
  })

  app.get("/teams/:team/members/:membership", allow(readMembers, "teams"), (c) => {
    const team = teamOf(c)
    const body = memberResource(c.get("tenant"), team, memberOf(c, team))
    return c.json({ "@odata.context": metadata(`teams('${team.id}')/members/$entity`), ...body })
  })

  app.patch("/teams/:team/members/:membership", allow(addMembers, "teams"), async (c) => {
    const tenant = c.get("tenant")
    const team = teamOf(c, "change")
    const member = memberOf(c, team)
    const { roles } = await jsonBody(c)
    if (!Array.isArray(roles) || roles.some((role) => role !== "owner") || member.roles.includes("guest")) {
      throw new GraphFailure(400, "BadRequest", "Invalid role specified for member.")
    }
    checkOwnerRight(c, true)
    if (roles.length === 0 && isLastOwner(team, member)) {
      throw new GraphFailure(400, "BadRequest", "The last owner of a team can't be demoted.")
    }
    setRole(tenant, team, member, roles.length > 0 ? "owner" : "member")
    tenant.changed()
    return c.json({
      "@odata.context": metadata(`teams('${team.id}')/members/$entity`),
      ...memberResource(tenant, team, member)
    })
  })

  app.delete("/teams/:team/members/:membership", allow(addMembers, "teams"), (c) => {
    const tenant = c.get("tenant")
    const team = teamOf(c, "change")
    const member = memberOf(c, team)
    checkOwnerRight(c, member.roles.includes("owner"))
    if (isLastOwner(team, member))
      throw new GraphFailure(400, "BadRequest", "The last owner of a team can't be removed.")
    removePerson(tenant, team, member, tenant.after(tenant.state.behavior.memberRemovalLagMillis))
    tenant.changed()
    return c.body(null, 204)
  })

  return app
}
