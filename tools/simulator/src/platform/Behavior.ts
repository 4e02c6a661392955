/**
 * How a tenant's platform behaves where Microsoft documents a range, or nothing. Durations are milliseconds of platform
 * time, divided by PLATFORM_TIME_SCALE, unless told otherwise. Changed by `PATCH /control/tenants/{tid}/behavior`.
 */
export interface Behavior {
  /** Documented throttles on Graph. Default: on. */
  throttling: boolean
  /** A new group answers 404 to PUT team for so long. Default: 3 s (documented: up to 15 min, reported: 3 min). */
  groupReplicationMillis: number
  /** A new group or name shows in GET /groups, but not in reads by key, after so long. Default: 5 s. */
  indexLagMillis: number
  /** Archive and unarchive take between these two. Default: 10 to 30 s. */
  operationMillis: [least: number, most: number]
  /** POST /teams takes between these two. Default: 10 to 30 s. */
  createTeamMillis: [least: number, most: number]
  /** How much of an operation it is notStarted. Default: a fifth. */
  notStartedShare: number
  /** A finished operation can be read for so long, `null`: for ever. Default: null (undocumented). */
  operationKeptMillis: number | null
  /** A person added through members/add or POST members shows in GET members after so long. Default: 2 s. */
  memberLagMillis: number
  /** A removed person disappears from GET members after so long. Default: 0. */
  memberRemovalLagMillis: number
  /** People bound as members at a group's creation show in its team after so long, `null`: never. Default: 48 h. */
  boundMemberLagMillis: number | null
  /** People written to /groups/{id}/members or owners of a team's group show in the team after so long. Default: 24 h. */
  groupSyncMillis: number
  /** GET team shows a changed isArchived after so long. Default: 0. */
  archivedLagMillis: number
  /** A new or deleted tab shows in GET tabs after so long. Default: 0. */
  tabLagMillis: number
  /** Archive of an archived team (unarchive of an active one): an operation that succeeds, or 400. Default: accept. */
  alreadyInState: "accept" | "refuse"
  /** Adding somebody who is in the team: 201 or an entry without error, or 400. Default: accept. */
  alreadyMember: "accept" | "refuse"
  /** Creating, changing or deleting a tab of an archived team (undocumented). Default: refuse, with 403. */
  tabsOfArchivedTeam: "accept" | "refuse"
  /** A uniqueName of a soft-deleted group: free again, or 400 until the group is gone (undocumented). Default: free. */
  deletedUniqueName: "free" | "taken"
  /** How long a device's code is good, in seconds; never scaled. Default: 900, as documented. */
  deviceCodeSeconds: number
  /** How often a device may ask whether somebody signed in, in seconds; never scaled. Default: 5. */
  devicePollSeconds: number
}

export const defaultBehavior = (): Behavior => ({
  throttling: true,
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
  tabsOfArchivedTeam: "refuse",
  deletedUniqueName: "free",
  deviceCodeSeconds: 900,
  devicePollSeconds: 5
})

/**
 * How a tenant's Resource Manager behaves where Microsoft documents nothing, or a test wants less. Changed by
 * `PATCH /control/tenants/{tid}/arm/behavior`.
 */
export interface ArmBehavior {
  /** ARM's documented token buckets per principal. Default: on. */
  throttling: boolean
  /** A comment or task moves its incident's etag and lastModifiedTimeUtc (undocumented). Default: true. */
  childrenMoveIncident: boolean
  /** Closing without a classification: the portal refuses it, the schema doesn't. Default: refuse, with 400. */
  closingWithoutClassification: "accept" | "refuse"
  /** Code of the 404 for a missing incident (the codes are documented, not which one Sentinel takes). */
  missingIncident: "NotFound" | "ResourceNotFound"
  /** Items on a page of permissions, role assignments and the like. Default: 100. */
  authorizationPageSize: number
}

export const defaultArmBehavior = (): ArmBehavior => ({
  throttling: true,
  childrenMoveIncident: true,
  closingWithoutClassification: "refuse",
  missingIncident: "NotFound",
  authorizationPageSize: 100
})

/**
 * How a tenant's Cosmos DB account behaves where its owner decides, or Microsoft documents nothing. Changed by
 * `PATCH /control/tenants/{tid}/cosmos/behavior`.
 */
export interface CosmosBehavior {
  /** Answers 429 above the throughput of a physical partition. Default: on. */
  throttling: boolean
  /**
   * RU per second of platform time for each container, shared evenly by its physical partitions. Default: null, what
   * the container asked for at its creation; without that, and as in serverless accounts, there is no limit.
   */
  requestUnitsPerSecond: number | null
  /** Refuses the account's key, as accounts with `disableLocalAuth` do. Default: off. */
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
  tabsOfArchivedTeam: oneOf("accept", "refuse"),
  deletedUniqueName: oneOf("free", "taken"),
  deviceCodeSeconds: isSpan,
  devicePollSeconds: isSpan
}

const armChecks: Checks<ArmBehavior> = {
  throttling: isFlag,
  childrenMoveIncident: isFlag,
  closingWithoutClassification: oneOf("accept", "refuse"),
  missingIncident: oneOf("NotFound", "ResourceNotFound"),
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
