/**
 * How a tenant's platform behaves where Microsoft documents a range, or nothing. Durations are milliseconds of platform
 * time (divided by PLATFORM_TIME_SCALE) unless noted. Changed by `PATCH /control/tenants/{tid}/behavior`.
 */
export interface Behavior {
  /** Applies Graph's documented throttling limits. Default: true. */
  throttling: boolean
  /** Retry-After of a throttled Teams request; often absent (microsoft-graph-docs#6482). Default: present. */
  teamsRetryAfter: "present" | "absent"
  /** How long PUT team answers 404 for a new group. Default: 3 s (documented: up to 15 min, reported: 3 min). */
  groupReplicationMillis: number
  /** Delay until GET /groups shows a new group or name; reads by key show it at once. Default: 5 s. */
  indexLagMillis: number
  /** Shortest and longest duration of archive and unarchive. Default: 10 to 30 s. */
  operationMillis: [minimum: number, maximum: number]
  /** Shortest and longest duration of POST /teams. Default: 10 to 30 s. */
  createTeamMillis: [minimum: number, maximum: number]
  /** Share of an operation's duration in which its status is notStarted. Default: 0.2. */
  notStartedShare: number
  /** How long a finished operation can be read; `null`: always. Default: null (undocumented). */
  operationKeptMillis: number | null
  /** Delay until GET members shows a person added through members/add or POST members. Default: 2 s. */
  memberLagMillis: number
  /** Delay until GET members no longer shows a removed person. Default: 0. */
  memberRemovalLagMillis: number
  /** Delay until members bound at a group's creation appear in its team; `null`: never. Default: 48 h. */
  boundMemberLagMillis: number | null
  /** Delay until people written to the group's members or owners appear in its team. Default: 24 h. */
  groupSyncMillis: number
  /** Delay until GET team shows a changed isArchived. Default: 0. */
  archivedLagMillis: number
  /** Delay until GET tabs shows a new tab, or no longer shows a deleted one. Default: 0. */
  tabLagMillis: number
  /** Archiving an archived team (unarchiving an active one): an operation that succeeds, or 400. Default: accept. */
  alreadyInState: "accept" | "refuse"
  /** Adding someone who is already in the team: 201 or an entry without error, or 400. Default: accept. */
  alreadyMember: "accept" | "refuse"
  /**
   * members/add with an account that is unknown or disabled: an entry in the results, or 404 for the whole call
   * (microsoft-graph-docs#15931). Default: entry.
   */
  badAccountInBulk: "entry" | "whole404"
  /** A guest whom an application adds: accepted, or 403 without a reason (docs#11756, docs-contrib#4076). Default: accept. */
  guestsByApplication: "accept" | "refuse"
  /**
   * The naming policy and applications: exempt, as documented, or held to it in name and mail nickname, with the
   * application's own attributes, which are empty (docs#7842, msgraph-sdk-dotnet#1153). Default: exempt.
   */
  namingPolicyForApplications: "exempt" | "held"
  /**
   * How many groups an application without an administrator's role may have created, deleted ones included, before
   * 403 `Directory_QuotaExceeded`; `null`: any number. Default: null (250 for users; unclear for applications).
   */
  groupQuota: number | null
  /** `resourceBehaviorOptions` of a new group: set, or 400 that names the property. Default: accept. */
  resourceBehaviorOptions: "accept" | "refuse"
  /** PUT team on a group with an owner without a Teams license: 201, or 403 `Forbidden` (docs#10353). Default: accept. */
  unlicensedOwner: "accept" | "refuse"
  /**
   * Group.* and Directory.* permissions on the Teams routes whose articles call them supported only for backward
   * compatibility (team-archive): still accepted, or no longer. Default: accept.
   */
  legacyPermissions: "accept" | "refuse"
  /** Delay until GET /groups by id or by key shows a new group (pnp/powershell#5414). Default: 0. */
  groupReadLagMillis: number
  /** Delay until a new team's own address and everything below it answers (pnp/powershell#4757). Default: 0. */
  teamReadLagMillis: number
  /**
   * How many of each group's latest members advanced queries (ConsistencyLevel: eventual) don't show yet: their index
   * trails behind the writes by seconds to minutes (microsoft-graph-explorer-v4#3336). Default: 0.
   */
  unindexedMembers: number
  /** Where the error of a taken mailNickname has its code ObjectConflict (docs#1508, docs#5122). Default: details. */
  nicknameConflict: "details" | "innerError" | "message"
  /** Creating, changing or deleting a tab of an archived team (undocumented). Default: refuse, with 403. */
  tabsOfArchivedTeam: "accept" | "refuse"
  /** The uniqueName of a soft-deleted group: free, or 400 until the group is purged (undocumented). Default: free. */
  deletedUniqueName: "free" | "taken"
  /**
   * Conditional access on tokens that an API asks for in a person's name: issued, only after a sign-in with multifactor
   * authentication (AADSTS50076 with `claims` before), or blocked (AADSTS53003). Default: allow.
   */
  onBehalfOf: "allow" | "mfa" | "block"
  /**
   * How long a new application or service principal is unknown to other requests: reads answer 404, references 400.
   * Default: 5 s (undocumented; reported: seconds to minutes).
   */
  applicationLagMillis: number
  /** Whether the tenant has Microsoft Defender: without it, Graph answers 403 to security/incidents. Default: true. */
  defenderProvisioned: boolean
  /**
   * How long an application's token is valid, in seconds; never scaled. MSAL renews 5 minutes before the end: up to 300, each
   * call asks for a new one. Default: 3,599.
   */
  tokenSeconds: number
  /** How long a device code is valid, in seconds; never scaled. Default: 900, as documented. */
  deviceCodeSeconds: number
  /** Shortest time between two polls of a device, in seconds; never scaled. Default: 5. */
  devicePollSeconds: number
}

export const defaultBehavior = (): Behavior => ({
  throttling: true,
  teamsRetryAfter: "present",
  groupReplicationMillis: 3_000,
  indexLagMillis: 5_000,
  operationMillis: [10_000, 30_000],
  createTeamMillis: [10_000, 30_000],
  notStartedShare: 0.2,
  operationKeptMillis: null,
  memberLagMillis: 2_000,
  memberRemovalLagMillis: 0,
  boundMemberLagMillis: 48 * 3_600_000,
  groupSyncMillis: 24 * 3_600_000,
  archivedLagMillis: 0,
  tabLagMillis: 0,
  alreadyInState: "accept",
  alreadyMember: "accept",
  badAccountInBulk: "entry",
  guestsByApplication: "accept",
  namingPolicyForApplications: "exempt",
  groupQuota: null,
  resourceBehaviorOptions: "accept",
  unlicensedOwner: "accept",
  legacyPermissions: "accept",
  groupReadLagMillis: 0,
  teamReadLagMillis: 0,
  unindexedMembers: 0,
  nicknameConflict: "details",
  tabsOfArchivedTeam: "refuse",
  deletedUniqueName: "free",
  onBehalfOf: "allow",
  applicationLagMillis: 5_000,
  defenderProvisioned: true,
  tokenSeconds: 3_599,
  deviceCodeSeconds: 900,
  devicePollSeconds: 5
})

/**
 * How a tenant's Resource Manager behaves where Microsoft documents nothing, or a test needs less. Changed by
 * `PATCH /control/tenants/{tid}/arm/behavior`.
 */
export interface ArmBehavior {
  /** Applies ARM's documented token buckets per principal. Default: true. */
  throttling: boolean
  /** A comment or task changes its incident's etag and lastModifiedTimeUtc (undocumented). Default: true. */
  childrenMoveIncident: boolean
  /**
   * The service changes an incident once more after it answered a write, so that the etag in the answer is outdated
   * (Azure/Azure-Sentinel#13491). Default: false.
   */
  touchAfterWrite: boolean
  /** Closing without a classification: the portal refuses it, the schema doesn't. Default: refuse, with 400. */
  closingWithoutClassification: "accept" | "refuse"
  /** Code of the 404 for a missing incident (undocumented which one Sentinel sends). Default: NotFound. */
  missingIncident: "NotFound" | "ResourceNotFound"
  /**
   * Mandatory multifactor authentication: a person's token without it is accepted, refused for writes (phase 2), or for
   * everything, with 401 and a claims challenge. Default: accept.
   */
  withoutMultifactor: "accept" | "refuseWrites" | "refuse"
  /**
   * What becomes of an earlier merge A into B when B is merged into C: in Graph, A still leads to B, or now to C
   * (undocumented). Default: keep.
   */
  earlierRedirects: "keep" | "rewrite"
  /**
   * Who may list their own permissions: anyone, or only a role with Microsoft.Authorization/permissions/read, which
   * custom roles often lack (undocumented). Default: anyone.
   */
  ownPermissions: "anyone" | "byRole"
  /** Items on a page of permissions, role assignments and the like. Default: 100. */
  authorizationPageSize: number
}

export const defaultArmBehavior = (): ArmBehavior => ({
  throttling: true,
  childrenMoveIncident: true,
  touchAfterWrite: false,
  closingWithoutClassification: "refuse",
  missingIncident: "NotFound",
  withoutMultifactor: "accept",
  earlierRedirects: "keep",
  ownPermissions: "anyone",
  authorizationPageSize: 100
})

/**
 * How a tenant's Cosmos DB account behaves where its owner decides, or Microsoft documents nothing. Changed by
 * `PATCH /control/tenants/{tid}/cosmos/behavior`.
 */
export interface CosmosBehavior {
  /** Answers 429 above the throughput of a physical partition. Default: true. */
  throttling: boolean
  /**
   * RU per second of platform time for each container, split evenly over its physical partitions. Default: null, what
   * the container was created with; without that there is no limit, as in serverless accounts.
   */
  requestUnitsPerSecond: number | null
  /** Refuses the account's key, as accounts with `disableLocalAuth` do. Default: false. */
  disableLocalAuth: boolean
}

export const defaultCosmosBehavior = (): CosmosBehavior => ({
  throttling: true,
  requestUnitsPerSecond: null,
  disableLocalAuth: false
})

type Checks<Settings> = Readonly<Record<keyof Settings & string, (value: unknown) => boolean>>

const isSpan = (value: unknown): boolean => typeof value === "number" && Number.isFinite(value) && value >= 0
const isRange = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && value.every(isSpan) && Number(value[0]) <= Number(value[1])
const isFlag = (value: unknown): boolean => typeof value === "boolean"
const oneOf =
  (...choices: ReadonlyArray<unknown>) =>
  (value: unknown): boolean =>
    choices.includes(value)

const graphChecks: Checks<Behavior> = {
  throttling: isFlag,
  teamsRetryAfter: oneOf("present", "absent"),
  groupReplicationMillis: isSpan,
  indexLagMillis: isSpan,
  operationMillis: isRange,
  createTeamMillis: isRange,
  notStartedShare: (value) => isSpan(value) && Number(value) <= 1,
  operationKeptMillis: (value) => value === null || isSpan(value),
  memberLagMillis: isSpan,
  memberRemovalLagMillis: isSpan,
  boundMemberLagMillis: (value) => value === null || isSpan(value),
  groupSyncMillis: isSpan,
  archivedLagMillis: isSpan,
  tabLagMillis: isSpan,
  alreadyInState: oneOf("accept", "refuse"),
  alreadyMember: oneOf("accept", "refuse"),
  badAccountInBulk: oneOf("entry", "whole404"),
  guestsByApplication: oneOf("accept", "refuse"),
  namingPolicyForApplications: oneOf("exempt", "held"),
  groupQuota: (value) => value === null || isSpan(value),
  resourceBehaviorOptions: oneOf("accept", "refuse"),
  unlicensedOwner: oneOf("accept", "refuse"),
  legacyPermissions: oneOf("accept", "refuse"),
  groupReadLagMillis: isSpan,
  teamReadLagMillis: isSpan,
  unindexedMembers: isSpan,
  nicknameConflict: oneOf("details", "innerError", "message"),
  tabsOfArchivedTeam: oneOf("accept", "refuse"),
  deletedUniqueName: oneOf("free", "taken"),
  onBehalfOf: oneOf("allow", "mfa", "block"),
  applicationLagMillis: isSpan,
  defenderProvisioned: isFlag,
  tokenSeconds: isSpan,
  deviceCodeSeconds: isSpan,
  devicePollSeconds: isSpan
}

const armChecks: Checks<ArmBehavior> = {
  throttling: isFlag,
  childrenMoveIncident: isFlag,
  touchAfterWrite: isFlag,
  closingWithoutClassification: oneOf("accept", "refuse"),
  missingIncident: oneOf("NotFound", "ResourceNotFound"),
  withoutMultifactor: oneOf("accept", "refuseWrites", "refuse"),
  earlierRedirects: oneOf("keep", "rewrite"),
  ownPermissions: oneOf("anyone", "byRole"),
  authorizationPageSize: (value) => Number.isInteger(value) && Number(value) > 0
}

const cosmosChecks: Checks<CosmosBehavior> = {
  throttling: isFlag,
  requestUnitsPerSecond: (value) => value === null || (typeof value === "number" && value > 0),
  disableLocalAuth: isFlag
}

/** Checks a change of behavior: returns what is wrong with it, or `undefined`. */
const checkChange =
  (checks: Readonly<Record<string, (value: unknown) => boolean>>) =>
  (change: Readonly<Record<string, unknown>>): string | undefined => {
    for (const [key, value] of Object.entries(change)) {
      const isValid = Object.hasOwn(checks, key) ? checks[key] : undefined
      if (!isValid) return `There is no behavior "${key}". Known: ${Object.keys(checks).join(", ")}.`
      if (!isValid(value)) return `"${key}" can't be ${JSON.stringify(value)}.`
    }
    return undefined
  }

export const checkBehavior = checkChange(graphChecks)
export const checkArmBehavior = checkChange(armChecks)
export const checkCosmosBehavior = checkChange(cosmosChecks)
