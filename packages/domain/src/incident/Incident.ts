import { Schema } from "effect"
import { FullIncidentId } from "../ids/FullIncidentId.ts"
import { IncidentId } from "../ids/IncidentId.ts"
import { Timestamp } from "../ids/Timestamp.ts"
import { Classification, ClassificationReason } from "./Classification.ts"
import { IncidentOwner } from "./IncidentOwner.ts"
import { IncidentStatus } from "./IncidentStatus.ts"
import { Severity } from "./Severity.ts"

/** A tag on an incident. `kind` is `User` or `AutoAssigned`, set by Sentinel. */
export const IncidentLabel = Schema.Struct({ name: Schema.String, kind: Schema.optionalKey(Schema.String) })
export type IncidentLabel = typeof IncidentLabel.Type

/**
 * What is known of a merge: Microsoft Defender closed the incident and moved its alerts to another one. Empty if
 * only the mark is known, as with the stable API.
 */
export const IncidentMerge = Schema.Struct({
  /** Number of the surviving incident in the same workspace; only preview versions of the API return it. */
  into: Schema.optionalKey(Schema.Int),
  /** Address of the surviving incident. */
  url: Schema.optionalKey(Schema.String)
})
export type IncidentMerge = typeof IncidentMerge.Type

/**
 * An incident as Sentinel holds it, in our words: what the grid, the incident page and the rules need.
 * What Sentinel may leave out is optional here; lists and counts that it leaves out are empty and zero.
 */
export const Incident = Schema.Struct({
  id: IncidentId,
  /** An ARM id if the source is Microsoft Sentinel, which gave the member its name. */
  armId: FullIncidentId,
  /** As Sentinel sent it, its own double quotes included; goes back in the body of a write. */
  etag: Schema.String,
  /** The number that people say; unique within one workspace. */
  number: Schema.Int,
  title: Schema.String,
  description: Schema.optionalKey(Schema.String),
  severity: Severity,
  status: IncidentStatus,
  classification: Schema.optionalKey(Classification),
  classificationReason: Schema.optionalKey(ClassificationReason),
  classificationComment: Schema.optionalKey(Schema.String),
  owner: Schema.optionalKey(IncidentOwner),
  labels: Schema.Array(IncidentLabel),
  firstActivity: Schema.optionalKey(Timestamp),
  lastActivity: Schema.optionalKey(Timestamp),
  created: Timestamp,
  /** The change marker, by Sentinel's clock. */
  lastModified: Timestamp,
  /** Deep link into the Azure portal. */
  url: Schema.String,
  /** `Azure Sentinel`, or `Microsoft XDR` once the workspace is onboarded to Defender. */
  providerName: Schema.optionalKey(Schema.String),
  /** The incident's id at the provider: of Microsoft XDR, the one in Microsoft Graph; of Azure Sentinel, its number. */
  providerIncidentId: Schema.optionalKey(Schema.String),
  /** Deep link into the Defender portal. */
  providerUrl: Schema.optionalKey(Schema.String),
  /** ARM ids of the analytics rules behind it. */
  relatedAnalyticRuleIds: Schema.Array(Schema.String),
  alertsCount: Schema.Natural,
  bookmarksCount: Schema.Natural,
  commentsCount: Schema.Natural,
  alertProductNames: Schema.Array(Schema.String),
  /** MITRE ATT&CK tactics, such as `InitialAccess`. */
  tactics: Schema.Array(Schema.String),
  /** MITRE ATT&CK techniques, such as `T1091`; only preview versions of the API return them. */
  techniques: Schema.Array(Schema.String),
  /** Present if the incident is marked as merged into another one. */
  merged: Schema.optionalKey(IncidentMerge)
})
export type Incident = typeof Incident.Type

/** The lists and counts of an incident that has nothing yet. */
export const nothingYet = {
  labels: [],
  relatedAnalyticRuleIds: [],
  alertsCount: 0,
  bookmarksCount: 0,
  commentsCount: 0,
  alertProductNames: [],
  tactics: [],
  techniques: []
} as const satisfies Partial<Incident>
