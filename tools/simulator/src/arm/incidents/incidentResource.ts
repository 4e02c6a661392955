import type { Incident, ResourceWithEtag } from "@azure/arm-securityinsight"
import { isPreview } from "../apiVersions.ts"
import { workspaceId } from "../ArmCall.ts"
import type { IncidentOwner, IncidentRecord, Workspace } from "../ArmState.ts"
import type { Fields, ValueAt } from "../odata/Filter.ts"
import type { Listing } from "../odata/page.ts"
import type { PropertiesOf } from "../OnWire.ts"

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

export const securityInsightsId = (workspace: Workspace): string =>
  `${workspaceId(workspace)}/providers/Microsoft.SecurityInsights`

/** Live incidents say `Incidents` where the specification says `incidents`. */
export const incidentId = (workspace: Workspace, incident: IncidentRecord): string =>
  `${securityInsightsId(workspace)}/Incidents/${incident.name}`

/** An incident as `apiVersion` has it: techniques are in previews only; teamInformation is in none any more. */
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
      lastModifiedTimeUtc: incident.lastModifiedTimeUtc,
      createdTimeUtc: incident.createdTimeUtc,
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

/** Values of a resource at slash-separated paths; what `fields` calls a date becomes milliseconds. */
export const valuesOf =
  (fieldTypes: Fields, resource: object): ValueAt =>
  (path) => {
    let value: unknown = resource
    for (const key of path.split("/")) {
      value = typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined
    }
    if (typeof value !== "string") return typeof value === "number" ? value : null
    return fieldTypes[path] === "date" ? Date.parse(value) : value
  }

/** Incidents in a list: newest first unless asked otherwise. */
export const incidentListing: Listing<IncidentResource> = {
  fields,
  valueAt: (incident) => valuesOf(fields, incident),
  keyOf: ({ name }) => name.toLowerCase(),
  defaultOrder: "properties/createdTimeUtc desc"
}
