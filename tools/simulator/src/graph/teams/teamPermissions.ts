import { either, type Permissions } from "../allow.ts"

/** Tenant-wide permissions of the Teams routes, from the Graph permissions table of 2026-08-07. */
const legacyRead = ["Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"]
const legacyWrite = ["Group.ReadWrite.All", "Directory.ReadWrite.All"]

export const createTeams: Permissions = either("Team.Create", ...legacyWrite)
export const readTeams: Permissions = either(
  "Team.ReadBasic.All",
  "TeamSettings.Read.All",
  "TeamSettings.ReadWrite.All",
  ...legacyRead
)
export const writeTeams: Permissions = either("TeamSettings.ReadWrite.All", ...legacyWrite)
export const readMembers: Permissions = either("TeamMember.Read.All", "TeamMember.ReadWrite.All", ...legacyRead)
export const addMembers: Permissions = either("TeamMember.ReadWriteNonOwnerRole.All", "TeamMember.ReadWrite.All")
export const removeMembers: Permissions = either("TeamMember.ReadWrite.All")
export const readChannels: Permissions = either(
  "Channel.ReadBasic.All",
  "ChannelSettings.Read.All",
  "ChannelSettings.ReadWrite.All",
  ...legacyRead
)
export const createChannels: Permissions = either("Channel.Create", ...legacyWrite)
export const readTabs: Permissions = either(
  "TeamsTab.Read.All",
  "TeamsTab.ReadWrite.All",
  "TeamsTab.ReadWriteForTeam.All",
  "TeamsTab.ReadWriteSelfForTeam.All",
  ...legacyRead
)
export const createTabs: Permissions = either(
  "TeamsTab.Create",
  "TeamsTab.ReadWrite.All",
  "TeamsTab.ReadWriteForTeam.All",
  "TeamsTab.ReadWriteSelfForTeam.All",
  ...legacyWrite
)
export const writeTabs: Permissions = either("TeamsTab.ReadWriteForTeam.All", "TeamsTab.ReadWrite.All", ...legacyWrite)
export const readApps: Permissions = either(
  "TeamsAppInstallation.ReadForTeam.All",
  "TeamsAppInstallation.ReadWriteForTeam.All",
  "TeamsAppInstallation.ReadWriteSelfForTeam.All",
  ...legacyRead
)
export const installApps: Permissions = either(
  "TeamsAppInstallation.ReadWriteForTeam.All",
  "TeamsAppInstallation.ReadWriteSelfForTeam.All",
  ...legacyWrite
)
/** App-only callers can't post messages (only import them while migrating). */
export const sendMessages: Permissions = { application: [], delegated: ["ChannelMessage.Send", "Group.ReadWrite.All"] }
/** The operations route isn't in the table: everyone who may change or create a team may read its operations. */
export const readOperations: Permissions = either("TeamSettings.ReadWrite.All", "Team.Create", ...readTeams.application)
