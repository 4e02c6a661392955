import { Schema } from "effect"
import { defined } from "../defined.ts"
import { FullIncidentId } from "../ids/FullIncidentId.ts"
import { IncidentId } from "../ids/IncidentId.ts"
import { Timestamp } from "../ids/Timestamp.ts"
import { type Incident, IncidentMerge } from "./Incident.ts"
import { IncidentStatus } from "./IncidentStatus.ts"
import { Severity } from "./Severity.ts"

/** As much of an incident as its team needs to follow it. Holds an `IncidentVersion`. */
export const IncidentSnapshot = Schema.Struct({
  id: IncidentId,
  armId: FullIncidentId,
  number: Schema.Int,
  title: Schema.String,
  description: Schema.optionalKey(Schema.String),
  status: IncidentStatus,
  severity: Severity,
  etag: Schema.String,
  lastModified: Timestamp,
  url: Schema.String,
  providerName: Schema.optionalKey(Schema.String),
  providerIncidentId: Schema.optionalKey(Schema.String),
  merged: Schema.optionalKey(IncidentMerge)
})
export type IncidentSnapshot = typeof IncidentSnapshot.Type

/** The result of one read of an incident: its state, or that Sentinel answered 404 for the incident itself. */
export const IncidentObservation = Schema.TaggedUnion({
  Found: { incident: IncidentSnapshot },
  Gone: { id: IncidentId }
})
export type IncidentObservation = typeof IncidentObservation.Type

export const snapshotOf = (incident: Incident): IncidentSnapshot => ({
  id: incident.id,
  armId: incident.armId,
  number: incident.number,
  title: incident.title,
  ...defined({ description: incident.description }),
  status: incident.status,
  severity: incident.severity,
  etag: incident.etag,
  lastModified: incident.lastModified,
  url: incident.url,
  ...defined({
    providerName: incident.providerName,
    providerIncidentId: incident.providerIncidentId,
    merged: incident.merged
  })
})
