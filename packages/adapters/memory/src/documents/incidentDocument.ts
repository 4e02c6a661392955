import type { IncidentDocument } from "@incident-teams/application/ports/IncidentDocuments"
import { IncidentRefused } from "@incident-teams/application/ports/IncidentSource"
import { defined } from "@incident-teams/domain/defined"
import { Guid } from "@incident-teams/domain/ids/Guid"
import { Timestamp } from "@incident-teams/domain/ids/Timestamp"
import type { Incident } from "@incident-teams/domain/incident/Incident"
import { Option, Result, Schema } from "effect"
import type { WrittenIncident } from "../IncidentHand.ts"

const iso = (at: Timestamp): string => new Date(at).toISOString()

const Owner = Schema.Struct({
  objectId: Schema.optionalKey(Schema.NullOr(Guid)),
  assignedTo: Schema.optionalKey(Schema.NullOr(Schema.String)),
  email: Schema.optionalKey(Schema.NullOr(Schema.String)),
  userPrincipalName: Schema.optionalKey(Schema.NullOr(Schema.String)),
  ownerType: Schema.optionalKey(Schema.NullOr(Schema.String))
})
const text = Schema.optionalKey(Schema.String)
const Written = Schema.Struct({
  title: Schema.NonEmptyString,
  severity: Schema.NonEmptyString,
  status: Schema.NonEmptyString,
  description: text,
  classification: text,
  classificationReason: text,
  classificationComment: text,
  firstActivityTimeUtc: Schema.optionalKey(Timestamp),
  lastActivityTimeUtc: Schema.optionalKey(Timestamp),
  labels: Schema.optionalKey(Schema.Array(Schema.Struct({ labelName: Schema.String, labelType: text }))),
  owner: Schema.optionalKey(Owner)
})
const decode = Schema.decodeUnknownOption(Written)

/** What Sentinel's documents say about an incident, as far as memory knows it. */
const propertiesOf = (incident: Incident): IncidentDocument => {
  const { owner, labels, firstActivity, lastActivity } = incident
  return {
    title: incident.title,
    severity: incident.severity,
    status: incident.status,
    ...defined({
      description: incident.description,
      classification: incident.classification,
      classificationReason: incident.classificationReason,
      classificationComment: incident.classificationComment
    }),
    ...(firstActivity === undefined ? {} : { firstActivityTimeUtc: iso(firstActivity) }),
    ...(lastActivity === undefined ? {} : { lastActivityTimeUtc: iso(lastActivity) }),
    owner: {
      objectId: owner?.id ?? null,
      assignedTo: owner?.name ?? null,
      email: owner?.email ?? null,
      userPrincipalName: owner?.userPrincipalName ?? null
    },
    labels: labels.map(({ name, kind = "User" }) => ({ labelName: name, labelType: kind })),
    incidentNumber: incident.number,
    incidentUrl: incident.url,
    createdTimeUtc: iso(incident.created),
    lastModifiedTimeUtc: iso(incident.lastModified),
    relatedAnalyticRuleIds: [...incident.relatedAnalyticRuleIds],
    additionalData: {
      alertsCount: incident.alertsCount,
      bookmarksCount: incident.bookmarksCount,
      commentsCount: incident.commentsCount,
      alertProductNames: [...incident.alertProductNames],
      tactics: [...incident.tactics]
    }
  }
}

/** The incident as a document; `unknown` are properties that were written and mean nothing to us. */
export const documentOf = (incident: Incident, unknown: IncidentDocument): IncidentDocument => ({
  id: incident.armId,
  name: incident.armId.slice(incident.armId.lastIndexOf("/") + 1),
  type: "Microsoft.SecurityInsights/Incidents",
  etag: incident.etag,
  properties: { ...unknown, ...propertiesOf(incident) }
})

const isObject = (value: Schema.Json | undefined): value is IncidentDocument =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** What a written document says, and its properties that mean nothing to us. */
export const writtenOf = (
  document: IncidentDocument
): Result.Result<{ readonly written: WrittenIncident; readonly unknown: IncidentDocument }, IncidentRefused> => {
  const { properties } = document
  const given = isObject(properties) ? properties : {}
  const wire = Option.getOrUndefined(decode(given))
  if (wire === undefined) {
    return Result.fail(new IncidentRefused({ reason: "The incident needs title, severity and status." }))
  }
  const { labels = [], owner, firstActivityTimeUtc, lastActivityTimeUtc, ...same } = wire
  const { objectId, assignedTo, email, userPrincipalName } = owner ?? {}
  const assigned = {
    ...(objectId ? { id: objectId } : {}),
    ...(assignedTo ? { name: assignedTo } : {}),
    ...(email ? { email } : {}),
    ...(userPrincipalName ? { userPrincipalName } : {})
  }
  return Result.succeed({
    written: {
      ...same,
      labels: labels.map(({ labelName, labelType }) => ({
        name: labelName,
        ...defined({ kind: labelType })
      })),
      ...defined({ firstActivity: firstActivityTimeUtc, lastActivity: lastActivityTimeUtc }),
      ...(Object.keys(assigned).length === 0 ? {} : { owner: assigned })
    },
    unknown: Object.fromEntries(Object.entries(given).filter(([name]) => !knownMembers.has(name)))
  })
}

const knownMembers: ReadonlySet<string> = new Set([
  ...Object.keys(Written.fields),
  "additionalData",
  "createdTimeUtc",
  "incidentNumber",
  "incidentUrl",
  "lastModifiedTimeUtc",
  "relatedAnalyticRuleIds"
])
