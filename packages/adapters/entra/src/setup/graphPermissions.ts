/** What an installation may choose to have, each with a permission of its own. */
export type Option = "teamsApp" | "defender"

/** An application permission of Microsoft Graph that Incident Teams needs. */
interface Described {
  readonly name: string
  readonly use: string
  /** Only for this option; absent: always. */
  readonly option?: Option
  /** A permission that includes it, and more than is needed. */
  readonly wider?: string
}

/**
 * The least that the calls need together (Microsoft Graph permissions reference of August 2026, and each call's article):
 * Group.ReadWrite.All for the group includes putting a team on it and reading the tenant's settings for groups. It is also
 * accepted for the team's own settings, tabs and apps, but only for backward compatibility, so these have their own.
 * `tools/proof/src/permissions` takes each of them away.
 */
export const graphPermissions = [
  {
    name: "Group.ReadWrite.All",
    use: "finding, creating, renewing and restoring a team's group, and the rules for groups"
  },
  { name: "TeamSettings.ReadWrite.All", use: "reading, renaming, archiving and unarchiving teams" },
  { name: "TeamMember.ReadWrite.All", use: "adding and removing people" },
  { name: "Channel.ReadBasic.All", use: "finding the main channel" },
  { name: "TeamsTab.ReadWriteForTeam.All", use: "pinning the Incident page", wider: "TeamsTab.ReadWrite.All" },
  { name: "User.Read.All", use: "searching people, and their licenses" },
  { name: "GroupMember.Read.All", use: "which of the groups that may create teams a person is in" },
  { name: "TeamsAppInstallation.ReadWriteSelfForTeam.All", use: "installing our Teams app", option: "teamsApp" },
  {
    name: "SecurityIncident.Read.All",
    use: "finding the incident that another one was merged into",
    option: "defender",
    wider: "SecurityIncident.ReadWrite.All"
  }
] as const satisfies ReadonlyArray<Described>

export type GraphPermissionName = (typeof graphPermissions)[number]["name"]
export interface GraphPermission extends Described {
  readonly name: GraphPermissionName
}

/** What an installation with these options needs. */
export const permissionsFor = (options: ReadonlyArray<Option>): ReadonlyArray<GraphPermission> =>
  graphPermissions.filter(
    (permission: GraphPermission) => permission.option === undefined || options.includes(permission.option)
  )
