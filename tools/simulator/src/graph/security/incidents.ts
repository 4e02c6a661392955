import type { SecurityNamespace } from "@microsoft/microsoft-graph-types"
import { Hono } from "hono"
import type { Classification, IncidentRecord, IncidentSeverity, IncidentStatus } from "../../platform/ArmState.ts"
import { defenderIncident, mergeMark } from "../../platform/merge.ts"
import { allow, either } from "../allow.ts"
import type { GraphEnv } from "../GraphEnv.ts"
import { GraphFailure } from "../GraphFailure.ts"
import { metadata, selectProperties } from "../odata/answer.ts"
import { queryOf } from "../odata/query.ts"

/** How Defender's values and Sentinel's correspond (Microsoft Learn, "Microsoft Defender XDR integration with Sentinel"). */
const statuses: Readonly<Record<IncidentStatus, SecurityNamespace.IncidentStatus>> = {
  New: "active",
  Active: "inProgress",
  Closed: "resolved"
}
const severities: Readonly<Record<IncidentSeverity, SecurityNamespace.AlertSeverity>> = {
  High: "high",
  Medium: "medium",
  Low: "low",
  Informational: "informational"
}
const classifications: Readonly<Record<Classification, SecurityNamespace.AlertClassification>> = {
  Undetermined: "unknown",
  TruePositive: "truePositive",
  BenignPositive: "informationalExpectedActivity",
  FalsePositive: "falsePositive"
}

/** The mark of a merge is Sentinel's alone. */
const tagsOf = ({ written }: IncidentRecord, type: "User" | "AutoAssigned"): Array<string> =>
  written.labels
    .filter(({ labelName, labelType }) => labelType === type && labelName !== mergeMark)
    .map(({ labelName }) => labelName)

/**
 * Defender's view of an incident, made from Sentinel's: the simulator keeps one record for both. A merge is the exception,
 * as Sentinel learns of it later.
 */
const incidentResource = (incident: IncidentRecord, tenantId: string) => {
  const { providerIncidentId: id, redirectIncidentId, written, comments } = incident
  return {
    id,
    tenantId,
    status: redirectIncidentId === undefined ? statuses[written.status] : "redirected",
    incidentWebUrl: `https://security.microsoft.com/incident2/${id}/overview?tid=${tenantId}`,
    redirectIncidentId: redirectIncidentId ?? null,
    displayName: written.title,
    createdDateTime: incident.createdTimeUtc,
    lastUpdateDateTime: incident.lastModifiedTimeUtc,
    assignedTo: written.owner.userPrincipalName,
    classification: written.classification === undefined ? "unknown" : classifications[written.classification],
    determination: "unknown",
    severity: severities[written.severity],
    customTags: tagsOf(incident, "User"),
    systemTags: tagsOf(incident, "AutoAssigned"),
    description: written.description ?? null,
    lastModifiedBy: null,
    resolvingComment: written.classificationComment ?? null,
    summary: null,
    priorityScore: null,
    comments: comments.map(({ message, author, createdTimeUtc }) => ({
      comment: message,
      createdByDisplayName: author.name ?? null,
      createdDateTime: createdTimeUtc
    }))
  } satisfies SecurityNamespace.Incident & { readonly priorityScore: number | null }
}

/** Microsoft Defender's incidents (security-incident-get). */
export const securityIncidents = (): Hono<GraphEnv> => {
  const app = new Hono<GraphEnv>()

  app.use("/security/incidents/*", async (c, next) => {
    if (!c.get("tenant").state.behavior.defenderProvisioned) {
      throw new GraphFailure(403, "Forbidden", "Unauthorized request - Account is not provisioned.")
    }
    await next()
  })

  app.get(
    "/security/incidents/:id",
    allow(either("SecurityIncident.Read.All", "SecurityIncident.ReadWrite.All"), "security"),
    (c) => {
      const { select, expand } = queryOf(c)
      if (expand.length > 0) {
        throw new GraphFailure(400, "BadRequest", "The simulator doesn't serve $expand for an incident of Defender.")
      }
      const tenant = c.get("tenant")
      const found = defenderIncident(tenant.state.arm, c.req.param("id"))
      // Microsoft documents no code.
      if (found === undefined) throw new GraphFailure(404, "NotFound", "The incident was not found.")
      return c.json({
        "@odata.context": metadata("security/incidents/$entity"),
        ...selectProperties(incidentResource(found.incident, tenant.id), select)
      })
    }
  )

  return app
}
