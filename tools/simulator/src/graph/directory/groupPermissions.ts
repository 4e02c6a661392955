import { either, type Permissions } from "../allow.ts"

/** Least and higher permissions of the group routes, from the Graph permissions table of 2026-08-07 and the articles. */
const readAll = ["Group.Read.All", "Group.ReadWrite.All", "Directory.Read.All", "Directory.ReadWrite.All"]

export const readGroups: Permissions = either(
  "Group.ReadBasic.All",
  "GroupMember.Read.All",
  "GroupMember.ReadWrite.All",
  ...readAll
)
export const readGroupMembers: Permissions = either(
  "GroupMember.ReadBasic.All",
  "GroupMember.Read.All",
  "GroupMember.ReadWrite.All",
  ...readAll
)
/** GET owners (group-list-owners). */
export const readGroupOwners: Permissions = either("GroupMember.Read.All", "GroupMember.ReadWrite.All", ...readAll)
export const writeGroups: Permissions = either("Group.ReadWrite.All", "Directory.ReadWrite.All")
export const writeGroupMembers: Permissions = either(
  "GroupMember.ReadWrite.All",
  "Group.ReadWrite.All",
  "Directory.ReadWrite.All"
)
export const createGroups: Permissions = {
  application: ["Group.Create", "Group.ReadWrite.All", "Directory.ReadWrite.All"],
  delegated: ["Group.ReadWrite.All", "Directory.ReadWrite.All"]
}
/** POST /directoryObjects/validateProperties (directoryobject-validateproperties). */
export const validateGroups: Permissions = either(...readAll)
export const readGroupSettings: Permissions = either(
  "GroupSettings.Read.All",
  "GroupSettings.ReadWrite.All",
  ...readAll
)
