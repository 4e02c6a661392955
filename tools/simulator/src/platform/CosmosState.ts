import { createHash } from "node:crypto"
import { type CosmosBehavior, defaultCosmosBehavior } from "./Behavior.ts"
import type { Json, JsonObject } from "./json.ts"

/** The one Azure Cosmos DB account that a tenant has: plain data, as kept in the state file. */
export interface CosmosState {
  /** Gives access to everything in the account, like the portal's primary key. */
  primaryKey: string
  databases: Array<DatabaseRecord>
  /** Custom ones; the built-in ones are code. */
  roles: Array<DataRole>
  roleAssignments: Array<DataRoleAssignment>
  behavior: CosmosBehavior
  /** Number of creations and writes: makes every resource id and etag of the account unique. */
  writes: number
}

/** The same key at every start, so that it can be put into an environment. Valid only for this simulator. */
const sampleKey = (tenantId: string): string =>
  createHash("sha512").update(`sample Cosmos DB key of ${tenantId}`).digest("base64")

export const emptyCosmosState = (tenantId: string): CosmosState => ({
  primaryKey: sampleKey(tenantId),
  databases: [],
  roles: [],
  roleAssignments: [],
  behavior: defaultCosmosBehavior(),
  writes: 0
})

/** A data-plane role of an account (`sqlRoleDefinitions`), which is not an Azure role. */
export interface DataRole {
  /** A GUID. */
  id: string
  roleName: string
  /** Patterns; `*` stands for any run of characters. */
  dataActions: Array<string>
}

export interface DataRoleAssignment {
  id: string
  /** Object id of a user, a group or a service principal. */
  principalId: string
  /** {@link DataRole.id}. */
  roleId: string
  /** `/`, `/dbs/{db}` or `/dbs/{db}/colls/{coll}`. */
  scope: string
}

/** Properties that the service adds to each resource. */
export interface SystemProperties {
  /** Resource id. */
  rid: string
  etag: string
  /** Seconds since the epoch. */
  ts: number
}

export interface DatabaseRecord extends SystemProperties {
  id: string
  containers: Array<ContainerRecord>
}

export interface ContainerRecord extends SystemProperties {
  id: string
  partitionKey: PartitionKeyDefinition
  indexingPolicy: IndexingPolicy
  /** Members that are stored and returned without effect, such as `conflictResolutionPolicy`. */
  further: JsonObject
  /** Seconds; -1: items don't expire unless they say so; undefined: nothing expires. */
  defaultTtl: number | undefined
  /** RU/s that the container was created with; undefined: none was given. */
  throughput: number | undefined
  /** Number of the latest commit, by physical partition. */
  lsn: Array<number>
  /** By {@link partitionText}. */
  partitions: Record<string, LogicalPartition>
}

export interface PartitionKeyDefinition extends JsonObject {
  readonly paths: ReadonlyArray<string>
  /** MultiHash: hierarchical, of two or three paths. */
  readonly kind: "Hash" | "MultiHash"
  readonly version: 2
}

export interface CompositePath extends JsonObject {
  readonly path: string
  readonly order: "ascending" | "descending"
}

export interface IndexingPolicy extends JsonObject {
  readonly indexingMode: "consistent" | "none"
  readonly automatic: boolean
  readonly includedPaths: ReadonlyArray<JsonObject & { readonly path: string }>
  readonly excludedPaths: ReadonlyArray<JsonObject & { readonly path: string }>
  readonly compositeIndexes: ReadonlyArray<ReadonlyArray<CompositePath>>
}

export interface LogicalPartition {
  /** Position of its physical partition. */
  range: number
  /** Effective partition key: where its key's hash puts it. */
  epk: string
  /** By `/` and the item's id, so that no id is a special name. */
  items: Record<string, ItemRecord>
}

export interface ItemRecord {
  /** The item as it was written, with its system properties. */
  readonly document: Document
  /** UTF-8 bytes of {@link document} as JSON. */
  readonly bytes: number
  /** Order of creation; kept over replacements. */
  readonly serial: number
  /** The commit that wrote it; all items of one batch share it. */
  readonly lsn: number
  /** Milliseconds since the epoch: expiry counts from here. */
  readonly writtenAt: number
}

export interface Document extends JsonObject {
  readonly id: string
  readonly _rid: string
  readonly _etag: string
  readonly _ts: number
}

/** A value of a partition key's path; `{}` stands for one that the item lacks. */
export type PartitionKeyValue = Exclude<Json, ReadonlyArray<Json>>
