import { Hono } from "hono"
import { operationResource, teamUrl } from "../graph/teams/teamResource.ts"
import { iso } from "../platform/Clock.ts"
import type { Team, TeamMember } from "../platform/Team.ts"
import type { Tenant } from "../platform/Tenant.ts"
import type { World } from "../platform/World.ts"
import { tenantOf } from "./ControlFailure.ts"

const memberView = (tenant: Tenant, member: TeamMember, now: number) => ({
  userId: member.userId,
  displayName: tenant.state.users[member.userId]?.displayName ?? null,
  userPrincipalName: tenant.state.users[member.userId]?.userPrincipalName ?? null,
  roles: member.roles,
  addedAt: iso(member.addedAt),
  /** True once reads show this person. */
  visible: member.visibleAt !== null && member.visibleAt <= now
})

const teamView = (tenant: Tenant, team: Team) => {
  const now = tenant.clock.now()
  const group = tenant.state.groups[team.id]
  return {
    id: team.id,
    displayName: group?.displayName ?? null,
    description: group?.description ?? null,
    mailNickname: group?.mailNickname ?? null,
    uniqueName: group?.uniqueName ?? null,
    visibility: group?.visibility ?? null,
    isArchived: team.isArchived,
    provisioned: team.provisionedAt <= now,
    webUrl: teamUrl(tenant, team),
    createdAt: iso(team.createdAt),
    ...(group?.deletedAt ? { deletedAt: iso(group.deletedAt) } : {}),
    members: team.members.map((member) => memberView(tenant, member, now)),
    tabs: team.channels.flatMap((channel) =>
      channel.tabs
        .filter(({ hiddenAt }) => hiddenAt === null)
        .map(({ id, displayName, teamsAppId, configuration }) => ({
          id,
          displayName,
          teamsAppId,
          contentUrl: configuration.contentUrl,
          websiteUrl: configuration.websiteUrl,
          channelId: channel.id
        }))
    ),
    installedApps: team.installedApps.map(({ teamsAppId }) => teamsAppId),
    operations: Object.values(tenant.state.operations)
      .filter(({ teamId }) => teamId === team.id)
      .map((operation) => ({
        id: operation.id,
        operationType: operation.type,
        status: operationResource(operation, now).status,
        createdAt: iso(operation.createdAt),
        endsAt: iso(operation.endsAt),
        error: operation.error
      }))
  }
}

/**
 * GET /tenants/{tid}/truth: the actual state of the platform, without the lag of its reads. Soft-deleted teams have
 * `deletedAt`; `groupsWithoutTeam` are live Microsoft 365 groups with a uniqueName on which no team was put.
 */
export const truth = (world: World): Hono => {
  const app = new Hono()

  app.get("/tenants/:tenant/truth", (c) => {
    const tenant = tenantOf(world, c)
    const teams = Object.values(tenant.state.teams).map((team) => teamView(tenant, team))
    const groupsWithoutTeam = Object.values(tenant.state.groups)
      .filter((group) => group.uniqueName !== null && group.deletedAt === null && !tenant.state.teams[group.id])
      .map(({ id, displayName, uniqueName, mailNickname, createdAt }) => ({
        id,
        displayName,
        uniqueName,
        mailNickname,
        createdAt: iso(createdAt)
      }))
    const live = teams.filter((team) => !("deletedAt" in team))
    return c.json({
      teams,
      groupsWithoutTeam,
      counts: {
        teams: teams.length,
        live: live.length,
        archived: live.filter(({ isArchived }) => isArchived).length,
        deleted: teams.length - live.length,
        groupsWithoutTeam: groupsWithoutTeam.length,
        operationsRunning: teams
          .flatMap(({ operations }) => operations)
          .filter(({ status }) => status !== "succeeded" && status !== "failed").length,
        calls: tenant.calls.length
      }
    })
  })

  return app
}
