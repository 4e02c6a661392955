import { either, type Permissions } from "../allow.ts"

/**
 * Tenant-wide permissions of the Teams routes, least first: microsoft-graph-devx-content, permissions/new/permissions.json,
 * and the table in the article of each call. `legacy` are those which the articles call supported only for backward
 * compatibility, with the advice to avoid them (team-archive, channel-delete-tabs).
 */
const legacyWrite = ["Group.ReadWrite.All", "Directory.ReadWrite.All"]
const legacyRead = ["Group.Read.All", "Directory.Read.All", ...legacyWrite]
const withLegacy = (legacy: ReadonlyArray<string>, ...names: ReadonlyArray<string>): Permissions => ({
  ...either(...names),
  legacy
})

/** POST /teams (team-post). */
export const createTeams = withLegacy(legacyWrite, "Team.Create")
/** PUT /groups/{id}/team is a call of the group's: Team.Create isn't enough (team-put-teams). */
export const putTeams = either("Group.ReadWrite.All", "Directory.ReadWrite.All")
export const readTeams = withLegacy(
  legacyRead,
  "Team.ReadBasic.All",
  "TeamSettings.Read.All",
  "TeamSettings.ReadWrite.All"
)
/** PATCH team, archive and unarchive. */
export const writeTeams = withLegacy(legacyWrite, "TeamSettings.ReadWrite.All")
/** Members were never covered by permissions for groups (team-list-members, conversationmembers-add). */
export const readMembers = either("TeamMember.Read.All", "TeamMember.ReadWrite.All")
export const addMembers = either("TeamMember.ReadWriteNonOwnerRole.All", "TeamMember.ReadWrite.All")
export const removeMembers = either("TeamMember.ReadWrite.All")
const channels = ["Channel.ReadBasic.All", "ChannelSettings.Read.All", "ChannelSettings.ReadWrite.All"]
/** Nor was the main channel (team-get-primarychannel). */
export const readPrimaryChannel = either(...channels)
export const readChannels = withLegacy(legacyRead, ...channels)
export const createChannels = withLegacy(legacyWrite, "Channel.Create")
/** `Self` permissions are for an app's own tabs; whose a tab is isn't simulated for reads and creations. */
const ofTabs = ["TeamsTab.ReadWriteSelfForTeam.All", "TeamsTab.ReadWriteForTeam.All", "TeamsTab.ReadWrite.All"]
export const readTabs = withLegacy(legacyRead, "TeamsTab.Read.All", ...ofTabs)
export const createTabs = withLegacy(legacyWrite, "TeamsTab.Create", ...ofTabs)
/** PATCH and DELETE of any tab, website tabs included. */
export const writeTabs = withLegacy(legacyWrite, "TeamsTab.ReadWriteForTeam.All", "TeamsTab.ReadWrite.All")
const installing = ["TeamsAppInstallation.ReadWriteSelfForTeam.All", "TeamsAppInstallation.ReadWriteForTeam.All"]
export const readApps = withLegacy(legacyRead, "TeamsAppInstallation.ReadForTeam.All", ...installing)
export const installApps = withLegacy(legacyWrite, ...installing)
/** App-only callers can't post messages (only import them while migrating). */
export const sendMessages: Permissions = { application: [], delegated: ["ChannelMessage.Send", "Group.ReadWrite.All"] }
/** The operations route isn't in the table: everyone who may read, change or create a team may read its operations. */
export const readOperations = withLegacy(legacyRead, "Team.Create", ...readTeams.application)
