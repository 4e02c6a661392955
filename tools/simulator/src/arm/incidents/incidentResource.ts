import type { Incident, ResourceWithEtag } from "@azure/arm-securityinsight"
import { valueAtPath } from "../../odata/Filter.ts"
import { type IncidentOwner, type IncidentRecord, type Workspace, securityInsightsId } from "../../platform/ArmState.ts"
import type { PropertiesOf } from "../../platform/OnWire.ts"
import { hasMerges, isPreview } from "../apiVersions.ts"
import { armTime } from "../armTime.ts"
import type { Fields } from "../odata/filter.ts"
import type { Listing } from "../odata/page.ts"

type IncidentProperties = PropertiesOf<Omit<Incident, "owner" | "teamInformation">, ResourceWithEtag> & {
  owner: IncidentOwner
}

export interface IncidentResource {
  id: string
  name: string
  type: string
  etag: string
  properties: IncidentProperties
}

/** Real incident ids contain `Incidents`, although the specification has `incidents`. */
export const incidentId = (workspace: Workspace, incident: IncidentRecord): string =>
  `${securityInsightsId(workspace)}/Incidents/${incident.name}`

/**
 * An incident in the form of `apiVersion`: techniques and the incident that it was merged into are in previews only;
 * teamInformation is in no version.
 */
export const incidentResource = (
  workspace: Workspace,
  incident: IncidentRecord,
  apiVersion: string
): IncidentResource => {
  const { written, alerts, bookmarks, comments } = incident
  const id = incidentId(workspace, incident)
  return {
    id,
    name: incident.name,
    etag: incident.etag,
    type: "Microsoft.SecurityInsights/Incidents",
    properties: {
      ...written,
      lastModifiedTimeUtc: armTime(incident.lastModifiedTimeUtc),
      createdTimeUtc: armTime(incident.createdTimeUtc),
      incidentNumber: incident.incidentNumber,
      incidentUrl: `https://portal.azure.com/#asset/Microsoft_Azure_Security_Insights/Incident${id}`,
      providerName: incident.providerName,
      providerIncidentId: incident.providerIncidentId,
      relatedAnalyticRuleIds: incident.analyticRules.map(
        (rule) => `${securityInsightsId(workspace)}/alertRules/${rule}`
      ),
      additionalData: {
        alertsCount: alerts.length,
        bookmarksCount: bookmarks.length,
        commentsCount: comments.length,
        alertProductNames: [...new Set(alerts.flatMap(({ properties }) => properties.productName ?? []))],
        tactics: incident.tactics,
        // A text, by Microsoft's schema; the stable versions have only the label.
        ...(incident.mergedInto !== undefined &&
          hasMerges(apiVersion) && {
            mergedIncidentNumber: String(incident.mergedInto.number),
            mergedIncidentUrl: incident.mergedInto.url
          }),
        ...(isPreview(apiVersion) && { techniques: incident.techniques }),
        ...(incident.providerIncidentUrl !== undefined && { providerIncidentUrl: incident.providerIncidentUrl })
      }
    }
  }
}

const fields = {
  name: "string",
  "properties/title": "string",
  "properties/description": "string",
  "properties/severity": "string",
  "properties/status": "string",
  "properties/classification": "string",
  "properties/classificationReason": "string",
  "properties/classificationComment": "string",
  "properties/owner/objectId": "string",
  "properties/owner/email": "string",
  "properties/owner/assignedTo": "string",
  "properties/owner/userPrincipalName": "string",
  "properties/incidentNumber": "number",
  "properties/providerName": "string",
  "properties/providerIncidentId": "string",
  "properties/createdTimeUtc": "date",
  "properties/lastModifiedTimeUtc": "date",
  "properties/firstActivityTimeUtc": "date",
  "properties/lastActivityTimeUtc": "date"
} as const satisfies Fields

/** Returns a resource's value at a slash-separated path; a date, by `fields`, as milliseconds since the epoch. */
export const valuesOf =
  (fieldTypes: Fields, resource: object) =>
  (path: string): string | number | null => {
    const value = valueAtPath(resource, path.split("/"))
    if (typeof value !== "string") return typeof value === "number" ? value : null
    return fieldTypes[path] === "date" ? Date.parse(value) : value
  }

/** How incidents are listed. Default order: newest first. */
export const incidentListing: Listing<IncidentResource> = {
  fields,
  valueAt: (incident) => valuesOf(fields, incident),
  keyOf: ({ name }) => name.toLowerCase(),
  defaultOrder: "properties/createdTimeUtc desc"
}
