import { type Context, Hono } from "hono"
import { isRefusal, addPerson, removePerson } from "../graph/teams/roster.ts"
import { removeTab } from "../graph/teams/tabs.ts"
import type { Tenant } from "../platform/Tenant.ts"
import type { World } from "../platform/World.ts"
import { bodyOf, ControlFailure, optionalText, requiredText, tenantOf } from "./ControlFailure.ts"
import { findGroup, findTeam, findUser } from "./find.ts"

/** Changes that people make in the Teams client or the admin center: immediate, without operations or permissions. */
export const manualChanges = (world: World): Hono => {
  const app = new Hono()
  const path = "/tenants/:tenant/teams/:team"
  const teamId = (c: Context): string => c.req.param("team") ?? ""

  const setArchived = (c: Context, isArchived: boolean): Response => {
    const tenant = tenantOf(world, c)
    tenant.setArchived(findTeam(tenant, teamId(c)), isArchived, tenant.clock.now())
    tenant.changed()
    return c.body(null, 204)
  }
  app.post(`${path}/archive`, (c) => setArchived(c, true))
  app.post(`${path}/unarchive`, (c) => setArchived(c, false))

  const changeGroup = (c: Context, act: (tenant: Tenant, groupId: string) => void): Response => {
    const tenant = tenantOf(world, c)
    act(tenant, findGroup(tenant, teamId(c)).id)
    tenant.changed()
    return c.body(null, 204)
  }
  const setDeletedAt = (deletedAt: (tenant: Tenant) => number | null) => (tenant: Tenant, groupId: string) => {
    const group = tenant.state.groups[groupId]
    if (group) group.deletedAt = deletedAt(tenant)
  }
  app.post(`${path}/delete`, (c) =>
    changeGroup(
      c,
      setDeletedAt((tenant) => tenant.clock.now())
    )
  )
  app.post(`${path}/restore`, (c) =>
    changeGroup(
      c,
      setDeletedAt(() => null)
    )
  )
  app.post(`${path}/hard-delete`, (c) => changeGroup(c, (tenant, groupId) => tenant.forget(groupId)))

  app.post(`${path}/rename`, async (c) => {
    const tenant = tenantOf(world, c)
    const body = await bodyOf(c)
    const group = findGroup(tenant, findTeam(tenant, teamId(c)).id)
    group.displayName = optionalText(body, "displayName") ?? group.displayName
    group.description = optionalText(body, "description") ?? group.description
    tenant.changed()
    return c.body(null, 204)
  })

  // `{"user": "dev", "role": "owner"}`; role is member by default.
  app.post(`${path}/people`, async (c) => {
    const tenant = tenantOf(world, c)
    const team = findTeam(tenant, teamId(c))
    const body = await bodyOf(c)
    const role = optionalText(body, "role") ?? "member"
    if (role !== "owner" && role !== "member") throw new ControlFailure(400, "'role' must be owner or member.")
    const user = findUser(tenant, requiredText(body, "user"))
    const result = addPerson(tenant, team, user.id, role === "owner", tenant.clock.now())
    if (isRefusal(result)) throw new ControlFailure(409, result.message)
    tenant.changed()
    return c.body(null, 204)
  })

  // Owners too, even the last one: people leave.
  app.delete(`${path}/people/:user`, (c) => {
    const tenant = tenantOf(world, c)
    const team = findTeam(tenant, teamId(c))
    const user = findUser(tenant, c.req.param("user"))
    const member = team.members.find(({ userId }) => userId === user.id)
    if (!member) throw new ControlFailure(404, `${user.displayName} isn't in the team.`)
    removePerson(tenant, team, member, tenant.clock.now())
    tenant.changed()
    return c.body(null, 204)
  })

  // One tab by its id, or all.
  app.delete(`${path}/tabs/:tab?`, (c) => {
    const tenant = tenantOf(world, c)
    const team = findTeam(tenant, teamId(c))
    const id = c.req.param("tab")
    let removed = 0
    for (const channel of team.channels) {
      for (const tab of channel.tabs) {
        if (tab.hiddenAt !== null || (id !== undefined && tab.id !== id)) continue
        removeTab(tenant, channel, tab)
        removed += 1
      }
    }
    if (removed === 0) throw new ControlFailure(404, "The team has no such tab.")
    return c.body(null, 204)
  })

  return app
}
