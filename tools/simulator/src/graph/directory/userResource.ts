import type { User } from "@microsoft/microsoft-graph-types"
import type { DirectoryThing, DirectoryUser } from "../../platform/Directory.ts"

/** Service plan TEAMS1: Microsoft Teams. */
const teamsPlanId = "57ff2da0-773e-42df-b2af-ffb7a2317929"
/** Service plan EXCHANGE_S_STANDARD: everyone has a mailbox, so that a missing Teams plan isn't an empty list. */
const exchangePlanId = "9aaf7827-d63c-4b61-89c3-182f06f82e5c"

/** Properties that GET /users returns without $select (user-list). */
export const usualUserProperties = [
  "businessPhones",
  "displayName",
  "givenName",
  "id",
  "jobTitle",
  "mail",
  "mobilePhone",
  "officeLocation",
  "preferredLanguage",
  "surname",
  "userPrincipalName"
] as const

/** Properties that User.ReadBasic.All allows to read. */
export const basicUserProperties: ReadonlyArray<string> = [
  "id",
  "displayName",
  "givenName",
  "surname",
  "mail",
  "userPrincipalName"
]

export const indexedUserProperties: ReadonlyArray<string> = [
  "id",
  "displayName",
  "givenName",
  "surname",
  "mail",
  "userPrincipalName",
  "jobTitle",
  "department",
  "accountEnabled",
  "userType"
]

/** The account's SID: the object id as four numbers. */
const securityIdentifier = (id: string): string => {
  const hex = id.replaceAll("-", "").padEnd(32, "0")
  return `S-1-12-1-${[0, 8, 16, 24].map((at) => Number.parseInt(hex.slice(at, at + 8), 16)).join("-")}`
}

export const userResource = (user: DirectoryUser) =>
  ({
    id: user.id,
    businessPhones: [],
    displayName: user.displayName,
    givenName: user.givenName,
    jobTitle: user.jobTitle,
    mail: user.mail,
    mobilePhone: null,
    officeLocation: null,
    preferredLanguage: null,
    surname: user.surname,
    userPrincipalName: user.userPrincipalName,
    accountEnabled: user.accountEnabled,
    assignedLicenses: [],
    assignedPlans: [exchangePlanId, ...(user.teamsLicense ? [teamsPlanId] : [])].map((servicePlanId) => ({
      assignedDateTime: "2026-01-05T08:00:00Z",
      capabilityStatus: "Enabled",
      service: servicePlanId === teamsPlanId ? "TeamspaceAPI" : "exchange",
      servicePlanId
    })),
    city: null,
    companyName: null,
    country: null,
    createdDateTime: "2026-01-05T08:00:00Z",
    deletedDateTime: null,
    department: user.department,
    employeeId: null,
    externalUserState: user.userType === "Guest" ? "Accepted" : null,
    mailNickname: user.userPrincipalName.split("@")[0] ?? null,
    otherMails: [],
    proxyAddresses: user.mail === null ? [] : [`SMTP:${user.mail}`],
    securityIdentifier: securityIdentifier(user.id),
    state: null,
    usageLocation: "NL",
    userType: user.userType
  }) satisfies User

export const thingResource = (thing: DirectoryThing) => ({
  "@odata.type": `#microsoft.graph.${thing.type}`,
  id: thing.id,
  displayName: thing.displayName,
  deletedDateTime: null
})
