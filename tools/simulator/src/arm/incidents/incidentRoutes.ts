import type { ArmRoutes } from "../ArmCall.ts"
import { bodyOf, incidentFor, incidentName, isJsonObject, named, workspaceFor } from "../ArmCall.ts"
import { badRequest, conflict } from "../ArmError.ts"
import { newIncident } from "../newIncident.ts"
import { listAnswer, page } from "../odata/page.ts"
import { readIncident, requiredText, touch } from "./incidentChange.ts"
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
    const existing = named(workspace.incidents, name)
    // Without an etag the last writer wins: Azure/azure-rest-api-specs issue 13203.
    if (existing !== undefined && etag !== undefined && etag !== existing.etag) throw conflict(name)
    const written = readIncident(properties, existing?.written, caller.arm)
    const now = c.var.now()
    if (existing !== undefined) {
      existing.written = written
      touch(caller.arm, existing, now)
      caller.changed()
      return c.json(incidentResource(workspace, existing, apiVersion), 200)
    }
    const created = newIncident(caller.arm, workspace, written, now, name)
    caller.changed()
    return c.json(incidentResource(workspace, created, apiVersion), 201)
  })

  arm.delete(`${incidents}/:incident`, (c) => {
    const workspace = workspaceFor(c, "Microsoft.SecurityInsights/incidents/delete")
    const incident = named(workspace.incidents, incidentName(c))
    if (incident === undefined) return c.body(null, 204)
    workspace.incidents.splice(workspace.incidents.indexOf(incident), 1)
    c.var.caller.changed()
    return c.body(null, 200)
  })

  arm.post(`${incidents}/:incident/runplaybook`, async (c) => {
    incidentFor(c, "Microsoft.SecurityInsights/incidents/runPlaybook/action")
    const body: unknown = await c.req.json().catch(() => undefined)
    if (!isJsonObject(body)) throw badRequest("The request content must be a JSON object.")
    requiredText(body, "logicAppsResourceId")
    return c.body(null, 204)
  })
}
