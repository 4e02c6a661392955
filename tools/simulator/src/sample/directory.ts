import { armAudience, graphAudience } from "../platform/bearerToken.ts"
import {
  type Application,
  type DirectoryGroup,
  type DirectoryUser,
  type GroupSetting,
  groupUnifiedTemplate
} from "../platform/Directory.ts"
import { guidOf } from "../platform/guid.ts"
import type { TenantState } from "../platform/Tenant.ts"
import { colleagues } from "./colleagues.ts"
import {
  type ApplicationKey,
  type GroupKey,
  type PersonKey,
  sampleApplications,
  sampleGroups,
  samplePeople
} from "./people.ts"

/** When the sample directory was created. */
const founded = Date.parse("2026-01-05T08:00:00Z")
const everyone = 3_600

const namedUsers = (): Array<DirectoryUser> =>
  Object.values(samplePeople).map((person) => ({
    ...person,
    userType: person === samplePeople.greta ? "Guest" : "Member",
    accountEnabled: person !== samplePeople.hugo,
    teamsLicense: person !== samplePeople.farid
  }))

/** Returns a function that takes the next people of a list, each person once. */
const drawFrom = (people: ReadonlyArray<DirectoryUser>) => {
  let at = 0
  return (count: number, department: string, jobTitle: string): ReadonlyArray<string> => {
    const taken = people.slice(at, at + count)
    at += count
    for (const person of taken) Object.assign(person, { department, jobTitle })
    return taken.map(({ id }) => id)
  }
}

const securityGroup = (
  key: GroupKey,
  displayName: string,
  description: string,
  members: ReadonlyArray<string>,
  owner: PersonKey
): DirectoryGroup => ({
  id: sampleGroups[key],
  displayName,
  description,
  mail: null,
  mailEnabled: false,
  mailNickname: key,
  securityEnabled: true,
  groupTypes: [],
  visibility: null,
  uniqueName: null,
  owners: [samplePeople[owner].id],
  members: [...members],
  createdAt: founded,
  replicatedAt: founded,
  indexedAt: founded,
  deletedAt: null,
  boundAtCreation: []
})

const people = (...keys: ReadonlyArray<PersonKey>): ReadonlyArray<string> => keys.map((key) => samplePeople[key].id)

const groupUnified = (): GroupSetting => ({
  id: guidOf("setting/Group.Unified"),
  displayName: "Group.Unified",
  templateId: groupUnifiedTemplate,
  values: [
    { name: "EnableGroupCreation", value: "false" },
    { name: "GroupCreationAllowedGroupId", value: sampleGroups["group-creators"] },
    { name: "AllowToAddGuests", value: "true" },
    { name: "AllowGuestsToAccessGroups", value: "true" },
    { name: "AllowGuestsToBeGroupOwner", value: "false" },
    { name: "GuestUsageGuidelinesUrl", value: "" },
    { name: "UsageGuidelinesUrl", value: "" },
    { name: "ClassificationList", value: "" },
    { name: "ClassificationDescriptions", value: "" },
    { name: "DefaultClassification", value: "" },
    { name: "PrefixSuffixNamingRequirement", value: "" },
    { name: "CustomBlockedWordsList", value: "" },
    { name: "EnableMSStandardBlockedWords", value: "false" },
    { name: "NewUnifiedGroupWritebackDefault", value: "true" },
    { name: "EnableMIPLabels", value: "false" }
  ]
})

/** The least permissions that Incident Teams needs: see the permissions table of each route. */
const serverPermissions: ReadonlyArray<string> = [
  "Channel.ReadBasic.All",
  "Group.ReadWrite.All",
  "GroupMember.Read.All",
  "SecurityIncident.Read.All",
  "TeamMember.ReadWrite.All",
  "TeamSettings.ReadWrite.All",
  "TeamsAppInstallation.ReadWriteSelfForTeam.All",
  "TeamsTab.ReadWriteForTeam.All",
  "User.Read.All"
]

/** Redirect addresses of the Incident page's sign-in, on any port of this machine. */
const signInAddresses = ["http", "https"].flatMap((scheme) =>
  ["127.0.0.1", "localhost"].map((host) => `${scheme}://${host}/sign-in/callback`)
)

const application = (
  key: ApplicationKey,
  roles: Readonly<Record<string, ReadonlyArray<string>>>,
  scopes: Readonly<Record<string, ReadonlyArray<string>>> = {}
): Application => {
  const { appId, objectId, displayName, secret } = sampleApplications[key]
  const copied = (lists: Readonly<Record<string, ReadonlyArray<string>>>): Record<string, Array<string>> =>
    Object.fromEntries(Object.entries(lists).map(([name, list]) => [name, [...list]]))
  return {
    key,
    appId,
    objectId,
    displayName,
    secrets: [secret],
    certificates: [],
    publicClient: key === "console",
    redirectUris: key === "server" ? [...signInAddresses] : [],
    roles: copied(roles),
    scopes: copied(scopes)
  }
}

export const sampleDirectoryApplications = (): Array<Application> => {
  const api = sampleApplications.server.appId
  return [
    application(
      "server",
      { [graphAudience]: serverPermissions },
      {
        [armAudience]: ["user_impersonation"],
        [graphAudience]: ["User.Read", "ChannelMessage.Send"],
        [api]: ["access_as_user"]
      }
    ),
    application("playbook", { [api]: ["Team.Create", "Incident.ReadWrite", "Incident.Notify"] }),
    application("stranger", {}),
    application("console", {}, { [api]: ["access_as_user"] })
  ]
}

/** People, groups, policy and applications of the sample tenant; the same every time. */
export const sampleDirectory = (): Pick<TenantState, "users" | "groups" | "groupSettings" | "applications"> => {
  const named = namedUsers()
  const staff = named.filter(({ userType }) => userType === "Member").map(({ id }) => id)
  const generated = colleagues(everyone - staff.length).map((person) => ({ ...person }))
  const take = drawFrom(generated)
  const tier1 = [...people("chloe"), ...take(11, "Security Operations", "Security analyst")]
  const tier2 = [...people("ana", "ben", "ines", "dev"), ...take(6, "Security Operations", "Senior security analyst")]
  const legal = [...people("elif"), ...take(6, "Legal", "Counsel")]
  const communications = take(8, "Communications", "Communications officer")
  const operations = [...people("farid", "hugo"), ...take(418, "IT Operations", "Systems engineer")]
  // One of them has no mailbox, as is common for service accounts and shift desks.
  const last = generated.at(-1)
  if (last) last.mail = null
  const groups = [
    securityGroup("soc-tier1", "SOC Tier 1", "First line of the security operations center", tier1, "ana"),
    securityGroup("soc-tier2", "SOC Tier 2", "Second line of the security operations center", tier2, "ana"),
    securityGroup(
      "soc-all",
      "SOC All",
      "Everyone in the security operations center",
      [sampleGroups["soc-tier1"], sampleGroups["soc-tier2"]],
      "ana"
    ),
    securityGroup("legal", "Legal", "Legal department", legal, "elif"),
    securityGroup(
      "exec-comms",
      "Executive Communications",
      "Speaks for the company in a crisis",
      communications,
      "elif"
    ),
    securityGroup("it-operations", "IT Operations", "Networks, servers, clients", operations, "farid"),
    securityGroup(
      "group-creators",
      "Group creators",
      "May create Microsoft 365 groups",
      [sampleGroups["soc-tier2"]],
      "ana"
    ),
    securityGroup(
      "everyone",
      "Everyone",
      "All employees of Woodgrove",
      [...staff, ...generated.map(({ id }) => id)],
      "ana"
    )
  ]
  return {
    users: Object.fromEntries([...named, ...generated].map((user) => [user.id, user])),
    groups: Object.fromEntries(groups.map((group) => [group.id, group])),
    groupSettings: [groupUnified()],
    applications: sampleDirectoryApplications()
  }
}
