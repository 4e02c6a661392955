import { randomUUID } from "node:crypto"
import type { DirectoryGroup } from "../../platform/Directory.ts"
import { isObject, type UncheckedObject } from "../../platform/json.ts"
import type { Channel, Team, TeamMember } from "../../platform/Team.ts"
import type { Tenant } from "../../platform/Tenant.ts"
import { GraphFailure } from "../GraphFailure.ts"

const defaults = (): Record<string, Record<string, unknown>> => ({
  memberSettings: {
    allowCreateUpdateChannels: true,
    allowCreatePrivateChannels: true,
    allowDeleteChannels: true,
    allowAddRemoveApps: true,
    allowCreateUpdateRemoveTabs: true,
    allowCreateUpdateRemoveConnectors: true
  },
  guestSettings: { allowCreateUpdateChannels: false, allowDeleteChannels: false },
  messagingSettings: {
    allowUserEditMessages: true,
    allowUserDeleteMessages: true,
    allowOwnerDeleteMessages: true,
    allowTeamMentions: true,
    allowChannelMentions: true
  },
  funSettings: { allowGiphy: true, giphyContentRating: "moderate", allowStickersAndMemes: true, allowCustomMemes: true }
})

/** Writes the settings objects of a team body over a team's own. Throws 400 for one that isn't an object. */
export const applySettings = (settings: Team["settings"], body: UncheckedObject): void => {
  for (const name of ["memberSettings", "guestSettings", "messagingSettings", "funSettings"]) {
    const change = body[name]
    if (change === undefined || change === null) continue
    if (!isObject(change)) throw new GraphFailure(400, "BadRequest", `Invalid value specified for property '${name}'.`)
    settings[name] = { ...settings[name], ...change }
  }
}

export const newChannel = (
  displayName: string,
  description: string | null,
  membershipType: Channel["membershipType"],
  now: number
): Channel => ({
  id: `19:${randomUUID().replaceAll("-", "")}@thread.tacv2`,
  displayName,
  description,
  membershipType,
  createdAt: now,
  tabs: [],
  messages: []
})

/**
 * Creates a team for a group. Owners are in it at once. Members bound in the request that created the group appear
 * late or never, those written to the group afterward with the background sync (docs#8088, docs#8711, docs#8353).
 */
export const newTeam = (tenant: Tenant, group: DirectoryGroup, body: UncheckedObject, provisionedAt: number): Team => {
  const now = tenant.clock.now()
  const settings = defaults()
  applySettings(settings, body)
  const { boundMemberLagMillis, groupSyncMillis } = tenant.state.behavior
  const owners = group.owners.map((userId): TeamMember => ({ userId, roles: ["owner"], addedAt: now, visibleAt: now }))
  const others = group.members
    .filter((userId) => !group.owners.includes(userId) && tenant.state.users[userId])
    .map((userId): TeamMember => {
      const lag = group.boundAtCreation.includes(userId) ? boundMemberLagMillis : groupSyncMillis
      return {
        userId,
        roles: tenant.state.users[userId]?.userType === "Guest" ? ["guest"] : [],
        addedAt: now,
        visibleAt: lag === null ? null : tenant.after(lag)
      }
    })
  const first = typeof body["firstChannelName"] === "string" ? body["firstChannelName"] : "General"
  const general = newChannel(first, group.description, "standard", now)
  const team: Team = {
    id: group.id,
    internalId: general.id,
    createdAt: now,
    provisionedAt,
    classification: null,
    isArchived: false,
    archivedChangedAt: 0,
    settings,
    members: [...owners, ...others],
    removedMembers: [],
    channels: [general],
    installedApps: []
  }
  tenant.state.teams[group.id] = team
  tenant.changed()
  return team
}
