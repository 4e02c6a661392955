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
  /** "Allow public client flows": people sign in with a device code, and the client doesn't authenticate. */
  publicClient: boolean
  /** Where a browser may be redirected after signing in. */
  redirectUris: Array<string>
  /** Granted application permissions and app roles, by the resource's audience. */
  roles: Record<string, Array<string>>
  /** Scopes of its tokens on behalf of a user, by the resource's audience. */
  scopes: Record<string, Array<string>>
}
