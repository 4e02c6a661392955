import type {
  AadUserConversationMember,
  Channel as GraphChannel,
  Team as GraphTeam,
  TeamsAsyncOperation,
  TeamsTab
} from "@microsoft/microsoft-graph-types"
import { iso } from "../../platform/Clock.ts"
import type { Channel, Operation, Tab, Team, TeamMember } from "../../platform/Team.ts"
import type { Tenant } from "../../platform/Tenant.ts"

/** The primary channel is the first; its name needn't be "General". */
export const primaryChannel = (team: Team): Channel => {
  const [channel] = team.channels
  if (!channel) throw new Error(`Team ${team.id} has lost its primary channel.`)
  return channel
}

export const teamUrl = (tenant: Tenant, team: Team): string =>
  `https://teams.microsoft.com/l/team/${encodeURIComponent(primaryChannel(team).id)}/conversations?groupId=${team.id}&tenantId=${tenant.id}`

/** Returns isArchived as reads show it: behind the actual state by the behavior's lag. */
const archivedAsRead = (tenant: Tenant, team: Team): boolean => {
  const lag = tenant.clock.real(tenant.state.behavior.archivedLagMillis)
  const settled = team.archivedChangedAt === 0 || tenant.clock.now() >= team.archivedChangedAt + lag
  return settled ? team.isArchived : !team.isArchived
}

export const teamResource = (tenant: Tenant, team: Team) => {
  const group = tenant.group(team.id)
  const count = (role: (member: TeamMember) => boolean): number => team.members.filter(role).length
  const ownersCount = count(({ roles }) => roles.includes("owner"))
  const guestsCount = count(({ roles }) => roles.includes("guest"))
  return {
    id: team.id,
    createdDateTime: iso(team.createdAt),
    displayName: group?.displayName ?? null,
    description: group?.description ?? null,
    internalId: team.internalId,
    classification: team.classification,
    specialization: "none" as const,
    visibility: group?.visibility?.toLowerCase() === "public" ? ("public" as const) : ("private" as const),
    webUrl: teamUrl(tenant, team),
    isArchived: archivedAsRead(tenant, team),
    tenantId: tenant.id,
    ...team.settings,
    summary: { ownersCount, membersCount: team.members.length - ownersCount - guestsCount, guestsCount }
  } satisfies GraphTeam
}

/** Opaque to clients: the encoded ids of team and user. */
export const membershipId = (teamId: string, userId: string): string =>
  Buffer.from(`MCMjMCMj##${teamId}##${userId}`).toString("base64")

export const memberResource = (tenant: Tenant, team: Team, member: TeamMember) => {
  const user = tenant.state.users[member.userId]
  return {
    "@odata.type": "#microsoft.graph.aadUserConversationMember",
    id: membershipId(team.id, member.userId),
    roles: member.roles,
    displayName: user?.displayName ?? null,
    visibleHistoryStartDateTime: "0001-01-01T00:00:00Z",
    userId: member.userId,
    email: user?.mail ?? null,
    tenantId: tenant.id
  } satisfies AadUserConversationMember & { readonly "@odata.type": string }
}

export const channelResource = (tenant: Tenant, team: Team, channel: Channel) =>
  ({
    id: channel.id,
    createdDateTime: iso(channel.createdAt),
    displayName: channel.displayName,
    description: channel.description,
    email: "",
    isArchived: false,
    isFavoriteByDefault: null,
    membershipType: channel.membershipType,
    tenantId: tenant.id,
    webUrl: `https://teams.microsoft.com/l/channel/${encodeURIComponent(channel.id)}/${encodeURIComponent(channel.displayName)}?groupId=${team.id}&tenantId=${tenant.id}`
  }) satisfies GraphChannel

export const websiteTabApp = "com.microsoft.teamspace.tab.web"

export const tabResource = (tenant: Tenant, team: Team, channel: Channel, tab: Tab, expanded: boolean) =>
  ({
    id: tab.id,
    displayName: tab.displayName,
    webUrl: `https://teams.microsoft.com/l/entity/${tab.teamsAppId}/_djb2_msteams_prefix_${tab.id}?context=${encodeURIComponent(JSON.stringify({ channelId: channel.id }))}&groupId=${team.id}&tenantId=${tenant.id}`,
    configuration: tab.configuration,
    ...(expanded
      ? {
          teamsApp: {
            id: tab.teamsAppId,
            externalId: null,
            displayName: tab.teamsAppId === websiteTabApp ? "Website" : tab.teamsAppId,
            distributionMethod: "store" as const
          }
        }
      : {})
  }) satisfies TeamsTab

const operationStatus = (operation: Operation, now: number) => {
  if (operation.outcome !== null) return operation.outcome
  if (operation.deviation?.ends === "unknown") return "unknownFutureValue" as const
  return now < operation.startsAt ? ("notStarted" as const) : ("inProgress" as const)
}

/**
 * Members of the enumeration after unknownFutureValue are shown only to clients that send
 * `Prefer: include-unknown-enum-members`.
 */
const operationType = (type: Operation["type"], unknownMembers: boolean) =>
  type === "teamifyGroup" && !unknownMembers ? ("unknownFutureValue" as const) : type

/** Beside what is documented: the service's own view of the work. */
const workflow = { Value: JSON.stringify({ apps: [], channels: [], WorkflowId: "westeurope.simulated" }) }

const sevenDecimals = (millis: number): string => iso(millis).replace("Z", "0314Z")

export const operationResource = (operation: Operation, now: number, unknownMembers = false) => {
  const status = operationStatus(operation, now)
  const created = sevenDecimals(operation.createdAt)
  return {
    ...workflow,
    id: operation.id,
    operationType: operationType(operation.type, unknownMembers),
    createdDateTime: created,
    status,
    // That of the creation, also at the end.
    lastActionDateTime: created,
    attemptsCount: 1,
    targetResourceId: operation.teamId,
    targetResourceLocation: `/teams('${operation.teamId}')`,
    error: operation.error
  } satisfies TeamsAsyncOperation & typeof workflow
}
