import type {
  AccountEntity,
  CloudApplicationEntity,
  FileEntity,
  FileHashEntity,
  HostEntity,
  HuntingBookmark,
  IpEntity,
  MailboxEntity,
  MailMessageEntity,
  MalwareEntity,
  ProcessEntity,
  SecurityAlert,
  UrlEntity
} from "@azure/arm-securityinsight"
import { type ArmBehavior, defaultArmBehavior } from "./Behavior.ts"
import type { MergeStep } from "./merge.ts"
import type { PropertiesOf } from "./OnWire.ts"

/** Azure Resource Manager's state of one tenant: plain data, as stored in the state file. */
export interface ArmState {
  subscriptions: Array<Subscription>
  workspaces: Array<Workspace>
  roleAssignments: Array<RoleAssignment>
  /** Custom roles; the built-in ones are code. */
  customRoleDefinitions: Array<RoleDefinition>
  denyAssignments: Array<DenyAssignment>
  behavior: ArmBehavior
  /** Effects of merges that are still to come. */
  mergeSteps: Array<MergeStep>
  /** Number of writes: makes each etag differ from every earlier one. */
  writes: number
}

export const emptyArmState = (): ArmState => ({
  subscriptions: [],
  workspaces: [],
  roleAssignments: [],
  customRoleDefinitions: [],
  denyAssignments: [],
  behavior: defaultArmBehavior(),
  mergeSteps: [],
  writes: 0
})

export interface Subscription {
  id: string
  /** Names of the management groups above it: role assignments there reach into it. */
  managementGroups: Array<string>
  resourceGroups: Array<string>
}

/** A Log Analytics workspace with Microsoft Sentinel. */
export interface Workspace {
  subscriptionId: string
  resourceGroup: string
  name: string
  /** The workspace's own GUID, as alerts name it. */
  customerId: string
  /** The highest assigned incident number; numbers aren't used twice. */
  lastIncidentNumber: number
  incidents: Array<IncidentRecord>
}

export const workspaceId = (workspace: Pick<Workspace, "subscriptionId" | "resourceGroup" | "name">): string =>
  `/subscriptions/${workspace.subscriptionId}/resourceGroups/${workspace.resourceGroup}` +
  `/providers/Microsoft.OperationalInsights/workspaces/${workspace.name}`

export const securityInsightsId = (workspace: Workspace): string =>
  `${workspaceId(workspace)}/providers/Microsoft.SecurityInsights`

export type IncidentSeverity = "High" | "Medium" | "Low" | "Informational"
export type IncidentStatus = "New" | "Active" | "Closed"
export type Classification = "Undetermined" | "TruePositive" | "BenignPositive" | "FalsePositive"
export type ClassificationReason =
  | "SuspiciousActivity"
  | "SuspiciousButExpected"
  | "IncorrectAlertLogic"
  | "InaccurateData"

/** All members are null for an unassigned incident. */
export interface IncidentOwner {
  objectId: string | null
  email: string | null
  assignedTo: string | null
  userPrincipalName: string | null
  ownerType?: "Unknown" | "User" | "Group"
}

export const unassignedOwner = (): IncidentOwner => ({
  objectId: null,
  email: null,
  assignedTo: null,
  userPrincipalName: null
})

export interface IncidentLabel {
  labelName: string
  labelType: "User" | "AutoAssigned"
}

/** The part that a PUT replaces as a whole: a member that the PUT omits is removed. */
export interface WritableIncident {
  title: string
  description?: string
  severity: IncidentSeverity
  status: IncidentStatus
  classification?: Classification
  classificationReason?: ClassificationReason
  classificationComment?: string
  owner: IncidentOwner
  labels: Array<IncidentLabel>
  firstActivityTimeUtc?: string
  lastActivityTimeUtc?: string
}

export interface IncidentRecord {
  /** Resource name, normally a GUID. */
  name: string
  /** With its own double quotes inside the string, as Sentinel has them. */
  etag: string
  incidentNumber: number
  createdTimeUtc: string
  lastModifiedTimeUtc: string
  /** `Azure Sentinel`, or `Microsoft XDR` once the workspace is onboarded to Defender. */
  providerName: string
  providerIncidentId: string
  /** Link to the Defender portal. */
  providerIncidentUrl?: string
  /** Graph's id of the incident that Defender merged it into. */
  redirectIncidentId?: string
  /** The same incident in Sentinel, once the merge is known there. */
  mergedInto?: { number: number; url: string }
  /** Names of the analytics rules that created it. */
  analyticRules: Array<string>
  tactics: Array<string>
  techniques: Array<string>
  written: WritableIncident
  alerts: Array<AlertRecord>
  bookmarks: Array<BookmarkRecord>
  entities: Array<EntityRecord>
  comments: Array<CommentRecord>
  relations: Array<RelationRecord>
  tasks: Array<TaskRecord>
}

export interface AlertRecord {
  name: string
  properties: PropertiesOf<SecurityAlert>
}

export interface BookmarkRecord {
  name: string
  properties: PropertiesOf<HuntingBookmark>
}

/** The kinds that the sample incidents need, each with the official client's own model of its properties. */
interface EntityProperties {
  Account: PropertiesOf<AccountEntity>
  CloudApplication: PropertiesOf<CloudApplicationEntity>
  File: PropertiesOf<FileEntity>
  FileHash: PropertiesOf<FileHashEntity>
  Host: PropertiesOf<HostEntity>
  Ip: PropertiesOf<IpEntity>
  MailMessage: PropertiesOf<MailMessageEntity>
  Mailbox: PropertiesOf<MailboxEntity>
  Malware: PropertiesOf<MalwareEntity>
  Process: PropertiesOf<ProcessEntity>
  Url: PropertiesOf<UrlEntity>
}

export type EntityRecord = {
  [Kind in keyof EntityProperties]: { name: string; kind: Kind; properties: EntityProperties[Kind] }
}[keyof EntityProperties]

/** The author of a comment or task. */
export interface ClientInfo {
  objectId: string
  name: string
  email?: string
  userPrincipalName?: string
}

export interface CommentRecord {
  name: string
  etag: string
  message: string
  createdTimeUtc: string
  lastModifiedTimeUtc: string
  author: ClientInfo
}

export interface RelationRecord {
  name: string
  etag: string
  relatedResourceId: string
}

export interface TaskRecord {
  name: string
  etag: string
  title: string
  description?: string
  status: "New" | "Completed"
  createdTimeUtc: string
  lastModifiedTimeUtc: string
  createdBy: ClientInfo
  lastModifiedBy: ClientInfo
}

export interface Permission {
  actions: Array<string>
  notActions: Array<string>
  dataActions: Array<string>
  notDataActions: Array<string>
}

export interface RoleDefinition {
  /** A GUID, the same in every tenant for built-in roles. */
  name: string
  roleName: string
  roleType: "BuiltInRole" | "CustomRole"
  description: string
  permissions: Array<Permission>
  assignableScopes: Array<string>
}

export interface RoleAssignment {
  name: string
  /** ARM id of a workspace, resource group, subscription or management group, or `/`. */
  scope: string
  /** {@link RoleDefinition.name}. */
  roleDefinition: string
  principalId: string
  principalType: "User" | "Group" | "ServicePrincipal"
}

export interface DenyPrincipal {
  /** All zeros with type SystemDefined: all principals. */
  id: string
  type: "User" | "Group" | "ServicePrincipal" | "SystemDefined"
}

export interface DenyAssignment {
  name: string
  denyAssignmentName: string
  description: string
  scope: string
  permissions: Array<Permission>
  principals: Array<DenyPrincipal>
  excludePrincipals: Array<DenyPrincipal>
  doNotApplyToChildScopes: boolean
  isSystemProtected: boolean
}

/** Returns a new etag, different from every earlier one of this tenant. */
export const nextEtag = (arm: ArmState, now: Date): string => {
  arm.writes += 1
  const hex = (value: number): string => value.toString(16).padStart(8, "0")
  return `"${hex(arm.writes)}-0000-0100-0000-${hex(Math.floor(now.getTime() / 1000))}0000"`
}

/** Marks an incident as changed: updates lastModifiedTimeUtc and etag. */
export const touch = (arm: ArmState, incident: IncidentRecord, now: Date): void => {
  incident.lastModifiedTimeUtc = now.toISOString()
  incident.etag = nextEtag(arm, now)
}
