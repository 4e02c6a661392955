import type { ArmRoutes } from "../ArmCall.ts"
import { incidentFor } from "../ArmCall.ts"
import { securityInsightsId } from "./incidentResource.ts"

/** No operation of its own is documented for these lists, and a Reader sees them in the portal. */
const read = "Microsoft.SecurityInsights/incidents/read"

/** Sentinel keeps at most 150 alerts in an incident. */
const maximumAlerts = 150

const type = "Microsoft.SecurityInsights/Entities"

/** Alerts, bookmarks and entities: POST without a body or content type, all in one answer. */
export const evidenceRoutes = (arm: ArmRoutes, incidents: string): void => {
  arm.post(`${incidents}/:incident/alerts`, (c) => {
    const { workspace, incident } = incidentFor(c, read)
    const value = incident.alerts.slice(0, maximumAlerts).map(({ name, properties }) => ({
      id: `${securityInsightsId(workspace)}/Entities/${name}`,
      name,
      type,
      kind: "SecurityAlert",
      properties
    }))
    return c.json({ value })
  })

  arm.post(`${incidents}/:incident/bookmarks`, (c) => {
    const { workspace, incident } = incidentFor(c, read)
    const value = incident.bookmarks.map(({ name, properties }) => ({
      id: `${securityInsightsId(workspace)}/bookmarks/${name}`,
      name,
      type,
      kind: "Bookmark",
      properties
    }))
    return c.json({ value })
  })

  arm.post(`${incidents}/:incident/entities`, (c) => {
    const { workspace, incident } = incidentFor(c, read)
    const entities = incident.entities.map(({ name, kind, properties }) => ({
      id: `${securityInsightsId(workspace)}/Entities/${name}`,
      name,
      type,
      kind,
      properties
    }))
    const metaData = [...new Set(entities.map(({ kind }) => kind))].map((entityKind) => ({
      entityKind,
      count: entities.filter(({ kind }) => kind === entityKind).length
    }))
    return c.json({ entities, metaData })
  })
}
