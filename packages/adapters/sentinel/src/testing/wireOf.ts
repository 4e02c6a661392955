import { defined } from "@incident-teams/domain/defined"
import type { Incident } from "@incident-teams/domain/incident/Incident"

const time = (millis: number | undefined): string | undefined =>
  millis === undefined ? undefined : new Date(millis).toISOString()

/** An incident as ARM would send it: the inverse of decoding, by hand, so that the tests have another opinion. */
export const wireOf = (incident: Incident) => ({
  id: incident.armId,
  name: incident.id.slice(incident.id.indexOf("~") + 1),
  etag: incident.etag,
  type: "Microsoft.SecurityInsights/Incidents",
  properties: {
    title: incident.title,
    description: incident.description,
    severity: incident.severity,
    status: incident.status,
    classification: incident.classification,
    classificationReason: incident.classificationReason,
    classificationComment: incident.classificationComment,
    owner: {
      objectId: incident.owner?.id ?? null,
      assignedTo: incident.owner?.name ?? null,
      email: incident.owner?.email ?? null,
      userPrincipalName: incident.owner?.userPrincipalName ?? null,
      ...defined({ ownerType: incident.owner?.kind })
    },
    labels: incident.labels.map(({ name, kind }) => ({
      labelName: name,
      ...defined({ labelType: kind })
    })),
    firstActivityTimeUtc: time(incident.firstActivity),
    lastActivityTimeUtc: time(incident.lastActivity),
    createdTimeUtc: time(incident.created),
    lastModifiedTimeUtc: time(incident.lastModified),
    incidentNumber: incident.number,
    incidentUrl: incident.url,
    providerName: incident.providerName,
    providerIncidentId: incident.providerIncidentId,
    relatedAnalyticRuleIds: incident.relatedAnalyticRuleIds,
    additionalData: {
      alertsCount: incident.alertsCount,
      bookmarksCount: incident.bookmarksCount,
      commentsCount: incident.commentsCount,
      alertProductNames: incident.alertProductNames,
      tactics: incident.tactics,
      techniques: incident.techniques,
      providerIncidentUrl: incident.providerUrl,
      mergedIncidentNumber: incident.merged?.into?.toString(),
      mergedIncidentUrl: incident.merged?.url
    }
  }
})
