import { securityInsightsId, touch } from "../../platform/ArmState.ts"
import { isObject } from "../../platform/json.ts"
import { type ArmRoutes, bodyOf, incidentFor, incidentName, findByName, workspaceFor } from "../ArmCall.ts"
import { badRequest, conflict } from "../ArmError.ts"
import { newIncident } from "../newIncident.ts"
import { listAnswer, page } from "../odata/page.ts"
import { readIncident, requiredText } from "./incidentChange.ts"
import { incidentListing, incidentResource } from "./incidentResource.ts"

const read = "Microsoft.SecurityInsights/incidents/read"
const write = "Microsoft.SecurityInsights/incidents/write"

/** List, get, create or update, delete, run a playbook. `incidents` is the path of the collection. */
export const incidentRoutes = (arm: ArmRoutes, incidents: string): void => {
  arm.get(incidents, (c) => {
    const workspace = workspaceFor(c, read)
    const resources = workspace.incidents.map((incident) => incidentResource(workspace, incident, c.var.apiVersion))
    const { items, skipToken } = page(resources, incidentListing, new URL(c.req.url).searchParams)
    return c.json(listAnswer(items, c.req.url, skipToken))
  })

  arm.get(`${incidents}/:incident`, (c) => {
    const { workspace, incident } = incidentFor(c, read)
    return c.json(incidentResource(workspace, incident, c.var.apiVersion))
  })

  arm.put(`${incidents}/:incident`, async (c) => {
    const { caller, apiVersion } = c.var
    const workspace = workspaceFor(c, write)
    const name = incidentName(c)
    const { etag, properties } = await bodyOf(c)
    const existing = findByName(workspace.incidents, name)
    // Without an etag the last writer wins: Azure/azure-rest-api-specs issue 13203.
    if (existing !== undefined && etag !== undefined && etag !== existing.etag) throw conflict(name)
    const written = readIncident(properties, existing?.written, caller.arm)
    const now = c.var.now()
    if (existing !== undefined) {
      existing.written = written
      touch(caller.arm, existing, now)
      const answered = incidentResource(workspace, existing, apiVersion)
      if (caller.arm.behavior.touchAfterWrite) touch(caller.arm, existing, now)
      caller.changed()
      return c.json(answered, 200)
    }
    const created = newIncident(caller.arm, workspace, written, now, name)
    caller.changed()
    return c.json(incidentResource(workspace, created, apiVersion), 201)
  })

  arm.delete(`${incidents}/:incident`, (c) => {
    const workspace = workspaceFor(c, "Microsoft.SecurityInsights/incidents/delete")
    const incident = findByName(workspace.incidents, incidentName(c))
    if (incident === undefined) return c.body(null, 204)
    workspace.incidents.splice(workspace.incidents.indexOf(incident), 1)
    c.var.caller.changed()
    return c.body(null, 200)
  })

  arm.post(`${incidents}/:incident/runplaybook`, async (c) => {
    incidentFor(c, "Microsoft.SecurityInsights/incidents/runPlaybook/action")
    const body: unknown = await c.req.json().catch(() => undefined)
    if (!isObject(body)) throw badRequest("The request content must be a JSON object.")
    requiredText(body, "logicAppsResourceId")
    return c.body(null, 204)
  })
}

/** Sentinel keeps at most 150 alerts in an incident. */
const maximumAlerts = 150

const type = "Microsoft.SecurityInsights/Entities"

/**
 * Alerts, bookmarks and entities: POST without a body or content type, everything in one answer. No operation is
 * documented for these lists, and a Reader sees them in the portal: the operation that reads incidents covers them.
 */
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
