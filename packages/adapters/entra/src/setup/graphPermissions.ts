/** What an installation may choose to have, each with a permission of its own. */
export type Option = "teamsApp" | "defender"

/** An application permission of Microsoft Graph that Incident Teams needs. */
export interface GraphPermission {
  readonly name: string
  readonly use: string
  /** Only for this option; absent: always. */
  readonly option?: Option
}

/** The least that the calls need (Microsoft Graph permissions reference of August 2026). */
export const graphPermissions: ReadonlyArray<GraphPermission> = [
  { name: "Group.ReadWrite.All", use: "finding, creating and restoring a team's group" },
  { name: "Team.Create", use: "putting a team on the group" },
  { name: "TeamSettings.ReadWrite.All", use: "renaming, archiving and unarchiving" },
  { name: "TeamMember.ReadWrite.All", use: "adding and removing people" },
  { name: "Channel.ReadBasic.All", use: "finding the main channel" },
  { name: "TeamsTab.ReadWrite.All", use: "pinning the Incident page" },
  { name: "User.Read.All", use: "searching people, and their licenses" },
  { name: "GroupMember.Read.All", use: "who is in a group" },
  { name: "GroupSettings.Read.All", use: "who may create groups, and what they may be called" },
  { name: "TeamsAppInstallation.ReadWriteSelfForTeam.All", use: "installing our Teams app", option: "teamsApp" },
  {
    name: "SecurityIncident.Read.All",
    use: "finding the incident that another one was merged into",
    option: "defender"
  }
]

/** What an installation with these options needs. */
export const permissionsFor = (options: ReadonlyArray<Option>): ReadonlyArray<GraphPermission> =>
  graphPermissions.filter(({ option }) => option === undefined || options.includes(option))
