import type { UncheckedObject } from "./json.ts"

/** The directory part of a tenant's state: plain data, as kept in the state file. */

export interface DirectoryUser {
  id: string
  displayName: string
  givenName: string | null
  surname: string | null
  userPrincipalName: string
  mail: string | null
  jobTitle: string | null
  department: string | null
  userType: "Member" | "Guest"
  accountEnabled: boolean
  /** The service plan TEAMS1 is enabled. */
  teamsLicense: boolean
  /** Names of the Entra roles that are active, such as "Global Administrator"; absent: none. */
  directoryRoles?: Array<string>
}

export interface DirectoryGroup {
  id: string
  displayName: string
  description: string | null
  mail: string | null
  mailEnabled: boolean
  mailNickname: string
  securityEnabled: boolean
  /** `["Unified"]` for a Microsoft 365 group. */
  groupTypes: Array<string>
  visibility: string | null
  /** Set at creation only; absent: none. */
  resourceBehaviorOptions?: Array<string>
  /** Alternate key, immutable. */
  uniqueName: string | null
  owners: Array<string>
  /** Object ids of users, groups and other directory objects. */
  members: Array<string>
  createdAt: number
  /** PUT team answers 404 until then. */
  replicatedAt: number
  /** GET /groups lists it from then on. */
  indexedAt: number
  /** The application that created it; absent where a person did. */
  createdByApplication?: string
  /** When it was last renewed; absent: never. */
  renewedAt?: number
  /** When it was soft-deleted; it is purged 30 days later. */
  deletedAt: number | null
  /** Owners and members of a group that has no team yet, bound in its creating request. */
  boundAtCreation: Array<string>
}

/** A directory object that is neither user nor group, as members of groups may be. */
export interface DirectoryThing {
  id: string
  type: "device" | "servicePrincipal" | "orgContact"
  displayName: string
}

export interface GroupSetting {
  id: string
  displayName: string
  templateId: string
  values: Array<{ name: string; value: string }>
}

/** A tenant has at most one (Graph: groupLifecyclePolicy). */
export interface LifecyclePolicy {
  id: string
  groupLifetimeInDays: number
  managedGroupTypes: "All" | "Selected" | "None"
  createdAt: number
}

/** Template of the tenant-wide setting object for Microsoft 365 groups. */
export const groupUnifiedTemplate = "62375ab9-6b52-47ed-826b-58e47e0e304b"

/** A client secret of a registration; Graph shows its text only once. */
export interface PasswordCredential {
  keyId: string
  displayName: string | null
  secretText: string
  startDateTime: string
  endDateTime: string
}

/** A certificate of a registration. */
export interface KeyCredential {
  keyId: string
  displayName: string | null
  /** The certificate, DER in base64. */
  key: string
  startDateTime: string
  endDateTime: string
}

/** Whose tokens prove an application (workload identity federation). */
export interface FederatedCredential {
  id: string
  name: string
  issuer: string
  subject: string
  audiences: Array<string>
}

/** What Graph's `application` resource has beyond what tokens need. */
export interface Registration {
  /** Object id of the application object, which isn't that of its service principal. */
  id: string
  /** Alternate key, immutable. */
  uniqueName: string | null
  createdAt: number
  /** Absent: there is no service principal yet. */
  principalCreatedAt?: number
  /** Object ids of the people who may change it without a role. */
  owners: Array<string>
  /** Properties as written: `api`, `appRoles`, `web` and so on. */
  written: UncheckedObject
  passwords: Array<PasswordCredential>
  /** Absent: none. */
  keys?: Array<KeyCredential>
}

export interface Application {
  /** A short name for control and token requests, as `server`. */
  key: string
  appId: string
  /** Object id of its service principal. */
  objectId: string
  displayName: string
  secrets: Array<string>
  /** Certificates in PEM whose key may sign its client assertions. */
  certificates: Array<string>
  /** Absent: none. */
  federations?: Array<FederatedCredential>
  /** "Allow public client flows": people sign in with a device code, and the client doesn't authenticate. */
  publicClient: boolean
  /** Where a browser may be redirected after signing in. */
  redirectUris: Array<string>
  /** Granted application permissions and app roles, by the resource's audience. */
  roles: Record<string, Array<string>>
  /** Scopes of its tokens on behalf of a user, by the resource's audience. */
  scopes: Record<string, Array<string>>
  /** Of an application that was registered over Graph; absent: the tenant was seeded with it, service principal included. */
  registration?: Registration
}

/** Template ids of Entra's built-in roles, the same in every tenant ("Microsoft Entra built-in roles"). */
export const directoryRoles = {
  "Global Administrator": "62e90394-69f5-4237-9190-012177145e10",
  "Privileged Role Administrator": "e8611ab8-c189-46e8-94e1-60213ab1f814",
  "Application Administrator": "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3",
  "Cloud Application Administrator": "158c047a-c907-4556-b7ef-446551a6b5f7",
  "Application Developer": "cf1c38e5-3621-4004-a7cb-879624dced7c"
} as const
export type DirectoryRole = keyof typeof directoryRoles
